"""The versions of the API that manifests are written in, and that controllers write with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from auditor.facts import ApiUse, Fact
from auditor_objects.kinds import known_kind
from auditor_objects.model import Node, Object
from auditor_objects.translate import Context

_UNFINISHED: Final = re.compile(r"v\d+(?:alpha|beta)\d+")
_OWN: Final = re.compile(r"[a-z0-9]*|[a-z.0-9]+\.k8s\.io")
"""Groups of the core: without a dot, or below ``k8s.io``, where some extensions live too."""
_RETIRED: Final = {("", "ComponentStatus"), ("", "Endpoints")}
"""Kinds that are deprecated though their version is stable (deprecation guide)."""


def _uses(obj: Object, context: Context) -> Iterator[Fact]:
    if obj.live:
        yield from _written_with(obj)
    elif obj.kind and _is_own(obj):
        node = obj.get("apiVersion")
        version = node.text() if not obj.version else obj.version
        yield _use(obj, obj.group, "" if version is None else version, "", node)


def _is_own(obj: Object) -> bool:
    """Say whether the object may be of a kind that Kubernetes itself defines or defined.

    Kustomizations and the configuration files of its programs are no objects of the API.
    """
    if known_kind(obj.group, obj.kind):
        return True
    if not _OWN.fullmatch(obj.group) or obj.group.endswith(("config.k8s.io", "x-k8s.io")):
        return False
    return bool(obj.metadata.value) or not obj.version


def _written_with(obj: Object) -> Iterator[Fact]:
    """Yield versions that are not stable and that somebody wrote this object with.

    The version that the API answers in says nothing: the server translates. Nor does the
    last-applied annotation, which stays when its writer has moved on.
    """
    seen: set[tuple[str, str]] = set()
    for entry in obj.metadata.get("managedFields").items():
        written = entry.get("apiVersion").known()
        group, _, version = written.rpartition("/")
        manager = entry.get("manager").known()
        passing = _UNFINISHED.fullmatch(version) or (group, obj.kind) in _RETIRED
        if passing and _OWN.fullmatch(group) and (written, manager) not in seen:
            seen.add((written, manager))
            yield _use(obj, group, version, manager, entry)


def _use(obj: Object, group: str, version: object, manager: str, node: Node) -> ApiUse:
    place = node.place
    written = node.get("time").moment() if manager else None
    return obj.fact(
        ApiUse,
        part=f"{group}/{version} {manager}".strip() if manager else "",
        places={"version": place} if place else {},
        group=group,
        version=version,
        plural_or_kind=obj.kind,
        manager=manager,
        written=written,
    )


TRANSLATORS = {"*": _uses}
