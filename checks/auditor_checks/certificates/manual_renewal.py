"""A certificate that goes on living only if somebody thinks of it.

Why it matters
    Lifetimes fall to 47 days by 2029. What one person did once a year becomes a task every six
    weeks for each certificate, on holidays too, and every miss is an outage.

Verdicts
    FAIL when people have to act at renewal: imported certificates, keys kept in configuration,
    validation by e-mail. PASS when the issuer or an agent renews by itself. UNKNOWN when the way
    of renewal hangs on a value that could not be had.

How to mend it
    Let the provider issue it with validation by DNS, so that renewal needs nobody.

    AWS:

        resource "aws_acm_certificate" "www" {
          domain_name       = "www.example.com"
          validation_method = "DNS"
        }

        resource "aws_route53_record" "proof" {
          for_each = {
            for option in aws_acm_certificate.www.domain_validation_options :
            option.domain_name => option
          }
          zone_id = var.zone_id
          name    = each.value.resource_record_name
          type    = each.value.resource_record_type
          records = [each.value.resource_record_value]
          ttl     = 300
        }

    Google:

        resource "google_certificate_manager_certificate" "www" {
          name = "www"
          managed {
            domains            = ["www.example.com"]
            dns_authorizations = [google_certificate_manager_dns_authorization.www.id]
          }
        }

    Elsewhere an ACME client does the same.

Sources
    AWS Certificate Manager managed renewal, https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
    RFC 8555 (ACME), https://www.rfc-editor.org/rfc/rfc8555
    Ballot SC-081v3, https://cabforum.org/2025/04/11/ballot-sc081v3-introduce-schedule-of-reducing-validity-and-data-reuse-periods/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Tell certificates that renew by themselves from those that people renew."""
    renewal = certificate.renewal
    if renewal is None:
        return
    what = f"{certificate.subject} {certificate.name}"
    if isinstance(renewal, Unknown):
        yield Verdict(Outcome.UNKNOWN, renewal.reason, "renewal")
    elif renewal == "automatic":
        yield Verdict(Outcome.PASS, f"{what} renews by itself", "renewal")
    elif certificate.validation == "EMAIL":
        message = f"{what} is validated by e-mail: somebody has to answer at each renewal"
        yield Verdict(Outcome.FAIL, message, "renewal")
    else:
        yield Verdict(Outcome.FAIL, f"{what} is renewed by hand", "renewal")


CHECK = Check(
    id="certificates.manual_renewal",
    title="Certificate is renewed by hand",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-03",),
    same_as=("elb_ssl_listeners_use_acm_certificate",),
)
