"""Several pods that a drain may take away all at once.

Why it matters
    An upgrade of the nodes evicts pods as fast as it can. Only a PodDisruptionBudget makes it wait
    until the pods it took are running elsewhere.

Verdicts
    For Deployments and StatefulSets: PASS when a PodDisruptionBudget selects their pods. Without
    one FAIL when there may be more than one pod (``replicas`` or the maximum of an autoscaler);
    nothing for a single pod. UNKNOWN when budgets or autoscalers could not be read, or a template
    fills in what decides.

How to mend it
    Add a PodDisruptionBudget that lets one pod go at a time.

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
          replicas: 2
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

from auditor.answers import Answer
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, DisruptionBudget, Listing, Unknown, Workload
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import named, several_pods
from auditor_checks.readiness._selection import budgeted


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a budget where there may be several pods."""
    if workload.origin.kind not in ("Deployment", "StatefulSet"):
        return
    covered, at = _covered(workload, view), "replicas"
    if covered is True:
        yield Verdict(Outcome.PASS, f"{named(workload)} has a PodDisruptionBudget", at)
        return
    several = several_pods(view, workload)
    if several is False:
        return
    hole = next((it for it in (several, covered) if isinstance(it, Unknown)), None)
    if hole is not None:
        yield Verdict(Outcome.UNKNOWN, hole.reason, at)
    else:
        yield Verdict(Outcome.FAIL, f"{named(workload)} has no PodDisruptionBudget", at)


def _covered(workload: Workload, view: View[Settings]) -> Answer:
    return budgeted(view, workload) or unseen(view, "poddisruptionbudgets.policy") or False


CHECK = Check(
    id="readiness.no_budget",
    title="Workload has no disruption budget",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01", "RES-01"),
    same_as=(
        "missingPodDisruptionBudget",
        "deployment-has-poddisruptionbudget",
        "statefulset-has-poddisruptionbudget",
        "require-pdb",
        "kics:Deployment Without PodDisruptionBudget",
        "kics:StatefulSet Without PodDisruptionBudget",
    ),
    also=(Autoscaler, DisruptionBudget, Listing),
    span=Span.SCOPE,
)
