"""Pods that are neither more nor less important than others.

Why it matters
    When a node or the whole cluster is full, priority decides who waits and who is evicted.
    Without it a batch job may push out the service that earns the money.

Verdicts
    FAIL when the pods name no priority class; PASS when they do; UNKNOWN when a template fills it
    in.

How to mend it
    Name one of the cluster's priority classes in the pods.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          priorityClassName: service
          containers:
          - name: web
            image: registry.example/web:1.4.2

Sources
    Pod Priority and Preemption, https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a priority class."""
    name, at = workload.priority_class, "priority_class"
    if isinstance(name, Unknown):
        yield Verdict(Outcome.UNKNOWN, name.reason, at)
    elif name:
        yield Verdict(Outcome.PASS, f"{named(workload)} has the priority class {name}", at)
    else:
        yield Verdict(Outcome.FAIL, f"{named(workload)} has no priority class", at)


CHECK = Check(
    id="readiness.no_priority_class",
    title="Pods have no priority class",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "priorityClassNotSet",
        "priority-class-name",
        "require-pod-priorityclassname",
    ),
)
