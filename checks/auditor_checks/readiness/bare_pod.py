"""A pod that nothing makes anew.

Why it matters
    When its node is drained or dies the pod is gone for good; nobody can roll it out or back.

Verdicts
    FAIL for a Pod without a controlling owner; PASS for one with an owner, and for static pods,
    which their node keeps. Hooks of Helm and Argo CD are not judged.

How to mend it
    Let a Deployment, StatefulSet, DaemonSet or Job make the pod.

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
    Pods, https://kubernetes.io/docs/concepts/workloads/pods/#working-with-pods
    Configuration Good Practices, https://kubernetes.io/docs/concepts/configuration/overview/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.readiness._hooks import is_hook
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for what keeps a pod."""
    if workload.origin.kind != "Pod" or is_hook(workload):
        return
    keeper = "its node" if workload.static else workload.managed_by
    if keeper:
        yield Verdict(Outcome.PASS, f"{named(workload)} is kept by {keeper}")
    else:
        yield Verdict(Outcome.FAIL, f"{named(workload)} has no controller")


CHECK = Check(
    id="readiness.bare_pod",
    title="Pod has no controller",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
