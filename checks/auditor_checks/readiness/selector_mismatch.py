"""A workload whose selector does not match the labels of its template.

Why it matters
    The API refuses it, so the release stops half-way through the apply: what came before is
    changed, what comes after is not.

Verdicts
    FAIL when the selector does not match the labels of the pod template; PASS when it does;
    UNKNOWN when a template fills in labels. Nothing without a selector, and for jobs, whose
    selector the cluster makes.

How to mend it
    Give the pod template every label that the selector asks for.

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
    Deployments, https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor.selection import selects
from auditor_checks.readiness._joins import named

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController")


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Match the selector with the template's labels."""
    if workload.selector is None or workload.origin.kind not in _KINDS:
        return
    answer, at = selects(workload.selector, workload.pod_labels), "selector"
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, at)
    elif answer:
        yield Verdict(Outcome.PASS, f"{named(workload)} selects its own pods", at)
    else:
        text = f"{named(workload)} does not select the pods of its own template"
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="readiness.selector_mismatch",
    title="Selector does not match the workload's own pods",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
