"""A service that is gone whenever its only pod is.

Why it matters
    Nodes are drained for every upgrade, and pods are evicted, rescheduled and killed. With one
    pod each of these is an outage of as long as the next one takes to start.

Verdicts
    FAIL when a Deployment, StatefulSet or a replica set of its own wants fewer than ``minimum`` (2)
    pods, or its HorizontalPodAutoscaler may go below that; PASS otherwise. UNKNOWN when the number
    is filled in by a template, or it can't be told whether an autoscaler governs it.

How to mend it
    Run at least two pods, or let an autoscaler keep at least two.

        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: registry.example/web:1.4.2

    What may run only once, such as an elected leader, can be waived.

Sources
    Deployments, https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
    Disruptions, https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, Listing, Unknown, Workload
from auditor_checks._ages import counted
from auditor_checks.readiness._joins import least_pods, named


class ReplicaSettings(Settings, frozen=True, kw_only=True):
    """The fewest pods that bear the loss of one."""

    minimum: int = 2


def judge(workload: Workload, view: View[ReplicaSettings]) -> Iterator[Verdict]:
    """Count the pods that there are at least."""
    owned = workload.managed_by and workload.origin.kind not in ("Deployment", "StatefulSet")
    if workload.origin.kind == "DaemonSet" or owned:
        return
    least, wanted, at = least_pods(view, workload), view.settings.minimum, "replicas"
    if least is None:
        return
    if isinstance(least, Unknown):
        yield Verdict(Outcome.UNKNOWN, least.reason, at)
        return
    text = f"{named(workload)} runs at least {counted(least, 'pod')}; {wanted} are wanted"
    yield Verdict(Outcome.FAIL if least < wanted else Outcome.PASS, text, at)


CHECK = Check(
    id="readiness.single_replica",
    title="Workload may run as a single pod",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    settings=ReplicaSettings,
    controls=("PRR-01", "RES-01"),
    same_as=(
        "deploymentMissingReplicas",
        "minimum-three-replicas",
        "deployment-replicas",
        "deployment-has-multiple-replicas",
        "replicalimits",
    ),
    also=(Autoscaler, Listing),
    span=Span.SCOPE,
)
