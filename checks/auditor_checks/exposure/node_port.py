"""A Service that opens a port on every node.

Why it matters
    Whoever reaches any node reaches the Service, past the Ingress with its TLS, its logins and its
    logs. Network policies that name peers often do not see such callers as what they are.

Verdicts
    FAIL when the Service is of the type ``NodePort``; PASS for other types. UNKNOWN when the type
    could not be read. Load balancers are the matter of ``exposure.load_balancer``.

How to mend it
    Keep the Service inside the cluster, and let an Ingress or Gateway lead to it.

        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: ClusterIP
          selector: {app: web}
          ports: [{port: 443, targetPort: https}]

Sources
    Service: type NodePort, https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import NetworkService, Unknown


def judge(service: NetworkService, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the type of the Service."""
    kind = service.type
    if isinstance(kind, Unknown):
        yield Verdict(Outcome.UNKNOWN, kind.reason, "type")
    elif kind == "NodePort":
        ports = ", ".join(str(port) for port in service.node_ports)
        which = f"port {ports}" if ports else "a port"
        text = f"Service {service.name} opens {which} on every node"
        yield Verdict(Outcome.FAIL, text, "type")
    else:
        yield Verdict(Outcome.PASS, f"Service {service.name} is of the type {kind}", "type")


CHECK = Check(
    id="exposure.node_port",
    title="Service opens a port on every node",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=NetworkService,
    judge=judge,
    controls=("NET-01",),
    same_as=(
        "C-0021",
        "kics:Service Type is NodePort",
        "exposed-services",
        "service-type",
        "restrict-nodeport",
        "block-nodeport-services",
    ),
)
