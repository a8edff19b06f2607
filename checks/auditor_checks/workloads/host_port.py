"""A container that is reached by the address of its node.

Why it matters
    A host port goes past Services, and network policies may not see who calls. It is open wherever
    the node is, and two pods that want it cannot share a node.

Verdicts
    Each port is judged. FAIL when ``hostPort`` is written and not 0; PASS for a container without
    one. UNKNOWN when the value could not be had.

How to mend it
    Take hostPort out and reach the pods through a Service.

        ports:
          - containerPort: 8080

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configuration best practices, https://kubernetes.io/docs/concepts/configuration/overview/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import host_ports
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each port of each container."""
    yield from each_container(workload, host_ports, linux=False)


CHECK = Check(
    id="workloads.host_port",
    title="Container takes a port of its node",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=(
        "PRR-02",
        "NET-01",
    ),
    same_as=(
        "CKV_K8S_26",
        "KSV-0024",
        "AVD-KSV-0024",
        "C-0044",
        "hostPortSet",
        "disallow-host-ports",
        "gatekeeper:host-network-ports",
        "kics:Workload Host Port Not Specified",
    ),
)
