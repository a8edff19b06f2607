"""A HorizontalPodAutoscaler that leaves a single pod when it is quiet.

Why it matters
    At night, when load is low, the service hangs on one pod; nodes are drained at night.

Verdicts
    FAIL when ``minReplicas`` (1 unless written) is below ``minimum`` (2); PASS otherwise; UNKNOWN
    when a template fills it in. ScaledObjects of KEDA, which may end what is idle, are not judged.

How to mend it
    Set the minimum of the autoscaler to at least two.

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
from auditor_checks._ages import counted
from auditor_checks.readiness._joins import named


class MinimumSettings(Settings, frozen=True, kw_only=True):
    """The fewest pods that bear the loss of one."""

    minimum: int = 2


def judge(scaler: Autoscaler, view: View[MinimumSettings]) -> Iterator[Verdict]:
    """Judge the minimum; without one it is 1."""
    if scaler.origin.kind == "ScaledObject":
        return
    least, wanted, at = scaler.minimum, view.settings.minimum, "minimum"
    if isinstance(least, Unknown):
        yield Verdict(Outcome.UNKNOWN, least.reason, at)
        return
    least = 1 if least is None else least
    text = f"{named(scaler)} keeps at least {counted(least, 'pod')}; {wanted} are wanted"
    yield Verdict(Outcome.FAIL if least < wanted else Outcome.PASS, text, at)


CHECK = Check(
    id="readiness.autoscaler_minimum_low",
    title="Autoscaler may scale down to one pod",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Autoscaler,
    judge=judge,
    settings=MinimumSettings,
    controls=("PRR-01", "RES-01"),
    same_as=(
        "hpaMinAvailability",
        "hpa-minimum-three-replicas",
    ),
)
