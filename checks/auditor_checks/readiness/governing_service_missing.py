"""A stateful set whose pods have no names in DNS.

Why it matters
    Each pod of a stateful set is found by its name, ``web-0.web``. The names come from the headless
    Service that the set refers to; without it the members of a database do not find each other.

Verdicts
    For stateful sets that write ``serviceName``: PASS when that Service is in the namespace and
    headless; FAIL when it is not there, or has an address of its own. UNKNOWN when not all Services
    could be read, or a template fills in the name.

How to mend it
    Add the headless Service that the stateful set names.

        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          clusterIP: None
          selector: {app: web}
          ports:
          - {name: http, port: 8080}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: shop}
        spec:
          serviceName: web
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: registry.example/web:1.4.2

Sources
    StatefulSets, https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, NetworkService, Unknown, Workload
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import named, near, neighbours


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the Service that a stateful set names."""
    name, at = workload.governing_service, "governing_service"
    if isinstance(name, Unknown):
        yield Verdict(Outcome.UNKNOWN, name.reason, at)
        return
    if not name:
        return
    whose = f"{named(workload)}: its Service {name}"
    named_so = view.by(NetworkService, _name).get(name, ())
    services = [service for service in named_so if near(service, workload)]
    if any(service.headless for service in services):
        yield Verdict(Outcome.PASS, f"{whose} is headless", at)
        return
    missing = unseen(view, "services")
    templated = any(
        service.name.endswith("*") for service in neighbours(view, NetworkService, workload)
    )
    if services:
        yield Verdict(Outcome.FAIL, f"{whose} is not headless", at)
    elif missing is not None:
        yield Verdict(Outcome.UNKNOWN, missing.reason, at)
    elif templated:
        text = "the name of a Service is filled in when it is applied"
        yield Verdict(Outcome.UNKNOWN, text, at)
    else:
        yield Verdict(Outcome.FAIL, f"{whose} is not there", at)


def _name(service: NetworkService) -> str:
    return service.name


CHECK = Check(
    id="readiness.governing_service_missing",
    title="Stateful set has no governing Service",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    also=(NetworkService, Listing),
    span=Span.SCOPE,
)
