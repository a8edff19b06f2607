"""A container whose processes may gain rights by programs such as sudo.

Why it matters
    A program with the set-user-id bit makes root out of any user, unless the kernel is told not to
    honour it. One such program in the image undoes running as an ordinary user.

Verdicts
    FAIL when ``allowPrivilegeEscalation`` is true or not written, since true is the default; PASS
    when it is false. UNKNOWN when the value could not be had. Pods for Windows nodes are not
    judged.

How to mend it
    Set allowPrivilegeEscalation to false.

        securityContext:
          allowPrivilegeEscalation: false

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import escalation
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, escalation)


CHECK = Check(
    id="workloads.privilege_escalation",
    title="Container may gain rights that it was not started with",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_20",
        "KSV-0001",
        "AVD-KSV-0001",
        "C-0016",
        "privilegeEscalationAllowed",
        "privilege-escalation-container",
        "disallow-privilege-escalation",
        "gatekeeper:allow-privilege-escalation",
        "kics:Privilege Escalation Allowed",
    ),
)
