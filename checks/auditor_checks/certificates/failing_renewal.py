"""A certificate whose automatic renewal does not get through.

Why it matters
    Everybody relies on the machine, so nobody looks at the date. The provider tries for weeks and
    then lets the certificate end.

Verdicts
    PASS when the last renewal succeeded, is going on as it should, or is not due yet; FAIL when it
    failed or waits for somebody to prove the names; UNKNOWN when its state could not be had.
    Certificates that do not renew by themselves are not judged (``certificates.manual_renewal``).

How to mend it
    Restore the validation record in DNS that the renewal waits for.

    AWS: ``aws acm describe-certificate --certificate-arn ARN`` shows under ``RenewalSummary`` which
    name is not proved, and why. Usually the record was deleted with a zone, the name moved
    elsewhere, or a new CAA record does not allow ``amazon.com``.

Sources
    Check a certificate's renewal status, https://docs.aws.amazon.com/acm/latest/userguide/check-certificate-renewal-status.html
    Troubleshoot managed certificate renewal, https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-renewal.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "certificate_renewal_sound",
    id="certificates.failing_renewal",
    title="Automatic renewal of a certificate fails",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="renews as it should",
    bad="should renew by itself, but its renewal does not get through",
    controls=("CERT-01", "CERT-03"),
)
