"""A HorizontalPodAutoscaler that cannot scale up any more.

Why it matters
    The service has no reserve: the next user is served by the pods there are, ever more slowly.

Verdicts
    FAIL when a running autoscaler keeps as many pods as it may; PASS when it has room. One with
    equal bounds is not judged here, nor is a manifest.

How to mend it
    Raise the maximum, after a look at what causes the load and whether the nodes have room.

        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 12

Sources
    Horizontal Pod Autoscaling, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Autoscaler
from auditor_checks.readiness._joins import named


def judge(scaler: Autoscaler, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    if scaler.at_maximum is None or scaler.minimum == scaler.maximum:
        return
    if scaler.at_maximum:
        text = f"{named(scaler)} keeps as many pods as it may"
        yield Verdict(Outcome.FAIL, text, "maximum")
    else:
        yield Verdict(Outcome.PASS, f"{named(scaler)} has room to scale up", "maximum")


CHECK = Check(
    id="readiness.autoscaler_at_maximum",
    title="Autoscaler is at its maximum",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Autoscaler,
    judge=judge,
    controls=("PRR-01",),
)
