"""A certificate whose validity is over.

Why it matters
    Clients refuse it, so the service behind it is dark for everybody who checks, and open to
    impostors for everybody who was told to click the warning away.

Verdicts
    FAIL when the moment of judging lies after the last valid second; PASS otherwise; UNKNOWN when
    the end of validity could not be had. NOT APPLICABLE to an ended one that nothing uses, or that
    was replaced and is not known to be used (see ``certificates.expired_leftover``). A certificate
    that ends soon is the matter of ``certificates.expiring``.

How to mend it
    Issue and deploy a successor now, then let a machine renew it.

    AWS:

        resource "aws_acm_certificate" "www" {
          domain_name       = "www.example.com"
          validation_method = "DNS"

          lifecycle {
            create_before_destroy = true
          }
        }

    Google:

        resource "google_certificate_manager_certificate" "www" {
          name = "www"
          managed {
            domains = ["www.example.com"]
          }
        }

Sources
    RFC 5280, section 4.1.2.5 (Validity), https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
    CIS AWS Foundations 3.0: 1.19; 5.0: 1.18, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown
from auditor_checks.certificates._leftovers import leftover, users


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the last valid second with the moment of judging."""
    end = certificate.not_after
    if end is None:
        return
    if isinstance(end, Unknown):
        yield Verdict(Outcome.UNKNOWN, end.reason, "not_after")
        return
    what = f"{certificate.subject} {certificate.name}"
    if end < view.moment:
        reason = leftover(certificate)
        message = f"{what} expired on {end:%Y-%m-%d}"
        if reason:
            yield Verdict(Outcome.NOT_APPLICABLE, f"{message}; {reason}", "not_after")
        else:
            yield Verdict(Outcome.FAIL, message + users(certificate), "not_after")
    else:
        yield Verdict(Outcome.PASS, f"{what} is valid until {end:%Y-%m-%d}", "not_after")


CHECK = Check(
    id="certificates.expired",
    title="Certificate has expired",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-01",),
    same_as=(
        "AWS-0168",
        "AVD-AWS-0168",
        "aws-iam-remove-expired-certificates",
        "acm_certificates_expiration_check",
        "iam_no_expired_server_certificates_stored",
        "kics:Certificate Has Expired",
    ),
)
