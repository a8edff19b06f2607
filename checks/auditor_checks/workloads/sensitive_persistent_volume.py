"""A persistent volume that is a directory of a node with programs, keys or devices in it.

Why it matters
    Whoever may claim storage gets the directory with it, also where pods may not mount paths of
    their node themselves. Keys of the kubelet, tokens of other pods and programs of the node lie
    there.

Verdicts
    FAIL when the path of a volume of the form ``hostPath`` or ``local`` is a system directory, such
    as ``/etc`` or ``/var/lib/kubelet``, or one that holds them all. PASS for other paths, for a
    disk or partition that is a ``local`` volume, and for volumes that lie on no node. UNKNOWN when
    the path could not be had.

How to mend it
    Keep data on a disk of its own, mounted where nothing else lies.

        spec:
          local: {path: /mnt/disks/data}
          nodeAffinity:
            required:
              nodeSelectorTerms:
              - matchExpressions:
                - {key: kubernetes.io/hostname, operator: In, values: [node-1]}

Sources
    Kubernetes: persistent volumes, https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes
    Filesystem Hierarchy Standard 3.0, https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import PersistentVolume, Unknown
from auditor_checks.workloads._host_paths import sensitive

_DEVICES = "/dev/"


def judge(volume: PersistentVolume, view: View[Settings]) -> Iterator[Verdict]:
    """Look at where the volume lies."""
    about = f"persistent volume {volume.name}"
    if isinstance(volume.path, Unknown):
        yield Verdict(Outcome.UNKNOWN, volume.path.reason, "path")
    elif not volume.path:
        yield Verdict(Outcome.PASS, f"{about} is no directory of a node", "path")
    elif volume.form == "local" and volume.path.startswith(_DEVICES):
        yield Verdict(Outcome.PASS, f"{about} is the disk {volume.path} of its node", "path")
    elif sensitive(volume.path):
        yield Verdict(Outcome.FAIL, f"{about} is {volume.path} of its node", "path")
    else:
        message = f"{about} is {volume.path} of its node, which holds nothing sensitive"
        yield Verdict(Outcome.PASS, message, "path")


CHECK = Check(
    id="workloads.sensitive_persistent_volume",
    title="Persistent volume is a sensitive directory of a node",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=PersistentVolume,
    judge=judge,
    controls=("PRR-02",),
    same_as=("kics:Workload Mounting With Sensitive OS Directory",),
)
