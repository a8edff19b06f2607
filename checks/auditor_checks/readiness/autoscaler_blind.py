"""A HorizontalPodAutoscaler that does not know the load.

Why it matters
    Without metrics it scales nothing, up or down, and says so only in a condition of its own.

Verdicts
    FAIL when a cluster reports the autoscaler as not active; PASS when it is. One that rests
    because its target has no pods is not judged, nor is a manifest.

How to mend it
    Read the reason in the status of the autoscaler and repair the source of the metrics.

    ``kubectl describe hpa NAME`` shows it. For use of CPU and memory the metrics server has to run
    (``kubectl top pods`` works then), and every container needs a request.

Sources
    Horizontal Pod Autoscaling, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Autoscaler
from auditor_checks.readiness._joins import named


def judge(scaler: Autoscaler, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    if scaler.active is None:
        return
    if scaler.active:
        yield Verdict(Outcome.PASS, f"{named(scaler)} reads its metrics", "metrics")
    else:
        why = f": {scaler.problem}" if scaler.problem else ""
        text = f"{named(scaler)} cannot read its metrics{why}"
        yield Verdict(Outcome.FAIL, text, "metrics")


CHECK = Check(
    id="readiness.autoscaler_blind",
    title="Autoscaler cannot read its metrics",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Autoscaler,
    judge=judge,
    controls=("PRR-01", "PRR-03"),
)
