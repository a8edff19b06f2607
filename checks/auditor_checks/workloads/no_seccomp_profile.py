"""A container that may make every system call of the kernel.

Why it matters
    Most escapes from containers went through system calls that the container did not need. The
    runtime's own profile closes those, and hardly any program notices.

Verdicts
    FAIL when neither the container nor its pod has a seccomp profile, or it is ``Unconfined``;
    PASS for ``RuntimeDefault`` and ``Localhost``. Older annotations are read too. UNKNOWN when
    the value could not be had. Pods for Windows nodes are not judged. A kubelet may be set to give
    every container the runtime's profile; that cannot be seen here.

How to mend it
    Give the pod the profile of the runtime.

        securityContext:
          seccompProfile:
            type: RuntimeDefault

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: restrict a container's syscalls with seccomp, https://kubernetes.io/docs/tutorials/security/seccomp/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import seccomp_missing
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container by its own profile, else the pod's."""
    yield from each_container(workload, seccomp_missing)


CHECK = Check(
    id="workloads.no_seccomp_profile",
    title="System calls are not filtered",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_31",
        "KSV-0030",
        "AVD-KSV-0030",
        "KSV-0104",
        "AVD-KSV-0104",
        "C-0055",
        "linuxHardening",
        "container-seccomp-profile",
        "restrict-seccomp-strict",
        "gatekeeper:seccompv2",
        "kics:Seccomp Profile Is Not Configured",
    ),
)
