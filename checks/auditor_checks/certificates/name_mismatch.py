"""A certificate that does not cover the name of the host that presents it.

Why it matters
    Clients refuse it, or have been told not to check names; then a certificate for any name at
    all, which anybody can get, is as good as yours.

Verdicts
    FAIL when neither a DNS name nor an address in the certificate matches the host that was asked
    for. PASS when one does, wildcards covering one label. UNKNOWN when the names could not be
    read. The common name does not count.

How to mend it
    Have it issued anew with every name that clients use as a subject alternative name.

    AWS:

        resource "aws_acm_certificate" "www" {
          domain_name               = "example.com"
          subject_alternative_names = ["www.example.com", "api.example.com"]
        }

    Google:

        resource "google_compute_managed_ssl_certificate" "www" {
          managed {
            domains = ["example.com", "www.example.com"]
          }
        }

Sources
    RFC 9525 (Service Identity in TLS), https://www.rfc-editor.org/rfc/rfc9525
    CA/Browser Forum Baseline Requirements, section 7.1.2.7.12, https://cabforum.org/working-groups/server/baseline-requirements/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import Certificate


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Judge whether the host that was asked for is covered."""
    what = f"{certificate.subject} {certificate.name}"
    yield from wanted(
        certificate.name_matches,
        "name_matches",
        f"{what} covers the host name that was asked for",
        f"{what} does not cover the host name that was asked for",
    )


CHECK = Check(
    id="certificates.name_mismatch",
    title="Certificate is for another name",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-01",),
)
