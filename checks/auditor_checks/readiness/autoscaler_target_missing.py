"""A HorizontalPodAutoscaler whose target is not there, or cannot be scaled.

Why it matters
    Under load nothing happens. The autoscaler is still listed, so everybody counts on it.

Verdicts
    PASS when the target exists in its namespace; FAIL when it does not, when none is named, or when
    it is of a kind that has no number of replicas (DaemonSet, Job, CronJob, Pod). UNKNOWN when not
    all objects of that kind could be read, a template fills in the name, or it is of a kind that an
    extension brings and of which manifests have none.

How to mend it
    Name an existing Deployment, StatefulSet or other scalable object as the target.

        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 6
        ---
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

Sources
    Horizontal Pod Autoscaling, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, ClusterFact, Listing, ReferencedName, Unknown, Workload
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import (
    kind_and_name,
    named,
    near,
    neighbours,
    scaled_by,
    target_of,
)

_LISTED = {
    "Deployment": "deployments.apps",
    "StatefulSet": "statefulsets.apps",
    "ReplicaSet": "replicasets.apps",
    "ReplicationController": "replicationcontrollers",
}
_UNSCALABLE = ("DaemonSet", "Job", "CronJob", "Pod")


def judge(scaler: Autoscaler, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the target."""
    kind, target, at = scaler.target_kind, scaler.target, "target"
    for part in (kind, target):
        if isinstance(part, Unknown):
            yield Verdict(Outcome.UNKNOWN, part.reason, at)
            return
    what = f"{named(scaler)} scales {kind} {target}"
    if not (kind and target):
        yield Verdict(Outcome.FAIL, f"{named(scaler)} names nothing to scale", at)
    elif kind in _UNSCALABLE:
        yield Verdict(Outcome.FAIL, f"{what}, a kind that cannot be scaled", at)
    elif scaled_by(view, scaler) or _custom(scaler, view):
        yield Verdict(Outcome.PASS, what, at)
    else:
        missing = _unread(scaler, str(kind), view)
        if missing is not None:
            yield Verdict(Outcome.UNKNOWN, missing.reason, at)
        else:
            yield Verdict(Outcome.FAIL, f"{what}, which is not there", at)


def _custom(scaler: Autoscaler, view: View[Settings]) -> bool:
    found = view.by(ReferencedName, kind_and_name).get(target_of(scaler), ())
    return any(near(scaler, name) for name in found)


def _kind(fact: ClusterFact) -> str:
    """Key for :meth:`auditor.checking.View.by`."""
    return fact.origin.kind


def _unread(scaler: Autoscaler, kind: str, view: View[Settings]) -> Unknown | None:
    """Return why the target may exist all the same."""
    seen = kind in _LISTED or any(
        kind in view.by(form, _kind) for form in (ReferencedName, Workload)
    )
    if not (scaler.live or seen):
        return Unknown(f"no {kind} is in the files; what brings them may make it")
    for workload in neighbours(view, Workload, scaler):
        if workload.origin.kind == kind and workload.name.endswith("*"):
            return Unknown(f"the name of a {kind} is filled in when it is applied")
    return unseen(view, _LISTED.get(kind, f"objects of the kind {kind}"))


CHECK = Check(
    id="readiness.autoscaler_target_missing",
    title="Autoscaler scales nothing",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Autoscaler,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "dangling-horizontalpodautoscaler",
        "horizontalpodautoscaler-has-target",
        "kics:HPA Targets Invalid Object",
    ),
    also=(Workload, ReferencedName, Listing),
    span=Span.SCOPE,
)
