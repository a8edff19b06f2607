"""A pod that changes kernel settings which are not held apart for each pod.

Why it matters
    Most kernel settings are the node's: what one pod changes, all feel. They can starve other pods
    or take down the node's own guards.

Verdicts
    Each setting is judged. FAIL when Kubernetes does not list it as safe; PASS for a pod without
    unsafe ones. UNKNOWN when a name could not be had. Pods for Windows nodes are not judged.

How to mend it
    Take the setting out, or make it part of a pool of nodes made for that.

        securityContext:
          sysctls:
            - {name: net.ipv4.ip_unprivileged_port_start, value: "80"}

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: using sysctls in a cluster, https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import sysctls
from auditor_checks.workloads._questions import of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each kernel setting by the newest standards."""
    if not workload.windows:
        yield from of_pod(workload, sysctls(workload))


CHECK = Check(
    id="workloads.unsafe_sysctls",
    title="Pod changes kernel settings that are not its own",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0026",
        "AVD-KSV-0026",
        "unsafe-sysctls",
        "restrict-sysctls",
        "gatekeeper:forbidden-sysctls",
        "kics:Cluster Allows Unsafe Sysctls",
    ),
)
