"""A container with an SELinux type, user or role that is not a container's.

Why it matters
    On nodes with SELinux the label decides which files and processes a container may touch. A type
    such as ``spc_t`` is bound by nothing.

Verdicts
    FAIL when the type is none of those that Kubernetes allows for containers, or a user or role is
    set; PASS otherwise. UNKNOWN when a value could not be had. Pods for Windows nodes are not
    judged.

How to mend it
    Take seLinuxOptions out, or name a type that is meant for containers.

        securityContext:
          seLinuxOptions:
            type: container_t

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import selinux
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container by its own options, else the pod's."""
    yield from each_container(workload, selinux)


CHECK = Check(
    id="workloads.selinux_custom",
    title="Container asks for an SELinux label of its own",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0025",
        "AVD-KSV-0025",
        "disallow-selinux",
        "gatekeeper:selinux",
    ),
)
