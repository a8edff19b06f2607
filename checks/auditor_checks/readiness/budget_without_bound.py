"""A PodDisruptionBudget that lets all pods go at once.

Why it matters
    It looks like protection and is none: a drain may still take every pod at the same time.

Verdicts
    FAIL when neither ``minAvailable`` nor ``maxUnavailable`` is given, ``minAvailable`` is 0, or
    ``maxUnavailable`` is 100 %. PASS otherwise; UNKNOWN when a template fills it in.

How to mend it
    Bound how many pods may be unavailable at once.

        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: shop}
        spec:
          maxUnavailable: 1
          selector: {matchLabels: {app: web}}

Sources
    Specifying a Disruption Budget for your Application, https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import DisruptionBudget, Unknown
from auditor_checks.readiness._joins import named
from auditor_checks.readiness._shares import pods


def judge(budget: DisruptionBudget, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a bound that bounds."""
    name, least, most = named(budget), budget.min_available, budget.max_unavailable
    for field, written in (("max_unavailable", most), ("min_available", least)):
        if isinstance(written, Unknown):
            yield Verdict(Outcome.UNKNOWN, written.reason, field)
            return
    if isinstance(most, str):
        whole = most.strip().endswith("%") and (pods(most, 100) or 0) >= 100
        at, free = "max_unavailable", whole
    else:
        at, free = "min_available", not isinstance(least, str) or pods(least, 100) == 0
    text = f"{name} lets all pods go at once" if free else f"{name} bounds how many pods may go"
    yield Verdict(Outcome.FAIL if free else Outcome.PASS, text, at)


CHECK = Check(
    id="readiness.budget_without_bound",
    title="Disruption budget allows everything",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DisruptionBudget,
    judge=judge,
    controls=("PRR-01",),
    same_as=("poddisruptionbudget-has-policy",),
)
