"""An order of a certificate that leaves too little time for its renewal.

Why it matters
    When a renewal fails, the time that is left is all there is to notice it and to mend it. An
    order to renew before the certificate even begins never settles: it is renewed without end.

Verdicts
    FAIL when renewal begins later than ``least_share`` (a tenth) of the lifetime before the end, or
    less than ``least_hours`` (24; half the life of shorter ones) before it, or when it would begin
    before the certificate does; ``ample_hours`` (720, thirty days) are enough for any lifetime.
    PASS otherwise, also when it is left to cert-manager, which renews when a third of the life is
    left. UNKNOWN when a duration is filled in by a template.

How to mend it
    Let renewal begin when a third of the lifetime is left.

        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web, namespace: shop}
        spec:
          duration: 2160h
          renewBefore: 720h

Sources
    cert-manager documentation, Certificate resource, https://cert-manager.io/docs/usage/certificate/
    cert-manager documentation, API reference, https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import CertificateOrder, Unknown


class LateRenewalSettings(Settings, frozen=True, kw_only=True):
    """The least time between the start of renewal and the end of the certificate."""

    least_share: float = 0.1
    least_hours: float = 24.0
    """Never more than half of the lifetime."""
    ample_hours: float = 720.0
    """As much as any lifetime needs."""


def judge(order: CertificateOrder, view: View[LateRenewalSettings]) -> Iterator[Verdict]:
    """Compare the start of renewal with the lifetime."""
    duration, before = order.duration_hours, order.renew_before_hours
    if duration is None:
        return
    for answer in (duration, before):
        if isinstance(answer, Unknown):
            yield Verdict(Outcome.UNKNOWN, answer.reason, "renew_before_hours")
            return
    if isinstance(duration, Unknown) or isinstance(before, Unknown):
        return
    what = f"{order.subject} {order.name}"
    if before is None:
        message = f"{what} is renewed when a third of its life is left"
        yield Verdict(Outcome.PASS, message, "renew_before_hours")
        return
    settings = view.settings
    share = min(duration * settings.least_share, settings.ample_hours)
    least = max(share, min(settings.least_hours, duration / 2))
    message = f"{what} is renewed {before:g} hours before its end, of {duration:g}"
    fine = least <= before < duration
    yield Verdict(Outcome.PASS if fine else Outcome.FAIL, message, "renew_before_hours")


CHECK = Check(
    id="certificates.late_renewal",
    title="Renewal begins too late, or never ends",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=CertificateOrder,
    settings=LateRenewalSettings,
    judge=judge,
    controls=("CERT-03",),
)
