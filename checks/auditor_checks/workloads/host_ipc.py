"""A pod in the namespace of its node for communication between processes.

Why it matters
    Shared memory of programs on the node, a database's for instance, can then be read and changed
    from within the pod.

Verdicts
    FAIL when ``hostIPC`` is true; PASS otherwise, which is the default. UNKNOWN when the value
    could not be had.

How to mend it
    Take hostIPC out.

        spec:
          hostIPC: false

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._questions import Question, of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the pod's field."""
    bad, good = (
        "shares its node's memory for messages between processes",
        "keeps its messages between processes to itself",
    )
    yield from of_pod(workload, [Question(workload.host_ipc, "host_ipc", bad, good)])


CHECK = Check(
    id="workloads.host_ipc",
    title="Pod shares its node's interprocess communication",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_18",
        "KSV-0008",
        "AVD-KSV-0008",
        "C-0038",
        "hostIPCSet",
        "host-ipc",
        "disallow-host-namespaces",
        "gatekeeper:host-namespaces",
        "kics:Shared Host IPC Namespace",
    ),
)
