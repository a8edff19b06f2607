"""A container that nothing keeps from running as root.

Why it matters
    Root in a container is root on the node as soon as one wall fails, and within the container it
    may change every file. Images run as root unless somebody says otherwise.

Verdicts
    PASS when ``runAsNonRoot`` is true or ``runAsUser`` is above 0, on the container or its pod;
    FAIL when neither is so. UNKNOWN when it hangs on a value that could not be had. Pods for
    Windows nodes are not judged.

How to mend it
    Demand a user other than root.

        securityContext:
          runAsNonRoot: true
          runAsUser: 10001

    The image has to work for that user: give it a volume for what it writes.

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
    NSA and CISA: Kubernetes Hardening Guide, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Workload
from auditor_checks.workloads._pod_security import may_be_root
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, _ask)


def _ask(container: Container) -> Iterator[Question]:
    bad = "runs as root" if container.user == 0 else "may run as root"
    at = "user" if container.user == 0 else "non_root"
    yield Question(may_be_root(container), at, bad, "cannot run as root")


CHECK = Check(
    id="workloads.runs_as_root",
    title="Container may run as root",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_23",
        "KSV-0012",
        "AVD-KSV-0012",
        "C-0013",
        "runAsRootAllowed",
        "run-as-non-root",
        "container-security-context-user-group-id",
        "require-run-as-nonroot",
        "gatekeeper:users",
        "kics:Container Running As Root",
    ),
)
