"""A certificate that does not lead to a root that clients trust.

Why it matters
    The usual cause is an intermediate that the server does not send. Browsers often help
    themselves from a cache, so the people who look find nothing, while programs, phones and
    payment partners fail.

Verdicts
    FAIL when the chain as presented does not verify up to a trusted root; PASS when it does. No
    verdict where verification was not tried.

How to mend it
    Let the server present the whole chain, leaf first, without the root.

    AWS (imported certificate):

        resource "aws_acm_certificate" "imported" {
          certificate_body  = file("leaf.pem")
          certificate_chain = file("intermediates.pem")
          private_key       = var.private_key
        }

    If the root is your own, hand it to the clients, and name it as a trust anchor when scanning.

Sources
    RFC 8446, section 4.4.2 (Certificate), https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
    RFC 5280, section 6 (Certification Path Validation), https://www.rfc-editor.org/rfc/rfc5280#section-6
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Pass on what verification of the presented chain said."""
    problem = certificate.chain_problem
    if problem is None:
        return
    what = f"the chain of {certificate.subject} {certificate.name}"
    if problem:
        yield Verdict(Outcome.FAIL, f"{what} does not verify: {problem}", "chain_problem")
    else:
        yield Verdict(Outcome.PASS, f"{what} verifies", "chain_problem")


CHECK = Check(
    id="certificates.untrusted_chain",
    title="Certificate chain does not verify",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-01",),
)
