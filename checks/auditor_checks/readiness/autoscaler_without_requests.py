"""An autoscaler by use of CPU or memory, whose target does not request any.

Why it matters
    Use is measured as a share of the request. When one container of a pod has none there is no
    share, the autoscaler reports an error that nobody reads, and never scales.

Verdicts
    FAIL when the target has a container without a request for a resource that is measured as a
    share, and no LimitRange of its namespace gives one; PASS when all have it. UNKNOWN when the
    target, its containers or LimitRanges could not be read. Nothing when there is no target.

How to mend it
    Request the resource in every container of the target.

        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: registry.example/web:1.4.2
                resources:
                  requests: {cpu: 250m, memory: 256Mi}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 6

Sources
    Horizontal Pod Autoscaling, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, Listing, Quota, Unknown, Workload
from auditor_checks._cluster import containers, unseen
from auditor_checks.readiness._joins import named, neighbours, scaled_by
from auditor_checks.readiness._selection import PODS


def judge(scaler: Autoscaler, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the request behind each measured resource."""
    workload = scaled_by(view, scaler)
    missing = None if workload else unseen(view, *PODS)
    for resource in ("cpu", "memory"):
        if resource not in scaler.metrics:
            continue
        if workload is not None:
            yield _measured(scaler, workload, resource, view)
        elif missing is not None:
            yield Verdict(Outcome.UNKNOWN, missing.reason, f"metrics[{resource}]")


def _measured(
    scaler: Autoscaler, workload: Workload, resource: str, view: View[Settings]
) -> Verdict:
    at, bare = f"metrics[{resource}]", ""
    if isinstance(workload.containers, Unknown):
        return Verdict(Outcome.UNKNOWN, workload.containers.reason, at)
    for container in containers(workload, "main", "sidecar"):
        amount = getattr(container, f"{resource}_request")
        if isinstance(amount, Unknown):
            return Verdict(Outcome.UNKNOWN, amount.reason, at)
        bare = bare or ("" if amount else container.name)
    what = f"{named(scaler)} measures {resource}"
    if not bare:
        return Verdict(Outcome.PASS, f"{what}, which {named(workload)} requests", at)
    given = any(resource in quota.default_requests for quota in neighbours(view, Quota, workload))
    missing = None if given else unseen(view, "limitranges")
    if missing is not None:
        return Verdict(Outcome.UNKNOWN, missing.reason, at)
    if given:
        return Verdict(Outcome.PASS, f"{what}, which a LimitRange requests", at)
    text = f"{what}, which container {bare} of {named(workload)} does not request"
    return Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="readiness.autoscaler_without_requests",
    title="Autoscaler measures against requests that are not there",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Autoscaler,
    judge=judge,
    controls=("PRR-01",),
    also=(Workload, Quota, Listing),
    span=Span.SCOPE,
)
