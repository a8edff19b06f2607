"""A certificate that was asked for and never issued.

Why it matters
    Somebody needed it: a site waits for it, or runs on another certificate that will end. The
    proof that the names are yours is still missing, and after 72 hours the request is dead.

Verdicts
    PASS when the certificate was issued, whatever became of it later; FAIL when the request waits
    for its proof, timed out or was refused; UNKNOWN when its state could not be had.

How to mend it
    Publish the validation record in DNS, or delete the request.

    AWS: ``aws acm describe-certificate --certificate-arn ARN`` shows the record that is wanted, and
    why a request failed. A name whose CAA record does not allow ``amazon.com`` is refused. Ask
    again after a time-out: a dead request stays dead.

Sources
    AWS Certificate Manager DNS validation, https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    Troubleshoot certificate requests, https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-cert-requests.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "certificate_issued",
    id="certificates.not_issued",
    title="Certificate was asked for but not issued",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="was issued",
    bad="was asked for but not issued",
    controls=("CERT-02",),
)
