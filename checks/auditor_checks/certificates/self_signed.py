"""A service that vouches for itself.

Why it matters
    A client can trust it only by knowing this very certificate beforehand, or by not checking at
    all. In practice the second happens, and then anybody on the path can present another one.

Verdicts
    FAIL when the certificate that an endpoint presents as its own is its own issuer; PASS when an
    authority signed it; UNKNOWN when that could not be found out. Only endpoints that were really
    asked are judged; roots that come along in a chain are not.

How to mend it
    Have the certificate issued by a public authority, or by one of your own that clients trust.

    AWS:

        resource "aws_acm_certificate" "internal" {
          domain_name               = "api.internal.example.com"
          certificate_authority_arn = aws_acmpca_certificate_authority.internal.arn
        }

    Google:

        resource "google_privateca_certificate" "internal" {
          pool     = google_privateca_ca_pool.internal.name
          location = "europe-west3"
          lifetime = "2592000s"
          pem_csr  = tls_cert_request.internal.cert_request_pem
        }

Sources
    RFC 5280, section 6.1 (Basic Path Validation), https://www.rfc-editor.org/rfc/rfc5280#section-6.1
    RFC 9325 (Recommendations for Secure Use of TLS), https://www.rfc-editor.org/rfc/rfc9325
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what an endpoint presents as its own; leave the rest of the chain alone."""
    self_signed = certificate.self_signed
    if certificate.origin.provider != "tls" or self_signed is None or _in_chain(certificate):
        return
    what = f"{certificate.subject} {certificate.name}"
    if isinstance(self_signed, Unknown):
        yield Verdict(Outcome.UNKNOWN, self_signed.reason, "self_signed")
    elif self_signed:
        yield Verdict(Outcome.FAIL, f"{what} is signed by itself only", "self_signed")
    else:
        yield Verdict(Outcome.PASS, f"{what} is signed by an authority", "self_signed")


def _in_chain(certificate: Certificate) -> bool:
    """Whether it is an authority that came along: names are compared for the leaf only."""
    return certificate.authority is True and certificate.name_matches is None


CHECK = Check(
    id="certificates.self_signed",
    title="Endpoint presents a self-signed certificate",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-01",),
)
