"""A PodDisruptionBudget that never allows an eviction.

Why it matters
    Draining a node waits for ever. Upgrades and patches of the nodes stop, or somebody deletes the
    pods by force and learns what else the budget was for.

Verdicts
    FAIL for ``maxUnavailable`` 0, for ``minAvailable`` of 100 % or of as many pods as are wanted at
    least, and where a cluster allows none although all pods are healthy. PASS when one pod may go.
    UNKNOWN when a template fills in what decides, or the pods it covers can't all be told.

How to mend it
    Let at least one pod go, by a maximum that may be unavailable.

        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: shop}
        spec:
          maxUnavailable: 1
          selector: {matchLabels: {app: web}}

Sources
    Specifying a Disruption Budget for your Application, https://kubernetes.io/docs/tasks/run-application/configure-pdb/
    Safely Drain a Node, https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, DisruptionBudget, Listing, Unknown, Workload
from auditor_checks._ages import counted
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import least_pods, named
from auditor_checks.readiness._selection import PODS, chosen
from auditor_checks.readiness._shares import pods


def judge(budget: DisruptionBudget, view: View[Settings]) -> Iterator[Verdict]:
    """Work out whether an eviction is ever allowed."""
    name, at = named(budget), "min_available"
    for field in ("max_unavailable", "min_available"):
        written = getattr(budget, field)
        if isinstance(written, Unknown):
            yield Verdict(Outcome.UNKNOWN, written.reason, field)
            return
    if isinstance(budget.max_unavailable, str):
        at = "max_unavailable"
        if pods(budget.max_unavailable, 100) == 0:
            yield Verdict(Outcome.FAIL, f"{name} allows no pod to be unavailable", at)
            return
    elif isinstance(budget.min_available, str) and _all(budget.min_available):
        yield Verdict(Outcome.FAIL, f"{name} wants all pods available", at)
        return
    if budget.allowed is not None and budget.expected:
        if budget.allowed:
            yield Verdict(Outcome.PASS, f"{name} allows evictions", at)
            return
        if (budget.healthy or 0) >= budget.expected:
            text = f"{name} allows no eviction though all {budget.expected} pods are healthy"
            yield Verdict(Outcome.FAIL, text, at)
            return
    if not isinstance(budget.min_available, str) or at == "max_unavailable":
        yield Verdict(Outcome.PASS, f"{name} allows evictions", at)
        return
    yield from _weighed(budget, budget.min_available, view)


def _all(written: str) -> bool:
    return written.strip().endswith("%") and (pods(written, 100) or 0) >= 100


def _weighed(budget: DisruptionBudget, written: str, view: View[Settings]) -> Iterator[Verdict]:
    """Weigh the least that must stay against the pods that are wanted."""
    name, at = named(budget), "min_available"
    if pods(written, 100) == 0:
        yield Verdict(Outcome.PASS, f"{name} allows evictions", at)
        return
    workloads, doubt = chosen(view, budget, budget.selector)
    total = _total(workloads, view)
    doubt = total if isinstance(total, Unknown) else doubt or unseen(view, *PODS)
    if doubt is not None:
        yield Verdict(Outcome.UNKNOWN, doubt.reason, at)
        return
    if not isinstance(total, int):
        return
    kept = pods(written, total)
    if kept is None:
        yield Verdict(Outcome.UNKNOWN, f"minAvailable {written} is neither number nor share", at)
    elif kept >= total:
        text = f"{name} keeps {kept} of the {counted(total, 'pod')} that are wanted at least"
        yield Verdict(Outcome.FAIL, text, at)
    else:
        yield Verdict(Outcome.PASS, f"{name} allows evictions", at)


def _total(workloads: tuple[Workload, ...], view: View[Settings]) -> int | Unknown | None:
    """Return how many pods are wanted at least; None where that can't be asked."""
    total = 0
    for workload in workloads:
        least = 1 if workload.origin.kind == "Pod" else least_pods(view, workload)
        if isinstance(least, Unknown):
            return least
        total += least or 0
    return total or None


CHECK = Check(
    id="readiness.budget_blocks_eviction",
    title="Disruption budget lets no pod go",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=DisruptionBudget,
    judge=judge,
    controls=("PRR-01", "RES-01"),
    same_as=(
        "pdbDisruptionsIsZero",
        "pdb-max-unavailable",
        "pdb-min-available",
        "pdb-maxunavailable",
        "poddisruptionbudget",
        "poddisruptionbudget-has-policy",
    ),
    also=(Autoscaler, Workload, Listing),
    span=Span.SCOPE,
)
