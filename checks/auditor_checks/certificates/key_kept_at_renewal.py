"""A certificate that is renewed with the same private key every time.

Why it matters
    A key that leaked once, in a backup, a log or the Secret of a former colleague, stays good for
    as long as somebody renews its certificate. Renewal is the moment at which a new one costs
    nothing.

Verdicts
    FAIL when the private key is kept (``rotationPolicy: Never``). PASS when each renewal makes a
    new one. UNKNOWN when the order leaves it to cert-manager, whose default changed from keeping
    to rotating with version 1.18, or to a template.

How to mend it
    Have a new key made at each renewal.

        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web, namespace: shop}
        spec:
          privateKey:
            rotationPolicy: Always

Sources
    cert-manager documentation, Rotation of the private key, https://cert-manager.io/docs/usage/certificate/
    cert-manager documentation, Release 1.18, https://cert-manager.io/docs/releases/release-notes/release-notes-1.18/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import CertificateOrder


def judge(order: CertificateOrder, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``rotates_key``."""
    what = f"{order.subject} {order.name}"
    yield from wanted(
        order.rotates_key,
        "rotates_key",
        f"{what} gets a new key at each renewal",
        f"{what} keeps its private key at renewal",
    )


CHECK = Check(
    id="certificates.key_kept_at_renewal",
    title="Private key is kept at renewal",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=CertificateOrder,
    judge=judge,
    controls=("CERT-03",),
)
