"""A pod with volumes that reach storage past the cluster's own ways.

Why it matters
    Claims let those who run the cluster decide which storage there is. A pod that names a file
    server, a disk of the cloud or a directory of the node by itself goes past them, with
    credentials it should not need.

Verdicts
    Each volume is judged. FAIL when the level restricted of the Pod Security Standards does not
    have its type; PASS for a pod without such volumes. UNKNOWN when the volumes could not be had.
    NOT APPLICABLE to pods that a node runs for the control plane from files of its own.

How to mend it
    Reach the storage by a claim.

        volumes:
          - name: data
            persistentVolumeClaim:
              claimName: data

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: persistent volumes, https://kubernetes.io/docs/concepts/storage/persistent-volumes/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import volume_types
from auditor_checks.workloads._questions import about, of_node, of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each volume's type."""
    yield from [*of_node(workload, "volumes")] or _judged(workload)


def _judged(workload: Workload) -> Iterator[Verdict]:
    found = list(volume_types(workload))
    if not found:
        message = f"{about(workload)} has volumes of ordinary types only"
        yield Verdict(Outcome.PASS, message, "volumes")
    yield from of_pod(workload, found)


CHECK = Check(
    id="workloads.volume_types",
    title="Pod uses a type of volume that restricted pods may not",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0028",
        "AVD-KSV-0028",
        "KSV-0121",
        "AVD-KSV-0121",
        "restrict-volume-types",
        "gatekeeper:volumes",
    ),
)
