"""A Service that sends traffic to a port by a name which its pods do not know.

Why it matters
    The Service has no endpoints for that port, and calls to it are refused, while pods and
    Service both look healthy.

Verdicts
    For each port with a named ``targetPort``: PASS when a container of the selected pods names a
    port so; FAIL when none does; UNKNOWN when not all workloads could be read. Numbers are not
    judged, since containers need not list what they listen on.

How to mend it
    Give the container's port the name that the Service asks for.

        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          selector: {app: web}
          ports:
          - {port: 80, targetPort: http}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            ports:
            - {name: http, containerPort: 8080}

Sources
    Service, https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, NetworkService, Selector, Unknown, Workload
from auditor_checks._cluster import containers, unseen
from auditor_checks.readiness._joins import named
from auditor_checks.readiness._selection import PODS, chosen


def judge(service: NetworkService, view: View[Settings]) -> Iterator[Verdict]:
    """Look each named target up among the ports of the selected pods."""
    targets = [
        (port, target)
        for port, target in zip(service.ports, service.target_ports, strict=True)
        if target and not target.isdecimal()
    ]
    if not targets or service.selector is None:
        return
    workloads, doubt = chosen(view, service, Selector(labels=service.selector))
    doubt = doubt or unseen(view, *PODS)
    if not workloads and doubt is None:
        return
    names: set[str] = set()
    for workload in workloads:
        if isinstance(workload.containers, Unknown):
            doubt = doubt or workload.containers
        for container in containers(workload, "main", "sidecar"):
            names.update(port.name for port in container.ports)
    for port, target in targets:
        at = f"ports[{port.name or port.number}]"
        text = f"{named(service)} leads to the port {target}"
        if target in names:
            yield Verdict(Outcome.PASS, f"{text} of its pods", at)
        elif doubt is not None:
            yield Verdict(Outcome.UNKNOWN, doubt.reason, at)
        else:
            yield Verdict(Outcome.FAIL, f"{text}, which no container of its pods has", at)


CHECK = Check(
    id="readiness.service_port_missing",
    title="Service leads to a port name that no container has",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=NetworkService,
    judge=judge,
    controls=("PRR-01",),
    also=(Workload, Listing),
    span=Span.SCOPE,
)
