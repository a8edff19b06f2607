"""A HorizontalPodAutoscaler whose maximum is its minimum.

Why it matters
    It never does anything, and under load the service stays as small as it is.

Verdicts
    FAIL when ``maxReplicas`` is no greater than ``minReplicas``; PASS when it is; UNKNOWN when a
    template fills in one of them.

How to mend it
    Raise the maximum above the minimum, or delete the autoscaler and set replicas.

        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 6

Sources
    Horizontal Pod Autoscaling, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Autoscaler, Unknown
from auditor_checks.readiness._joins import named


def judge(scaler: Autoscaler, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the bounds."""
    least, most, at = scaler.minimum, scaler.maximum, "maximum"
    if most is None:
        return
    for bound in (least, most):
        if isinstance(bound, Unknown):
            yield Verdict(Outcome.UNKNOWN, bound.reason, at)
            return
    low, high = _number(least), _number(most)
    text = f"{named(scaler)} scales between {low} and {high}"
    yield Verdict(Outcome.FAIL if high <= low else Outcome.PASS, text, at)


def _number(bound: int | Unknown | None) -> int:
    return bound if isinstance(bound, int) else 1


CHECK = Check(
    id="readiness.autoscaler_fixed",
    title="Autoscaler has no room to scale",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Autoscaler,
    judge=judge,
    controls=("PRR-01",),
    same_as=("hpaMaxAvailability",),
)
