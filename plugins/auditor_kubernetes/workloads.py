"""Workloads of a cluster: owners are judged once, their pods only add what is running."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import DecodeError, Raw, Struct, field, json, structs

from auditor.collecting import Reason, Record
from auditor.facts import RunningImage, Workload
from auditor_kubernetes.paging import Page
from auditor_kubernetes.reader import Reader
from auditor_kubernetes.refusals import Refused
from auditor_kubernetes.resources import Resource

_HASH = "pod-template-hash"
_BETWEEN = {"ReplicaSet", "Job"}
"""Kinds that others make to make pods."""

Key = tuple[str, str, str]
"""Namespace, kind and name."""


class _Owner(Struct):
    kind: str = ""
    name: str = ""
    controller: bool | None = None


class _Metadata(Struct):
    name: str = ""
    namespace: str = ""
    labels: dict[str, Any] | None = None
    ownerReferences: list[_Owner] | None = None


class _ContainerStatus(Struct):
    name: str = ""
    image: str = ""
    imageID: str = ""
    restartCount: int = 0


class _Status(Struct):
    phase: str = ""
    containerStatuses: list[_ContainerStatus] | None = None
    initContainerStatuses: list[_ContainerStatus] | None = None


class _Spec(Struct):
    replicas: int | None = None


class _Item(Struct):
    """What is read of a pod, a replica set or a job whose owner is judged for it."""

    metadata: _Metadata = field(default_factory=_Metadata)
    spec: _Spec = field(default_factory=_Spec)
    status: _Status = field(default_factory=_Status)


_ITEM = json.Decoder(_Item)


class _Running:
    """What the pods of one workload run."""

    __slots__ = ("images", "restarts")

    def __init__(self) -> None:
        self.images: dict[tuple[str, str, str], int] = {}
        self.restarts = 0

    def add(self, status: _Status) -> None:
        ended = status.phase in ("Succeeded", "Failed")
        for item in (*(status.containerStatuses or ()), *(status.initContainerStatuses or ())):
            self.restarts = max(self.restarts, item.restartCount)
            _, at, digest = item.imageID.rpartition("@")
            if item.imageID and not ended:
                key = (item.name, item.image, digest if at else "")
                self.images[key] = self.images.get(key, 0) + 1


class Workloads:
    """Reads the resources of the unit in their order: owners, what stands between, pods."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._owners: dict[Key, Key] = {}
        """Owners of replica sets and jobs."""
        self._listed: set[Key] = set()
        self._running: dict[Key, _Running] = {}

    def records(self, resources: Iterable[Resource]) -> Iterator[Record]:
        """Yield the records of all resources; pods come last."""
        found: list[Record] = []
        for resource in resources:
            kind = resource.kind.kind
            take = self._pods(resource) if kind == "Pod" else self._makers(resource)
            found += self._reader.read(resource, take)
            for record in found:
                if isinstance(record, Workload):
                    self._listed.add((record.namespace, record.origin.kind, record.name))
        for record in found:
            yield self._with_pods(record) if isinstance(record, Workload) else record

    def _makers(self, resource: Resource) -> Callable[[Page, str], Iterator[Record]]:
        kind = resource.kind.kind

        def take(page: Page, version: str) -> Iterator[Record]:
            own = page.items
            if kind in _BETWEEN:
                own = [
                    raw
                    for raw, item in self._items(resource, page.items)
                    if not self._is_told_by_its_owner(kind, item)
                ]
            for obj in self._reader.decoded(resource, own, version):
                yield from self._reader.facts(obj)

        return take

    def _is_told_by_its_owner(self, kind: str, item: _Item) -> bool:
        owner = _controller(item)
        if owner is None:
            return False
        namespace = item.metadata.namespace
        key = (namespace, owner.kind, owner.name)
        self._owners[namespace, kind, item.metadata.name] = key
        return key in self._listed or item.spec.replicas == 0

    def _pods(self, resource: Resource) -> Callable[[Page, str], Iterator[Record]]:
        judged: set[Key] = set()

        def take(page: Page, version: str) -> Iterator[Record]:
            if page.afresh:
                self._running.clear()
                judged.clear()
            rows: list[Any] = []
            alone: list[Raw] = []
            names: dict[tuple[str, str], str] = {}
            for raw, item in self._items(resource, page.items):
                key = self._key(item)
                running = self._running.get(key)
                if running is None:
                    running = self._running[key] = _Running()
                running.add(item.status)
                rows.append(
                    {
                        "namespace": item.metadata.namespace,
                        "name": item.metadata.name,
                        "judged": f"{key[1]}/{key[2]}",
                        "status": item.status,
                    }
                )
                if key not in self._listed and key not in judged:
                    judged.add(key)
                    alone.append(raw)
                    names[item.metadata.namespace, item.metadata.name] = key[2]
            if rows:
                self._reader.keep(resource, rows)
            for obj in self._reader.decoded(resource, alone, version):
                obj.name = names[obj.namespace, obj.name]
                yield from self._reader.facts(obj)

        return take

    def _key(self, item: _Item) -> Key:
        """Return the workload that a pod is judged with: the owner that was listed, else a name
        that all pods of one owner share."""
        metadata = item.metadata
        owner = _controller(item)
        if owner is None or owner.kind == "Node":
            return metadata.namespace, "Pod", metadata.name
        key = (metadata.namespace, owner.kind, owner.name)
        for _ in range(2):
            if key in self._listed:
                return key
            key = self._owners.get(key, key)
        if key in self._listed:
            return key
        ending = f"-{(metadata.labels or {}).get(_HASH, '')}"
        return metadata.namespace, "Pod", f"{owner.name.removesuffix(ending)}*"

    def _items(self, resource: Resource, raws: Iterable[Raw]) -> Iterator[tuple[Raw, _Item]]:
        for raw in raws:
            try:
                yield raw, _ITEM.decode(raw)
            except (DecodeError, UnicodeDecodeError):
                request = f"list {resource.name}"
                if not self._reader.gaps_about(request):
                    self._reader.note(
                        Refused(
                            Reason.UNPARSABLE,
                            request,
                            "an object in it is not as Kubernetes documents it",
                        )
                    )

    def _with_pods(self, workload: Workload) -> Workload:
        running = self._running.get((workload.namespace, workload.origin.kind, workload.name))
        if running is None:
            return workload
        images = tuple(
            RunningImage(container=container, image=image, digest=digest, pods=pods)
            for (container, image, digest), pods in sorted(running.images.items())
        )
        return structs.replace(workload, running=images, restarts=running.restarts)


def _controller(item: _Item) -> _Owner | None:
    for owner in item.metadata.ownerReferences or ():
        if owner.controller:
            return owner
    return None
