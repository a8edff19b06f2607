"""A container that may change its own programs.

Why it matters
    An intruder who can write brings tools along and changes the program that runs. With a
    read-only root there is no place for them, and the container is what its image says.

Verdicts
    PASS when ``readOnlyRootFilesystem`` is true; FAIL when it is false or not written, since false
    is the default. UNKNOWN when the value could not be had. Pods for Windows nodes are not judged.

How to mend it
    Mount the root file system read-only, with a volume where the program has to write.

        containers:
          - name: web
            securityContext:
              readOnlyRootFilesystem: true
            volumeMounts:
              - {name: scratch, mountPath: /tmp}
        volumes:
          - name: scratch
            emptyDir: {}

Sources
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    NSA and CISA: Kubernetes Hardening Guide, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
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
    bad, good = "can write to its root file system", "cannot write to its root file system"
    yield Question(negate(container.read_only_root), "read_only_root", bad, good)


CHECK = Check(
    id="workloads.writable_root_filesystem",
    title="Container can write to its root file system",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_22",
        "KSV-0014",
        "AVD-KSV-0014",
        "C-0017",
        "notReadOnlyRootFilesystem",
        "no-read-only-root-fs",
        "container-security-context-readonlyrootfilesystem",
        "require-ro-rootfs",
        "gatekeeper:read-only-root-filesystem",
        "kics:Root Container Not Mounted Read-only",
    ),
)
