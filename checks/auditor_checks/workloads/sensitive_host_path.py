"""A pod that mounts a directory of its node with programs, keys or devices in it.

Why it matters
    Keys of the kubelet, tokens of other pods, devices and programs of the node lie there. Reading
    is enough to become somebody else; writing, to become the node.

Verdicts
    Each volume of the form ``hostPath`` is judged: FAIL when its path is a system directory, such
    as ``/etc`` or ``/var/lib/kubelet``, or one that holds them all; PASS for other paths, for what
    is public in such a directory, as ``/etc/ssl/certs`` is, and for a pod without any. UNKNOWN
    when a path could not be had. NOT APPLICABLE to pods that a node runs for the control plane
    from files of its own.

How to mend it
    Mount no more than the directory that is needed, and that read-only.

        volumes:
          - name: reports
            hostPath:
              path: /srv/reports
              type: Directory

    Agents that watch the node need some; waive them by name.

Sources
    Kubernetes: volumes, hostPath, https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
    Filesystem Hierarchy Standard 3.0, https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Volume, Workload
from auditor_checks.workloads._host_paths import sensitive
from auditor_checks.workloads._questions import Question, each_volume, of_node


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each volume that is a path of the node."""
    good = "mounts no sensitive directory of its node"
    yield from [*of_node(workload, "volumes")] or each_volume(workload, _ask, good)


def _ask(volume: Volume) -> Iterator[Question]:
    if volume.form != "hostPath":
        return
    path, at = volume.source, f"volumes[{volume.name}]"
    if isinstance(path, Unknown):
        yield Question(path, at, "", "")
    else:
        what = f"volume {volume.name} is {path} of its node"
        yield Question(sensitive(path), at, what, f"{what}, which holds nothing sensitive")


CHECK = Check(
    id="workloads.sensitive_host_path",
    title="Pod mounts a sensitive directory of its node",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "sensitive-host-mounts",
        "C-0048",
        "disallow-host-path",
        "kics:Workload Mounting With Sensitive OS Directory",
    ),
)
