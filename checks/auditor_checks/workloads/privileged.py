"""A container that may do everything its node may do.

Why it matters
    A privileged container sees all devices of its node and is held by neither capabilities nor
    seccomp nor AppArmor. Whoever breaks into it owns the node, the pods on it and the credentials
    of its kubelet.

Verdicts
    FAIL when ``privileged`` is true; PASS otherwise, which is the default. Every container is
    judged, init and ephemeral ones too. UNKNOWN when the value could not be had.

How to mend it
    Take the privilege off, and add the single capability that is needed.

        securityContext:
          privileged: false
          allowPrivilegeEscalation: false
          capabilities:
            drop: [ALL]

    Storage and network agents that need it belong in a namespace of their own; waive them by
    name.

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
    NSA and CISA: Kubernetes Hardening Guide, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import privileged
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, privileged)


CHECK = Check(
    id="workloads.privileged",
    title="Container runs privileged",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_16",
        "KSV-0017",
        "AVD-KSV-0017",
        "C-0057",
        "runAsPrivileged",
        "privileged-container",
        "container-security-context-privileged",
        "disallow-privileged-containers",
        "gatekeeper:privileged-containers",
        "kics:Container Is Privileged",
    ),
)
