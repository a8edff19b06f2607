"""A PodDisruptionBudget whose selector matches no pods.

Why it matters
    Somebody believes the service is protected during drains. A renamed label is enough to take the
    protection away, and nothing says so.

Verdicts
    PASS when its selector matches the pods of a workload of its namespace; FAIL when it matches
    none, or there is no selector. UNKNOWN when not all workloads could be read, a template fills
    in labels, or the pods may be made by the controller of a custom resource, or by a workload
    beside it that is given the right to.

How to mend it
    Write the labels of the pods into the selector, or delete the budget.

        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: shop}
        spec:
          maxUnavailable: 1
          selector: {matchLabels: {app: web}}
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
    Specifying a Disruption Budget for your Application, https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import DisruptionBudget, Unknown
from auditor_checks.readiness._joins import named
from auditor_checks.readiness._makers import MAKERS, pods_behind


def judge(budget: DisruptionBudget, view: View[Settings]) -> Iterator[Verdict]:
    """Look for pods with the selected labels."""
    behind, at = pods_behind(view, budget, budget.selector), "selector"
    if isinstance(behind, Unknown):
        yield Verdict(Outcome.UNKNOWN, behind.reason, at)
    elif behind:
        yield Verdict(Outcome.PASS, f"{named(budget)} selects pods", at)
    else:
        yield Verdict(Outcome.FAIL, f"{named(budget)} selects no pods", at)


CHECK = Check(
    id="readiness.budget_selects_nothing",
    title="Disruption budget protects no pods",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DisruptionBudget,
    judge=judge,
    controls=("PRR-01",),
    also=MAKERS,
    span=Span.SCOPE,
)
