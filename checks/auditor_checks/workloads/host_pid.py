"""A pod in the process namespace of its node.

Why it matters
    Its processes see those of the node and of all other pods, with their command lines and, given
    the rights, their environment and memory. Together with privilege it is a way out of the
    container.

Verdicts
    FAIL when ``hostPID`` is true; PASS otherwise, which is the default. UNKNOWN when the value
    could not be had.

How to mend it
    Take hostPID out.

        spec:
          hostPID: false

    Agents that watch processes of the node need it; waive them by name.

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
    bad, good = "sees all processes of its node", "sees its own processes only"
    yield from of_pod(workload, [Question(workload.host_pid, "host_pid", bad, good)])


CHECK = Check(
    id="workloads.host_pid",
    title="Pod sees all processes of its node",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_17",
        "KSV-0010",
        "AVD-KSV-0010",
        "C-0038",
        "hostPIDSet",
        "host-pid",
        "disallow-host-namespaces",
        "gatekeeper:host-namespaces",
        "kics:Shared Host PID Namespace",
    ),
)
