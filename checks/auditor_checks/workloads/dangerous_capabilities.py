"""A container that is given capabilities beyond those of an ordinary container.

Why it matters
    NET_ADMIN, SYS_PTRACE, SYS_MODULE and their like act on the node, not on the container: its
    network, its processes, its kernel.

Verdicts
    FAIL when a capability is added that the level baseline of the Pod Security Standards does not
    allow; PASS otherwise. UNKNOWN when the list could not be had. Pods for Windows nodes are not
    judged.

How to mend it
    Take the capability out, or move what needs it into a container of its own.

        securityContext:
          capabilities:
            drop: [ALL]

    Network agents and service meshes that set up a node's network need some; waive them by name.

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Linux manual: capabilities(7), https://man7.org/linux/man-pages/man7/capabilities.7.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Workload
from auditor_checks.workloads._pod_security import added
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, _ask)


def _ask(container: Container) -> Iterator[Question]:
    yield from added(container, "baseline")


CHECK = Check(
    id="workloads.dangerous_capabilities",
    title="Container is given capabilities that reach its node",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "dangerousCapabilities",
        "KSV-0022",
        "AVD-KSV-0022",
        "disallow-capabilities",
        "gatekeeper:capabilities",
    ),
)
