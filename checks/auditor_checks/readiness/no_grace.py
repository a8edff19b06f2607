"""Pods that are killed at once when they have to go.

Why it matters
    With a grace period of 0 there is no signal to stop: requests in work are cut, buffers are
    lost, and a stateful set may start the successor while the old process still writes.

Verdicts
    FAIL when ``terminationGracePeriodSeconds`` is 0; PASS otherwise (30 unless written); UNKNOWN
    when a template fills it in.

How to mend it
    Leave the grace period at its default, or set it to what a clean stop takes.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          terminationGracePeriodSeconds: 60
          containers:
          - name: web
            image: registry.example/web:1.4.2

Sources
    Pod Lifecycle, https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
    Force Delete StatefulSet Pods, https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the seconds of grace."""
    grace, at = workload.grace_seconds, "grace_seconds"
    if isinstance(grace, Unknown):
        yield Verdict(Outcome.UNKNOWN, grace.reason, at)
    elif grace <= 0:
        yield Verdict(Outcome.FAIL, f"{named(workload)}: its pods get no time to stop", at)
    else:
        yield Verdict(Outcome.PASS, f"{named(workload)}: its pods get {grace} s to stop", at)


CHECK = Check(
    id="readiness.no_grace",
    title="Pods are killed without time to finish",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
