"""A Windows container that is not isolated from its host at all.

Why it matters
    A HostProcess container runs as a plain process of the node, with the rights of the account it
    names. There is nothing to break out of.

Verdicts
    FAIL when ``windowsOptions.hostProcess`` holds for a container; PASS otherwise, which is the
    default. UNKNOWN when the value could not be had.

How to mend it
    Take hostProcess out, unless the container manages the node itself.

        securityContext:
          windowsOptions:
            hostProcess: false

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: create a Windows HostProcess pod, https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import host_process
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, host_process, linux=False)


CHECK = Check(
    id="workloads.windows_host_process",
    title="Container is a process of its Windows host",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0103",
        "AVD-KSV-0103",
        "hostProcess",
        "disallow-host-process",
        "gatekeeper:host-process",
    ),
)
