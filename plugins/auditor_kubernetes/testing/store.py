"""The objects that are served, each encoded once."""

from __future__ import annotations

import base64
import json
import threading
import uuid
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditor_kubernetes.testing import kinds, selectors
from auditor_kubernetes.testing.fixtures import FixtureError, expanded
from auditor_kubernetes.testing.kinds import Resource

Json = dict[str, Any]
_CREATED = "2026-01-01T00:00:00Z"
_FIRST_REVISION = 1000
_ENVELOPE = ("kind", "apiVersion", "metadata")
_CRD = ("apiextensions.k8s.io", "CustomResourceDefinition")
_API_SERVICE = ("apiregistration.k8s.io", "APIService")


def encode(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One object. ``key`` orders it in lists (``namespace/name``, or the name alone at the
    cluster scope); ``body`` is its JSON without ``kind`` and ``apiVersion``."""

    key: str
    namespace: str
    name: str
    labels: Mapping[str, str]
    fields: Mapping[str, str]
    body: bytes

    def metadata(self) -> Json:
        """What ``PartialObjectMetadata`` shows."""
        metadata: Json = self.document()["metadata"]
        return metadata

    def document(self) -> Json:
        """The object, without ``kind`` and ``apiVersion``."""
        document: Json = json.loads(self.body)
        return document


class Shelf:
    """The objects of one resource in the order of their keys."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self._items: dict[str, Item] = {}
        self._ordered: tuple[list[str], list[Item]] | None = None

    def put(self, item: Item) -> None:
        """Add ``item``, in the place of one with the same key."""
        self._items[item.key] = item
        self._ordered = None

    def take(self, key: str) -> None:
        """Remove the item with ``key``.

        :raises KeyError: when there is none.
        """
        del self._items[key]
        self._ordered = None

    def get(self, key: str) -> Item | None:
        """The item with ``key``."""
        return self._items.get(key)

    def within(self, prefix: str, start: str = "") -> list[Item]:
        """The items whose keys begin with ``prefix`` (a namespace and its slash, or nothing),
        from the key ``prefix + start`` on."""
        keys, items = self._sorted()
        first = bisect_left(keys, prefix + start)
        last = bisect_left(keys, prefix[:-1] + "0") if prefix else len(items)
        return items[first:last]

    def _sorted(self) -> tuple[list[str], list[Item]]:
        ordered = self._ordered
        if ordered is None:
            keys = sorted(self._items)
            ordered = self._ordered = (keys, [self._items[key] for key in keys])
        return ordered


class Store:
    """All objects by resource, and the resources themselves.

    What an API server fills in is filled in: uid, resource version, moment of creation
    (2026-01-01), the namespace ``default``, namespaces that objects are in, ``stringData``
    and type of Secrets. Defaults of ``spec`` are not. An object is served alike in all
    versions of its resource: nothing is converted.

    :raises FixtureError: for an object of an unknown kind, or without a name.
    """

    def __init__(self, objects: Iterable[Mapping[str, Any]] = ()) -> None:
        self.revision = _FIRST_REVISION
        self.services: dict[tuple[str, str], bool] = {}
        """Registered API services by group and version: whether they answer."""
        self._lock = threading.Lock()
        self._resources: dict[tuple[str, str], Resource] = {}
        self._shelves: dict[tuple[str, str], Shelf] = {}
        self._by_kind: dict[tuple[str, str], Resource] = {}
        for resource in kinds.built_in():
            self._serve(resource)
        waiting = []
        for given in expanded(objects):
            if self._known(given):
                self.add(given)
            else:
                waiting.append(given)
        for given in waiting:
            self.add(given)

    def add(self, given: Mapping[str, Any]) -> None:
        """Serve one more object, or another state of one.

        :raises FixtureError: for an object of an unknown kind, or without a name.
        """
        group, kind = _group(given), given["kind"]
        if not self._known(given):
            raise FixtureError(f"no matches for kind {kind!r} in version {given['apiVersion']!r}")
        resource = self._by_kind[group, kind]
        with self._lock:
            self.revision += 1
            item = _item(given, resource, self.revision)
            self._shelves[group, resource.plural].put(item)
        if (group, kind) == _CRD:
            self._serve(_defined(given))
        if (group, kind) == _API_SERVICE:
            self._register(given)
        if item.namespace and self.item("", "namespaces", item.namespace) is None:
            name = {"name": item.namespace}
            self.add({"apiVersion": "v1", "kind": "Namespace", "metadata": name})

    def remove(self, group: str, plural: str, name: str, namespace: str = "") -> None:
        """Serve an object no more.

        :raises KeyError: when there is no such object.
        """
        with self._lock:
            self.revision += 1
            self._shelves[group, plural].take(_key(namespace, name))

    def resources(self) -> Iterator[Resource]:
        """Every resource; those of one group need not be neighbours."""
        return iter(tuple(self._resources.values()))

    def resource(self, group: str, version: str, plural: str) -> Resource | None:
        """The resource of that name, when it is served in ``version``."""
        found = self._resources.get((group, plural))
        return found if found is not None and version in found.versions else None

    def shelf(self, resource: Resource) -> Shelf:
        """The objects of ``resource``."""
        return self._shelves[resource.group, resource.plural]

    def item(self, group: str, plural: str, name: str, namespace: str = "") -> Item | None:
        """One object."""
        return self._shelves[group, plural].get(_key(namespace, name))

    def _serve(self, resource: Resource) -> None:
        key = (resource.group, resource.plural)
        self._resources[key] = resource
        self._shelves.setdefault(key, Shelf(resource))
        self._by_kind[resource.group, resource.kind] = resource

    def _register(self, given: Mapping[str, Any]) -> None:
        spec = given.get("spec") or {}
        if not spec.get("service"):
            return
        conditions = (given.get("status") or {}).get("conditions") or ()
        down = any(
            condition["type"] == "Available" and condition["status"] != "True"
            for condition in conditions
        )
        self.services[spec["group"], spec["version"]] = not down
        for resource in kinds.aggregated():
            if resource.group == spec["group"]:
                self._serve(resource)

    def _known(self, given: Mapping[str, Any]) -> bool:
        found = self._by_kind.get((_group(given), given["kind"]))
        return found is not None and given["apiVersion"].rpartition("/")[2] in found.versions


def _group(given: Mapping[str, Any]) -> str:
    return str(given["apiVersion"].rpartition("/")[0])


def _key(namespace: str, name: str) -> str:
    return f"{namespace}/{name}" if namespace else name


def _defined(given: Mapping[str, Any]) -> Resource:
    try:
        return kinds.defined(given)
    except KeyError as error:
        raise FixtureError(f"a CustomResourceDefinition lacks {error}") from error


def _item(given: Mapping[str, Any], resource: Resource, revision: int) -> Item:
    metadata = dict(given.get("metadata") or {})
    name = metadata.get("name")
    if not isinstance(name, str) or not name:
        raise FixtureError(f"an object of kind {given['kind']} lacks a name")
    namespace = ""
    if resource.namespaced:
        namespace = metadata["namespace"] = metadata.get("namespace") or "default"
    else:
        metadata.pop("namespace", None)
    key = _key(namespace, name)
    identity = f"{resource.qualified}/{key}"
    metadata.setdefault("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, identity)))
    metadata.setdefault("resourceVersion", str(revision))
    metadata.setdefault("creationTimestamp", _CREATED)
    rest = {field: value for field, value in given.items() if field not in _ENVELOPE}
    document = {"metadata": metadata, **rest}
    if resource.qualified == "namespaces":
        metadata["labels"] = {
            "kubernetes.io/metadata.name": name,
            **(metadata.get("labels") or {}),
        }
        document.setdefault("status", {"phase": "Active"})
    if resource.qualified == "secrets":
        _complete_secret(document)
    return Item(
        key=key,
        namespace=namespace,
        name=name,
        labels=metadata.get("labels") or {},
        fields=selectors.fields(document, resource),
        body=encode(document),
    )


def _complete_secret(document: Json) -> None:
    document.setdefault("type", "Opaque")
    plain = document.pop("stringData", None)
    if plain:
        encoded = {name: base64.b64encode(text.encode()).decode() for name, text in plain.items()}
        document["data"] = {**(document.get("data") or {}), **encoded}
