"""Volumes of a pod as facts."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Unknown, Volume
from auditor_objects.containers import Places
from auditor_objects.model import Node
from auditor_objects.pod_secrets import form_of, of_volume
from auditor_objects.pods import Pod

_SOURCES = {
    "hostPath": "path",
    "secret": "secretName",
    "configMap": "name",
    "persistentVolumeClaim": "claimName",
}


def volumes(pod: Pod, places: Places) -> tuple[Volume, ...] | Unknown:
    """Read the volumes of a pod."""
    listed = pod.spec.get("volumes")
    if listed and not isinstance(listed.value, list):
        return listed.wrong("a list")
    return tuple(_volumes(listed, places))


def _volumes(listed: Node, places: Places) -> Iterator[Volume]:
    for item in listed.items():
        name = item.get("name").known()
        places.note(f"volumes[{name}]", item)
        form = form_of(item)
        body = item.get(form)
        source = body.get(_SOURCES[form]).text() if form in _SOURCES else ""
        yield Volume(
            name=name,
            form=form,
            source="" if source is None else source,
            read_only=body.get("readOnly").flag() or False if form != "emptyDir" else False,
            secrets=tuple(of_volume(form, body)),
            token=any(_tokens(form, body)),
        )


def _tokens(form: str, body: Node) -> Iterator[bool]:
    if form == "projected":
        for source in body.get("sources").items():
            if source.get("serviceAccountToken"):
                yield True
