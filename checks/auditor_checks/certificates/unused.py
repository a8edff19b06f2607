"""A managed certificate that nothing presents.

Why it matters
    Its private key can still speak for your name, and an old one in the list is easily attached
    by mistake. A public certificate in ACM that nothing uses is not renewed either, so it runs out
    unnoticed.

Verdicts
    FAIL when no resource uses the certificate; PASS when one does; UNKNOWN when that could not be
    had. Certificates that are exported, and so used where the provider cannot see, are not judged.

How to mend it
    Delete the certificate, or attach it where it belongs.

    AWS: ``aws acm describe-certificate --certificate-arn ARN`` shows who uses it, and ``aws acm
    delete-certificate --certificate-arn ARN`` deletes it; one in use cannot be deleted.

Sources
    Delete certificates managed by AWS Certificate Manager, https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-delete.html
    AWS Certificate Manager managed renewal, https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "certificate_in_use",
    id="certificates.unused",
    title="Certificate is not in use",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is in use",
    bad="is not in use",
    controls=("CERT-02",),
)
