"""A certificate that is deployed before its validity begins.

Why it matters
    Clients refuse it just as they refuse an ended one. It usually means that a successor went
    live too early, that the clock of the issuing machine is wrong, or that yours is.

Verdicts
    FAIL when validity begins after the moment of judging; PASS otherwise; UNKNOWN when the
    start of validity could not be had.

How to mend it
    Put the previous certificate back until the new one is valid, and correct the issuer's clock.

    Terraform (tls provider; validity begins when the certificate is made):

        resource "tls_locally_signed_cert" "service" {
          validity_period_hours = 2160
          early_renewal_hours   = 720
        }

Sources
    RFC 5280, section 4.1.2.5 (Validity), https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the first valid second with the moment of judging."""
    start = certificate.not_before
    if start is None:
        return
    if isinstance(start, Unknown):
        yield Verdict(Outcome.UNKNOWN, start.reason, "not_before")
        return
    what = f"{certificate.subject} {certificate.name}"
    if start > view.moment:
        message = f"{what} is not valid before {start.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        yield Verdict(Outcome.FAIL, message, "not_before")
    else:
        yield Verdict(Outcome.PASS, f"{what} has been valid since {start:%Y-%m-%d}", "not_before")


CHECK = Check(
    id="certificates.not_yet_valid",
    title="Certificate is not valid yet",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-01",),
)
