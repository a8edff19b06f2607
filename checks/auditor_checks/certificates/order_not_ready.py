"""A certificate that cert-manager was asked for and cannot keep ready.

Why it matters
    Either nothing was ever issued and its users serve a stand-in, or the renewal fails and the
    certificate in the Secret is running out. cert-manager goes on trying, ever more rarely.

Verdicts
    FAIL when cert-manager reports that the Certificate is not ready. PASS when it is. UNKNOWN when
    it has not said so yet. Manifests are not judged.

How to mend it
    Follow the order down to what fails, and mend that.

        kubectl --namespace shop describe certificate web
        kubectl --namespace shop describe certificaterequest,order,challenge

    Usually it is a DNS name that does not lead here, a CAA record, an issuer that is not ready, or
    a rate limit.

Sources
    cert-manager documentation, Troubleshooting, https://cert-manager.io/docs/troubleshooting/
    cert-manager documentation, Certificate resource, https://cert-manager.io/docs/usage/certificate/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import CertificateOrder


def judge(order: CertificateOrder, view: View[Settings]) -> Iterator[Verdict]:
    """Pass on what cert-manager reports."""
    what = f"{order.subject} {order.name}"
    problem = f": {order.problem}" if order.problem else ""
    yield from wanted(order.ready, "ready", f"{what} is ready", f"{what} is not ready{problem}")


CHECK = Check(
    id="certificates.order_not_ready",
    title="Ordered certificate is not ready",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=CertificateOrder,
    judge=judge,
    controls=("CERT-01", "CERT-03"),
)
