"""The images that containers name."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, ImageReference
from auditor_objects.images import image_of
from auditor_objects.model import Object
from auditor_objects.pods import WORKLOADS, containers_of, pod_of
from auditor_objects.translate import Context


def _images(obj: Object, context: Context) -> Iterator[Fact]:
    pod = pod_of(obj)
    if pod is None:
        return
    origin = None
    for at, node in containers_of(pod):
        named = image_of(node)
        if named is None:
            continue
        place = node.get("image").place
        origin = origin or obj.origin()
        yield ImageReference(
            origin=origin,
            subject=f"container {node.get('name').known() or at}",
            part=at,
            image=named,
            places={"image": place} if place else {},
        )


TRANSLATORS = dict.fromkeys((*WORKLOADS, "?"), _images)
