"""A container that is shown the parts of /proc that runtimes hide.

Why it matters
    Runtimes mask files of /proc that tell about the node or change it. Unmasked, a process that is
    root can write to the kernel's settings and read its memory map.

Verdicts
    FAIL when ``procMount`` is anything but ``Default``; PASS when it is not written or
    ``Default``. UNKNOWN when the value could not be had. Pods for Windows nodes are not judged.

How to mend it
    Take procMount out, so that the runtime masks /proc.

        securityContext:
          procMount: Default

    Builders of images that need it should run with ``hostUsers: false``, and be waived by name.

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import proc_mount
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, proc_mount)


CHECK = Check(
    id="workloads.proc_mount_unmasked",
    title="Container sees all of /proc",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0027",
        "AVD-KSV-0027",
        "procMount",
        "unsafe-proc-mount",
        "disallow-proc-mount",
        "gatekeeper:proc-mount",
        "kics:Container Runs Unmasked",
    ),
)
