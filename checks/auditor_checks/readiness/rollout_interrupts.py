"""A workload that is down during every change.

Why it matters
    Recreate stops all pods before it starts the first new one, and so does a rolling update that
    lets every pod be unavailable. Each release is an outage, and a broken one is a long outage.

Verdicts
    FAIL for a Deployment with the strategy Recreate, unless its pods mount a claim, which often
    only one of them may; and for a Deployment or DaemonSet that lets all pods be unavailable in a
    rolling update. PASS for other rolling updates. UNKNOWN when a template fills in what decides.

How to mend it
    Use a rolling update that keeps most pods.

        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          strategy:
            type: RollingUpdate
            rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: registry.example/web:1.4.2

Sources
    Deployments, https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, Listing, Unknown, Workload
from auditor_checks._ages import counted
from auditor_checks.readiness._joins import least_pods, named
from auditor_checks.readiness._shares import pods


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the strategy and its bound."""
    if workload.origin.kind not in ("Deployment", "DaemonSet"):
        return
    strategy, bound = workload.strategy, workload.max_unavailable
    if isinstance(strategy, Unknown):
        yield Verdict(Outcome.UNKNOWN, strategy.reason, "strategy")
    elif strategy == "Recreate":
        yield from _recreated(workload)
    elif strategy in (None, "RollingUpdate"):
        yield from _rolled(workload, bound, view)


def _recreated(workload: Workload) -> Iterator[Verdict]:
    volumes = workload.volumes
    if isinstance(volumes, Unknown):
        yield Verdict(Outcome.UNKNOWN, volumes.reason, "strategy")
    elif not any(volume.form == "persistentVolumeClaim" for volume in volumes):
        text = f"{named(workload)} stops all pods before it starts new ones"
        yield Verdict(Outcome.FAIL, text, "strategy")


def _rolled(
    workload: Workload, bound: str | Unknown | None, view: View[Settings]
) -> Iterator[Verdict]:
    name, at = named(workload), "max_unavailable"
    kept = Verdict(Outcome.PASS, f"{name} keeps pods while it is changed", at)
    if isinstance(bound, Unknown):
        yield Verdict(Outcome.UNKNOWN, bound.reason, at)
    elif bound is None or pods(bound, 100) == 0:
        yield kept
    elif bound.strip().endswith("%") and (pods(bound, 100) or 0) >= 100:
        yield Verdict(Outcome.FAIL, f"{name} lets all pods be unavailable ({bound})", at)
    elif workload.origin.kind == "Deployment":
        least = least_pods(view, workload)
        if isinstance(least, Unknown):
            yield Verdict(Outcome.UNKNOWN, least.reason, at)
        elif least and (pods(bound, least, up=False) or 0) >= least:
            text = f"{name} lets {bound} of {counted(least, 'pod')} be unavailable"
            yield Verdict(Outcome.FAIL, text, at)
        elif least:
            yield kept


CHECK = Check(
    id="readiness.rollout_interrupts",
    title="A rollout takes away all pods at once",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    also=(Autoscaler, Listing),
    span=Span.SCOPE,
)
