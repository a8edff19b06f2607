"""A pod that holds the socket of its node's container runtime.

Why it matters
    Whoever speaks with the runtime starts a privileged container and is root on the node, whatever
    the pod itself may do. Mounting the socket read-only changes nothing: orders are still heard.

Verdicts
    Each volume of the form ``hostPath`` is judged: FAIL when it is the socket of Docker,
    containerd, CRI-O or Podman, or a directory such as ``/var/run`` that holds it and that a
    container may write to. PASS for a pod without such volumes. UNKNOWN when a path could not be
    had.

How to mend it
    Take the mount out, and build images with a tool that needs no runtime.

        volumes:
          - name: scratch
            emptyDir: {}

    Agents of the node that truly need it are waived by name.

Sources
    Docker: protect the Docker daemon socket, https://docs.docker.com/engine/security/protect-access/
    NSA and CISA: Kubernetes Hardening Guide, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Volume, Workload
from auditor_checks.workloads._host_paths import holds_socket, is_socket, mounts_of_host
from auditor_checks.workloads._questions import Question, each_volume


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each volume that is a path of the node."""

    def written(volume: Volume) -> Answer:
        if isinstance(workload.containers, Unknown):
            return workload.containers
        return any_of(
            negate(mount.read_only)
            for _, mount, mounted in mounts_of_host(workload)
            if mounted is volume
        )

    def ask(volume: Volume) -> Iterator[Question]:
        if volume.form != "hostPath":
            return
        path, at = volume.source, f"volumes[{volume.name}]"
        if isinstance(path, Unknown):
            yield Question(path, at, "", "")
        elif is_socket(path):
            bad = f"volume {volume.name} is {path}, by which the container runtime takes orders"
            yield Question(True, at, bad, "")
        elif holds_socket(path):
            bad = f"volume {volume.name} is {path}, which holds the container runtime's socket"
            yield Question(written(volume), at, bad, f"volume {volume.name} is only read")

    yield from each_volume(workload, ask, "mounts no socket of a container runtime")


CHECK = Check(
    id="workloads.runtime_socket",
    title="Pod can give orders to the container runtime",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_27",
        "KSV-0006",
        "AVD-KSV-0006",
        "C-0074",
        "docker-sock",
        "disallow-container-sock-mounts",
        "kics:Docker Daemon Socket is Exposed to Containers",
    ),
)
