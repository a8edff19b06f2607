"""Several pods that may all stand on one machine.

Why it matters
    Replicas bear the loss of a machine or a zone only when they do not share it. The scheduler
    spreads pods a little by itself, and gives it up as soon as the cluster is full.

Verdicts
    For Deployments and StatefulSets: PASS when pod anti-affinity or topology spread constraints
    are given whose selectors match the pods themselves; against other pods they keep nothing
    apart. Without them FAIL when there may be more than one pod (``replicas`` or the maximum of
    an autoscaler); nothing for a single pod; UNKNOWN when a template fills it in, or the
    autoscalers could not be read.

How to mend it
    Spread the pods over nodes and zones with topology spread constraints.

        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: kubernetes.io/hostname
                whenUnsatisfiable: ScheduleAnyway
                labelSelector: {matchLabels: {app: web}}
              containers:
              - name: web
                image: registry.example/web:1.4.2

Sources
    Pod Topology Spread Constraints, https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
    Assigning Pods to Nodes, https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import any_of
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, Listing, Unknown, Workload
from auditor_checks.readiness._joins import named, several_pods


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for anti-affinity or spread where there may be several pods."""
    if workload.origin.kind not in ("Deployment", "StatefulSet"):
        return
    apart, at = any_of((workload.anti_affinity, workload.spread)), "spread"
    if apart is True:
        yield Verdict(Outcome.PASS, f"{named(workload)} keeps its pods apart", at)
        return
    several = several_pods(view, workload)
    if several is False:
        return
    hole = next((it for it in (several, apart) if isinstance(it, Unknown)), None)
    if hole is not None:
        yield Verdict(Outcome.UNKNOWN, hole.reason, at)
    else:
        text = f"{named(workload)} may put all its pods on one node"
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="readiness.no_spread",
    title="Nothing keeps the pods of a workload apart",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01", "RES-01"),
    same_as=(
        "topologySpreadConstraint",
        "no-anti-affinity",
        "deployment-has-host-podantiaffinity",
        "statefulset-has-host-podantiaffinity",
        "topologyspreadconstraints-policy",
        "kics:Deployment Has No PodAntiAffinity",
    ),
    also=(Autoscaler, Listing),
    span=Span.SCOPE,
)
