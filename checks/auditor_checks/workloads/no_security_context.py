"""A container that has no security context, and its pod has none either.

Why it matters
    Without one everything is left to the image and the runtime: the user, the capabilities, the
    file system. Nobody has thought about what the container may do.

Verdicts
    FAIL when neither the container nor its pod has a security context; PASS when one of them has,
    whatever it says. UNKNOWN when they could not be had. Pods for Windows nodes are not judged.

How to mend it
    Give the pod a security context.

        securityContext:
          runAsNonRoot: true
          seccompProfile:
            type: RuntimeDefault

Sources
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from auditor.answers import Answer, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Workload
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, partial(_ask, workload.context))


def _ask(of_pod: Answer, container: Container) -> Iterator[Question]:
    bad, good = "has no security context, nor has its pod", "has a security context"
    yield Question(negate(any_of((of_pod, container.context))), "context", bad, good)


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
