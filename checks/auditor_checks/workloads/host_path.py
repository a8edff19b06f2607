"""A pod with a volume that is a directory or file of its node.

Why it matters
    Such a volume goes past what isolates pods, holds what other pods left on the node, and is
    another one after the pod has moved.

Verdicts
    Each volume of the form ``hostPath`` fails; PASS for a pod without one. UNKNOWN when the
    volumes could not be had. NOT APPLICABLE to pods that a node runs for the control plane from
    files of its own. Which paths are dangerous, and whether they can be written, is judged apart.

How to mend it
    Use a claim, or a volume that lives and dies with the pod.

        volumes:
          - name: data
            persistentVolumeClaim:
              claimName: data

    Agents of the node need its paths; waive them by name.

Sources
    Kubernetes: volumes, hostPath, https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Volume, Workload
from auditor_checks.workloads._questions import Question, each_volume, of_node


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each volume that is a path of the node."""
    good = "mounts no path of its node"
    yield from [*of_node(workload, "volumes")] or each_volume(workload, _ask, good)


def _ask(volume: Volume) -> Iterator[Question]:
    if volume.form == "hostPath":
        path = volume.source if isinstance(volume.source, str) else "a path that is not known"
        bad = f"volume {volume.name} is {path} of its node"
        yield Question(True, f"volumes[{volume.name}]", bad, "")


CHECK = Check(
    id="workloads.host_path",
    title="Pod mounts a path of its node",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0023",
        "AVD-KSV-0023",
        "C-0048",
        "hostPathSet",
        "disallow-host-path",
        "gatekeeper:host-filesystem",
        "kics:Non Kube System Pod With Host Mount",
    ),
)
