"""A pod in the network namespace of its node.

Why it matters
    It reaches what listens on the node's loopback only, speaks with the node's address, and most
    network policies do not hold it. In a cloud that includes the metadata service with the node's
    credentials.

Verdicts
    FAIL when ``hostNetwork`` is true; PASS otherwise, which is the default. UNKNOWN when the value
    could not be had. NOT APPLICABLE to pods that a node runs for the control plane from files of
    its own.

How to mend it
    Take hostNetwork out and publish the pod by a Service.

        spec:
          hostNetwork: false

    Network agents need it; waive them by name.

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._questions import Question, of_node, of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the pod's field."""
    bad, good = "uses its node's network", "has a network of its own"
    question = Question(workload.host_network, "host_network", bad, good)
    yield from [*of_node(workload, "host_network")] or of_pod(workload, [question])


CHECK = Check(
    id="workloads.host_network",
    title="Pod uses its node's network",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_19",
        "KSV-0009",
        "AVD-KSV-0009",
        "C-0041",
        "hostNetworkSet",
        "host-network",
        "disallow-host-namespaces",
        "gatekeeper:host-network-ports",
        "kics:Shared Host Network Namespace",
    ),
)
