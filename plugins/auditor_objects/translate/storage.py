"""Storage that outlives pods, and the schedules that back it up."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import BackupPlan, Fact, PersistentClaim, PersistentVolume, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.translate import Context

_ON_NODE = ("hostPath", "local")
_BESIDE = frozenset(
    "accessModes capacity claimRef mountOptions nodeAffinity persistentVolumeReclaimPolicy "
    "storageClassName volumeAttributesClassName volumeMode".split()
)
"""Fields of a volume beside the one that says where it lies (Kubernetes API,
PersistentVolumeSpec)."""
_CLAIMS = {"*", "persistentvolumeclaims", "pvc", "persistentvolumeclaim"}


def _claim(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    spec = obj.get("spec")
    phase = obj.get("status", "phase").known() if obj.live else ""
    yield obj.fact(
        PersistentClaim,
        places=places.found,
        storage_class=places.note("storage_class", spec.get("storageClassName")).text(),
        bound=phase == "Bound" if phase else None,
        access_modes=_known(spec.get("accessModes")),
    )


def _volume(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    spec = obj.get("spec")
    form = next((key for key, node in spec.entries() if key not in _BESIDE and node), "")
    path: str | Unknown = ""
    if form in _ON_NODE:
        written = places.note("path", spec.get(form, "path")).text()
        path = written or Unknown(f"spec.{form}.path is not given")
    yield obj.fact(PersistentVolume, places=places.found, form=form, path=path)


def _plan(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    note = places.note
    spec = obj.get("spec")
    template = spec.get("template")
    schedule = note("schedule", spec.get("schedule")).text()
    yield obj.fact(
        BackupPlan,
        subject="Velero schedule",
        places=places.found,
        namespaces=_known(note("namespaces", template.get("includedNamespaces"))),
        excluded=_known(note("excluded", template.get("excludedNamespaces"))),
        paused=note("paused", spec.get("paused")).flag() or False,
        schedule="" if schedule is None else schedule,
        last_success=obj.get("status", "lastBackup").moment() if obj.live else None,
        volumes=_volumes(template, places),
    )


def _volumes(template: Node, places: Places) -> bool | Unknown | None:
    """Say whether volumes are backed up whole (Velero documentation, Backup API type)."""
    for key in ("includedNamespaces", "excludedNamespaces", "includedResources"):
        for text in template.get(key).texts():
            if isinstance(text, Unknown):
                return text
    for key in ("labelSelector", "orLabelSelectors"):
        if template.get(key).value:
            return Unknown(f"a label selector chooses what {template.object.name} backs up")
    included = _known(template.get("includedResources"))
    excluded = _known(template.get("excludedResources"))
    if (included and not _CLAIMS & set(included)) or _CLAIMS & set(excluded):
        return False
    answers = [
        places.note("volumes", template.get(key)).flag()
        for key in ("snapshotVolumes", "defaultVolumesToFsBackup")
    ]
    if True in answers:
        return True
    hole = next((answer for answer in answers if isinstance(answer, Unknown)), None)
    return hole or answers[0]


def _known(node: Node) -> tuple[str, ...]:
    return tuple(text for text in node.texts() if isinstance(text, str))


TRANSLATORS = {
    "/PersistentVolume": _volume,
    "/PersistentVolumeClaim": _claim,
    "velero.io/Schedule": _plan,
}
