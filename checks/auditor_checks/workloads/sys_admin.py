"""A container with the capability that is nearly all of root.

Why it matters
    SYS_ADMIN mounts file systems, enters namespaces and more; with it a container gets out to its
    node by well-known ways.

Verdicts
    FAIL when ``SYS_ADMIN`` or ``ALL`` is added; PASS otherwise. UNKNOWN when the list could not be
    had. Pods for Windows nodes are not judged.

How to mend it
    Take SYS_ADMIN out and find the narrower capability that is really needed.

        securityContext:
          capabilities:
            drop: [ALL]

Sources
    Linux manual: capabilities(7), https://man7.org/linux/man-pages/man7/capabilities.7.html
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks.workloads._pod_security import beyond
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, _ask)


def _ask(container: Container) -> Iterator[Question]:
    given = beyond(container, ())
    fault: Answer = given if isinstance(given, Unknown) else bool({*given} & {"ALL", "SYS_ADMIN"})
    bad, good = "is given SYS_ADMIN, which is nearly root", "is not given SYS_ADMIN"
    yield Question(fault, "added", bad, good)


CHECK = Check(
    id="workloads.sys_admin",
    title="Container is given the capability SYS_ADMIN",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_39",
        "KSV-0005",
        "AVD-KSV-0005",
        "C-0046",
        "dangerousCapabilities",
        "disallow-capabilities",
        "gatekeeper:capabilities",
        "kics:Containers With Sys Admin Capabilities",
    ),
)
