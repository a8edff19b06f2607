"""A container that has no security context of its own.

Why it matters
    Capabilities, privilege escalation and the root file system can be limited nowhere else: a
    pod's security context has no fields for them. Without one of the container's own they are as
    the image and the runtime have them.

Verdicts
    FAIL when the container has no security context, whatever its pod has; PASS when it has one,
    whatever it says. UNKNOWN when it could not be had. Pods for Windows nodes are not judged.

How to mend it
    Give every container a security context.

        containers:
          - name: web
            securityContext:
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities:
                drop: [ALL]

Sources
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Workload
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, _ask)


def _ask(container: Container) -> Iterator[Question]:
    bad, good = "has no security context of its own", "has a security context"
    yield Question(negate(container.context), "context", bad, good)


CHECK = Check(
    id="workloads.no_security_context",
    title="Container runs with the defaults of its image and runtime",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_29",
        "CKV_K8S_30",
        "KSV-0118",
        "AVD-KSV-0118",
        "C-0055",
        "kics:Pod or Container Without Security Context",
    ),
)
