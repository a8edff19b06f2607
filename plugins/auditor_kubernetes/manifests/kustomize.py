"""Kustomizations: which files are no objects by themselves, and what they change in those that are.

Read without rendering: patches and configuration are left out, and the namespace, the images and
the labels that a kustomization sets are those of the objects it lists, in the directories it lists
too. Where several list one object, the first in the order of their paths decides; labels that they
set differently are unknown.
Source: Kubernetes documentation, Declarative Management of Kubernetes Objects Using Kustomize.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.collecting import Reason
from auditor.files import read_regular
from auditor_kubernetes.manifests.discover import Found, Unread
from auditor_kubernetes.manifests.labels import Added, disputed, read_added
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.sniff import normal
from auditor_kubernetes.manifests.text import parse

PATCH = "a patch of a kustomization"
CONFIGURATION = "configuration of kustomize"
_NOT_OBJECTS = {
    "patches": PATCH,
    "patchesStrategicMerge": PATCH,
    "patchesJson6902": PATCH,
    "configurations": CONFIGURATION,
    "crds": "a schema that a kustomization reads",
    "generators": CONFIGURATION,
    "openapi": CONFIGURATION,
    "replacements": CONFIGURATION,
    "transformers": CONFIGURATION,
    "validators": CONFIGURATION,
}
_MANIFEST = (".yaml", ".yml", ".json")
_PATCH_NAME = re.compile(r"(?<![a-z])patch(?:es)?(?![a-z])", re.IGNORECASE)
_LISTS = ("resources", "bases", "components")


@dataclass(slots=True)
class Image:
    """What a kustomization makes of an image; what is empty stays."""

    name: str = ""
    tag: str = ""
    digest: str = ""


@dataclass(slots=True)
class Change:
    """What kustomizations change in the objects of one file."""

    namespace: str = ""
    images: dict[str, Image] = field(default_factory=dict)
    added: Added = field(default_factory=Added)


@dataclass(slots=True)
class Kustomization:
    """One file of kustomize; paths are absolute."""

    path: str
    listed: list[str] = field(default_factory=list)
    """Files and directories of objects."""
    excluded: dict[str, str] = field(default_factory=dict)
    """Files that are no objects by themselves, by why."""
    remote: list[str] = field(default_factory=list)
    change: Change = field(default_factory=Change)
    component: bool = False
    """Whether it changes what others list, and cannot be rendered alone."""


@dataclass(slots=True)
class Kustomized:
    """All kustomizations of a tree."""

    by_folder: dict[str, Kustomization] = field(default_factory=dict)
    roots: list[Kustomization] = field(default_factory=list)
    """Those that no other one lists."""
    excluded: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    """By file."""


def read_kustomizations(found: Found) -> Kustomized:
    """Read the kustomizations of a tree; what cannot be read is noted in ``found``."""
    result = Kustomized()
    for path in found.kustomizations:
        try:
            content = normal(read_regular(Path(path), MAX_FILE_BYTES))
        except OSError as error:
            detail = f"the file cannot be read: {error.strerror}"
            found.unread.append(Unread(Reason.UNREADABLE, path, detail))
            continue
        parsed = parse(content)
        for trouble in parsed.troubles:
            found.unread.append(Unread(Reason.UNPARSABLE, path, trouble.detail))
        body = parsed.documents[0].body if parsed.documents else None
        if isinstance(body, dict):
            result.by_folder[_real(os.path.dirname(path))] = _read(path, body)  # noqa: PTH120
    _join(result)
    return result


def _read(path: str, body: dict[str, Any]) -> Kustomization:
    folder = os.path.dirname(path)  # noqa: PTH120
    one = Kustomization(path, component=body.get("kind") == "Component")
    for key in _LISTS:
        for name in _texts(body.get(key)):
            place = _local(folder, name)
            if place:
                one.listed.append(place)
            else:
                one.remote.append(name)
    for key, reason in _NOT_OBJECTS.items():
        for name in _texts(body.get(key)):
            place = _local(folder, name)
            if place:
                one.excluded[place] = reason
    for place in _patches_beside(folder):
        one.excluded.setdefault(place, PATCH)
    one.change.added = read_added(body)
    namespace = body.get("namespace")
    one.change.namespace = namespace if isinstance(namespace, str) else ""
    images = body.get("images")
    for item in images if isinstance(images, list) else ():
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            one.change.images[item["name"]] = Image(
                _text(item.get("newName")), _text(item.get("newTag")), _text(item.get("digest"))
            )
    return one


def _patches_beside(folder: str) -> Iterator[str]:
    """Yield the files that are patches by their name or directory, for those that are kept beside
    a kustomization without being named in it: scaffolds do so with what is to be switched on.

    Source: Kubebuilder book, ``config/default/*_patch.yaml`` and ``config/crd/patches``.
    """
    for place in (folder, os.path.join(folder, "patches")):  # noqa: PTH118
        try:
            with os.scandir(place) as entries:
                names = [entry.name for entry in entries]
        except OSError:
            continue
        for name in names:
            if name.endswith(_MANIFEST) and (place != folder or _PATCH_NAME.search(name)):
                yield _real(os.path.join(place, name))  # noqa: PTH118


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _texts(value: Any) -> Iterator[str]:
    """Yield the paths of a field: texts, or what stands under ``path``."""
    for item in value if isinstance(value, list) else [value]:
        name = item.get("path") if isinstance(item, dict) else item
        if isinstance(name, str) and "\n" not in name and "\0" not in name:
            yield name


def _local(folder: str, name: str) -> str:
    """Return the real path of what a kustomization names; nothing for what is remote."""
    path = os.path.join(folder, name)  # noqa: PTH118
    return _real(path) if os.path.lexists(path) else ""


def _real(path: str) -> str:
    return os.path.realpath(path)


def _join(result: Kustomized) -> None:
    """Find the roots, and hand down what kustomizations change."""
    named = {
        place for folder, one in result.by_folder.items() for place in one.listed if place != folder
    }
    order = sorted(result.by_folder.items(), key=lambda item: item[1].path)
    result.roots = [one for folder, one in order if folder not in named]
    reached: set[str] = set()
    ways: dict[str, list[Added]] = {}
    for one in result.roots:
        _hand_down(one, result, reached, ways)
    for folder, one in order:
        if folder not in reached:
            _hand_down(one, result, reached, ways)
    differing = disputed(ways.values())
    for place, several in ways.items():
        added = several[0]
        for other in several[1:]:
            added = added.beside(other)
        if added:
            result.changes.setdefault(place, Change()).added = added.without(differing)
    kept = {place for place in named if place not in result.by_folder}
    for _, one in order:
        for place, reason in one.excluded.items():
            if place not in kept:
                result.excluded.setdefault(place, reason)


def _hand_down(
    root: Kustomization, result: Kustomized, reached: set[str], ways: dict[str, list[Added]]
) -> None:
    """Note for every file below a kustomization what is changed; the outermost one decides. What
    components add holds for all that the kustomization lists."""
    todo = [(root, Change())]
    seen: set[str] = set()
    while todo:
        one, outer = todo.pop()
        folder = _real(os.path.dirname(one.path))  # noqa: PTH120
        if folder in seen:
            continue
        seen.add(folder)
        added = one.change.added
        for place in reversed(one.listed):
            component = result.by_folder.get(place)
            if component is not None and component.component:
                added = component.change.added.under(added)
        change = Change(
            outer.namespace or one.change.namespace,
            {**one.change.images, **outer.images},
            added.under(outer.added),
        )
        for place in one.listed:
            inner = result.by_folder.get(place)
            if inner is not None:
                todo.append((inner, change))
                continue
            ways.setdefault(place, []).append(change.added)
            if place not in result.changes and (change.namespace or change.images):
                result.changes[place] = Change(change.namespace, change.images)
    reached |= seen


def images_changed(value: Any, images: dict[str, Image]) -> None:
    """Write the images of a kustomization into an object, in place."""
    todo, seen = [value], set[int]()
    while todo:
        node = todo.pop()
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen.add(id(node))
        todo += node.values() if isinstance(node, dict) else node
        if isinstance(node, dict) and isinstance(node.get("image"), str) and "name" in node:
            node["image"] = changed(node["image"], images)


def changed(image: str, images: dict[str, Image]) -> str:
    """Return the image that kustomize would write."""
    bare, at, digest = image.partition("@")
    slash = bare.rfind("/")
    name, colon, tag = bare.rpartition(":") if ":" in bare[slash + 1 :] else (bare, "", "")
    found = images.get(name)
    if found is None:
        return image
    name = found.name or name
    if found.digest:
        return f"{name}@{found.digest}"
    if found.tag:
        return f"{name}:{found.tag}"
    return f"{name}{colon}{tag}{at}{digest}"
