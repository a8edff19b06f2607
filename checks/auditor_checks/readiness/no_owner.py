"""A workload that no label or annotation gives an owner.

Why it matters
    When it fails at night, when a flaw is found in its image, or when it is to be deleted, somebody
    has to be asked, and nobody knows whom.

Verdicts
    PASS when the workload, its pods or its namespace has one of the labels or annotations in
    ``owner_labels``; FAIL when none of them does. UNKNOWN when a template fills in the labels, or
    the namespaces could not be read. Pods that another workload owns are not judged.

How to mend it
    Label the namespace or the workload with its team.

        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
          labels: {team: checkout, app.kubernetes.io/part-of: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: registry.example/web:1.4.2

Sources
    Recommended Labels, https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, Namespace, Unknown, Workload
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import named


class OwnerSettings(Settings, frozen=True, kw_only=True):
    """Keys of labels or annotations that say whose something is."""

    owner_labels: tuple[str, ...] = (
        "owner",
        "team",
        "app.kubernetes.io/owner",
        "app.kubernetes.io/part-of",
    )


def judge(workload: Workload, view: View[OwnerSettings]) -> Iterator[Verdict]:
    """Look for an owner on the workload, its pods and its namespace."""
    if workload.managed_by or workload.static:
        return
    wanted, name = view.settings.owner_labels, named(workload)
    holes: list[str] = []
    spaces = view.by(Namespace, _name).get(workload.namespace, ())
    for labels, keys in (
        (workload.labels, workload.annotations),
        (workload.pod_labels, workload.pod_annotations),
        *((space.labels, space.annotations) for space in spaces),
    ):
        if any(key in labels or key in keys for key in wanted):
            yield Verdict(Outcome.PASS, f"{name} says whose it is")
            return
        hole = labels.get("")
        if isinstance(hole, Unknown):
            holes.append(hole.reason)
    missing = None if spaces else unseen(view, "namespaces")
    if holes or missing:
        yield Verdict(Outcome.UNKNOWN, holes[0] if holes else str(missing and missing.reason))
    else:
        yield Verdict(Outcome.FAIL, f"{name} does not say whose it is")


def _name(space: Namespace) -> str:
    return space.name


CHECK = Check(
    id="readiness.no_owner",
    title="Workload does not say whose it is",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    settings=OwnerSettings,
    controls=("PRR-04",),
    also=(Namespace, Listing),
    span=Span.SCOPE,
)
