"""Two workloads of one namespace with the same selector.

Why it matters
    Budgets, autoscalers and Services that select the one select the other too; a controller may
    adopt the other's pods, and then each deletes what the other makes.

Verdicts
    FAIL when another workload of the namespace has the same selector; PASS when none has; UNKNOWN
    when a template fills in labels, or a cluster's workloads could not all be read. Manifests are
    compared within one file, since a tree may hold the same workload in several versions.

How to mend it
    Give each workload a label of its own, in its selector and in its pods.

        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: worker, namespace: shop}
        spec:
          selector: {matchLabels: {app: shop, part: worker}}
          template:
            metadata: {labels: {app: shop, part: worker}}
            spec:
              containers:
              - name: worker
                image: registry.example/worker:1.4.2

Sources
    Deployments, https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, Selector, Unknown, Workload
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import named

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController")

_LISTED = (
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
)


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for another workload with the same selector."""
    key, at = _selecting(workload), "selector"
    if key is None or workload.selector is None:
        return
    hole = _hole(workload.selector)
    if hole is not None:
        yield Verdict(Outcome.UNKNOWN, hole.reason, at)
        return
    for other in view.by(Workload, _selecting).get(key, ()):
        if (other.origin.kind, other.name) != (workload.origin.kind, workload.name):
            text = f"{named(workload)} selects the pods of {named(other)} too"
            yield Verdict(Outcome.FAIL, text, at)
            return
    missing = unseen(view, *_LISTED) if workload.live else None
    if missing is not None:
        yield Verdict(Outcome.UNKNOWN, missing.reason, at)
    else:
        yield Verdict(Outcome.PASS, f"{named(workload)} shares its selector with no other", at)


def _selecting(workload: Workload) -> Hashable:
    """Return what is equal for workloads that select the same pods; None where none are."""
    selector, place = workload.selector, workload.origin.place
    if selector is None or workload.managed_by or workload.origin.kind not in _KINDS:
        return None
    file = place.file if place else ""
    labels = frozenset(selector.labels.items())
    return workload.namespace, file, labels, frozenset(selector.expressions)


def _hole(selector: Selector) -> Unknown | None:
    values = [*selector.labels.values()]
    for expression in selector.expressions:
        values += expression.values
    return next((value for value in values if isinstance(value, Unknown)), None)


CHECK = Check(
    id="readiness.shared_pods",
    title="Two workloads select the same pods",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    also=(Workload, Listing),
    span=Span.SCOPE,
)
