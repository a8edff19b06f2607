"""A container that keeps the runtime's default capabilities.

Why it matters
    The defaults let a process change owners, forge packets and make device files. Few programs
    need any of it, and each is a step for whoever breaks in.

Verdicts
    FAIL when ``capabilities.drop`` does not have ``ALL``; PASS when it has. UNKNOWN when the list
    could not be had. Pods for Windows nodes are not judged.

How to mend it
    Drop all capabilities, and add by name what the program needs.

        securityContext:
          capabilities:
            drop: [ALL]
            add: [NET_BIND_SERVICE]

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import capabilities_kept
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, capabilities_kept)


CHECK = Check(
    id="workloads.capabilities_kept",
    title="Container keeps capabilities that it does not name",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_37",
        "KSV-0003",
        "AVD-KSV-0003",
        "C-0046",
        "insecureCapabilities",
        "drop-all-capabilities",
        "gatekeeper:capabilities",
        "kics:No Drop Capabilities for Containers",
    ),
)
