"""A container that is given capabilities by name.

Why it matters
    Each capability is a part of what root may do. What is given stays after an intrusion, so each
    should be known to be needed.

Verdicts
    FAIL when any capability other than ``NET_BIND_SERVICE`` is added; PASS otherwise. UNKNOWN when
    the list could not be had. Pods for Windows nodes are not judged. The dangerous ones are judged
    apart, by ``workloads.dangerous_capabilities``.

How to mend it
    Take out the capabilities that the program can do without.

        securityContext:
          capabilities:
            drop: [ALL]
            add: [NET_BIND_SERVICE]

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
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
    yield from added(container, "restricted")


CHECK = Check(
    id="workloads.added_capabilities",
    title="Container is given capabilities",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_25",
        "KSV-0022",
        "AVD-KSV-0022",
        "KSV-0106",
        "AVD-KSV-0106",
        "C-0046",
        "disallow-capabilities",
        "gatekeeper:capabilities",
        "kics:Containers With Added Capabilities",
    ),
)
