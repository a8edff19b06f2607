"""A container whose main or further groups are root's.

Why it matters
    Files of images and volumes often belong to root's group and may be written by it. A user that
    is not root has them all the same when its group is 0, and so it is for most images that nobody
    tells otherwise.

Verdicts
    Each container is judged by ``runAsGroup``, its own or its pod's: FAIL when it is 0 or not
    written; PASS otherwise. FAIL for the pod when ``fsGroup`` or one of ``supplementalGroups`` is
    0. UNKNOWN when a value could not be had. Pods for Windows nodes are not judged.

How to mend it
    Name a group other than 0.

        securityContext:
          runAsUser: 10001
          runAsGroup: 10001
          fsGroup: 10001

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks.workloads._questions import Question, each_container, of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container's group, then those of the pod."""
    yield from each_container(workload, _ask)
    if not workload.windows:
        yield from of_pod(workload, _of_pod(workload))


def _ask(container: Container) -> Iterator[Question]:
    group, good = container.group, "runs in a group other than root's"
    if isinstance(group, Unknown):
        yield Question(group, "group", "", good)
    else:
        bad = (
            "names no group, so its image decides, often for root's"
            if group is None
            else "runs in root's group"
        )
        yield Question(not group, "group", bad, good)


def _of_pod(workload: Workload) -> Iterator[Question]:
    groups = [("fs_group", workload.fs_group)]
    groups += [("supplemental_groups", group) for group in workload.supplemental_groups]
    for at, group in groups:
        if isinstance(group, Unknown):
            yield Question(group, at, "", "")
        elif group == 0:
            yield Question(True, at, "its pods are put into root's group", "")


CHECK = Check(
    id="workloads.root_group",
    title="Container runs in root's group",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_29",
        "KSV-0116",
        "AVD-KSV-0116",
        "KSV-0021",
        "AVD-KSV-0021",
        "C-0013",
        "container-security-context-user-group-id",
        "require-non-root-groups",
        "gatekeeper:fsgroup",
    ),
)
