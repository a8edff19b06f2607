"""A container that may change files of its node.

Why it matters
    Who may write on the node can leave a program there that the node will run: a scheduled job, a
    static pod, a plugin of the network.

Verdicts
    Each mount of a ``hostPath`` volume is judged: FAIL when it is not read-only, which is the
    default; PASS when it is, and for a pod without such mounts. UNKNOWN when a value could not be
    had. NOT APPLICABLE to pods that a node runs for the control plane from files of its own.

How to mend it
    Mount paths of the node read-only.

        volumeMounts:
          - name: reports
            mountPath: /reports
            readOnly: true

Sources
    Kubernetes: volumes, hostPath, https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
    NSA and CISA: Kubernetes Hardening Guide, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import any_of, negate
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.workloads._host_paths import mounts_of_host
from auditor_checks.workloads._questions import Question, about, of_node, of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each mount of a path of the node."""
    yield from [*of_node(workload, "volumes")] or _judged(workload)


def _judged(workload: Workload) -> Iterator[Verdict]:
    for unread, at in ((workload.volumes, "volumes"), (workload.containers, "containers")):
        if isinstance(unread, Unknown):
            yield Verdict(Outcome.UNKNOWN, unread.reason, at)
            return
    found: dict[str, Question] = {}
    for container, mount, volume in mounts_of_host(workload):
        at = f"{container.at}.mounts[{mount.volume}]"
        path = volume.source if isinstance(volume.source, str) else "a path that is not known"
        fault = negate(mount.read_only)
        if at in found:
            fault = any_of((found[at].fault, fault))
        bad = f"container {container.name} may write to {path} of its node"
        found[at] = Question(fault, at, bad, f"container {container.name} only reads {path}")
    if not found:
        yield Verdict(Outcome.PASS, f"{about(workload)} mounts no path of its node", "volumes")
    yield from of_pod(workload, found.values())


CHECK = Check(
    id="workloads.writable_host_mount",
    title="Container may write to a path of its node",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "C-0045",
        "writable-host-mount",
        "ensure-readonly-hostpath",
        "gatekeeper:host-filesystem",
        "kics:Volume Mount With OS Directory Write Permissions",
    ),
)
