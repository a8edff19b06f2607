"""A Service whose selector matches no pods.

Why it matters
    Whoever calls it gets no answer. It is often a label that was renamed on one side only, and
    shows when the next pod starts, not when the change was made.

Verdicts
    PASS when its selector matches the pods of a workload of its namespace, or ready addresses
    stand behind it; FAIL when it matches none. UNKNOWN when not all workloads could be read, a
    template fills in labels, or the pods may be made by the controller of a custom resource, or by
    a workload beside it that is given the right to. Services without a selector are not judged.

How to mend it
    Write the labels of the pods into the selector, or delete the Service.

        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          selector: {app: web}
          ports:
          - {port: 80, targetPort: 8080}
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
    Service, https://kubernetes.io/docs/concepts/services-networking/service/
    Debug Services, https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import NetworkService, Selector, Unknown
from auditor_checks.readiness._joins import named
from auditor_checks.readiness._makers import MAKERS, pods_behind


def judge(service: NetworkService, view: View[Settings]) -> Iterator[Verdict]:
    """Look for pods with the selected labels."""
    if service.selector is None or service.type == "ExternalName":
        return
    at = "selector"
    selector = Selector(labels=service.selector)
    behind = True if service.endpoints else pods_behind(view, service, selector)
    if isinstance(behind, Unknown):
        yield Verdict(Outcome.UNKNOWN, behind.reason, at)
    elif behind:
        yield Verdict(Outcome.PASS, f"{named(service)} selects pods", at)
    else:
        yield Verdict(Outcome.FAIL, f"{named(service)} selects no pods", at)


CHECK = Check(
    id="readiness.service_selects_nothing",
    title="Service has no pods",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=NetworkService,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "dangling-service",
        "service-targets-pod",
        "kics:Service Does Not Target Pod",
    ),
    also=MAKERS,
    span=Span.SCOPE,
)
