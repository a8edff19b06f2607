"""Workloads of a cluster: owners are judged once, their pods only add what is running."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import DecodeError, Raw, Struct, field, json, structs

from auditor.facts import RunningImage, Workload
from auditor_kubernetes.paging import Page
from auditor_kubernetes.reader import Harvest, Reader, Reading
from auditor_kubernetes.resources import Resource
from auditor_objects.chart_tests import CHART_TEST, HOOK, only_tests
from auditor_objects.model import Object
from auditor_objects.pods import WORKLOADS

_MADE = {"Deployment": "ReplicaSet", "CronJob": "Job"}
"""What stands between a maker and its pods."""
_WITH_OWNER = "judged with their owners"
_RETIRED = "revisions without pods"
_OWNER_UNREAD = "their owners could not be listed"
_OWNER_CHANGED = "their owners came or went while they were read"

Key: TypeAlias = tuple[str, str, str]
"""Namespace, kind and name."""
Judged: TypeAlias = Key | str
"""What an object is judged as, or why it is not judged."""


class _Owner(Struct):
    apiVersion: str = ""
    kind: str = ""
    name: str = ""
    controller: bool | None = None


class _Annotations(Struct):
    hook: str | None = field(default=None, name=HOOK)


class _Metadata(Struct):
    name: str
    namespace: str
    annotations: _Annotations | None = None
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

    metadata: _Metadata
    spec: _Spec = field(default_factory=_Spec)
    status: _Status = field(default_factory=_Status)


class _Container(Struct):
    name: str = ""


class _PodSpec(Struct):
    containers: list[_Container] | None = None


class _Template(Struct):
    spec: _PodSpec = field(default_factory=_PodSpec)


class _MakerSpec(_PodSpec):
    template: _Template | None = None


class _Shape(Struct):
    """What tells apart the kinds of pods that one owner makes."""

    spec: _MakerSpec = field(default_factory=_MakerSpec)


_ITEM = json.Decoder(_Item)
_SHAPE = json.Decoder(_Shape)


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

    def told(self, workload: Workload) -> Workload:
        """Return what is known of a workload together with what its pods run."""
        images = tuple(
            RunningImage(container=container, image=image, digest=digest, pods=pods)
            for (container, image, digest), pods in sorted(self.images.items())
        )
        return structs.replace(workload, running=images, restarts=self.restarts)


class _Workloads(Harvest):
    """Workloads of one kind; ``facts`` are the keys of what is judged for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: set[Key] = set()


class _Makers(_Workloads):
    """Makers of pods, and by their keys what each is judged as."""

    def __init__(self) -> None:
        super().__init__()
        self.judged: dict[Key, Judged] = {}


class _Pods(_Workloads):
    """Pods, and what they run by what they are judged as."""

    def __init__(self) -> None:
        super().__init__()
        self.running: dict[Key, _Running] = {}


class Workloads:
    """Reads workloads in the order in which they make one another.

    What a listed owner makes is part of the owner. What an owner of an unknown kind makes is
    judged once, under the owner's name. What is made by owners that could not be listed, or that
    came or went meanwhile, is not judged: it would be told under names that do not last.

    :param feed: takes every object that is decoded.
    """

    def __init__(self, reader: Reader, feed: Callable[[Object], None]) -> None:
        self._reader = reader
        self._feed = feed
        self._judged: dict[Key, Judged] = {}
        self._complete: set[str] = set()
        """Kinds of which all were listed."""
        self._running: dict[Key, _Running] = {}

    def read(self, resource: Resource) -> Reading[Any]:
        """Read one kind; pods come last."""
        kind = resource.kind.kind
        reading: Reading[Any]
        if kind == "Pod":
            pods = self._reader.read(resource, self._taking_pods(resource), _Pods)
            for seen in pods.harvests:
                self._running |= seen.running
            reading = pods
        else:
            makers = self._reader.read(resource, self._taking(resource), _Makers)
            for made in makers.harvests:
                self._judged |= made.judged
            reading = makers
        if reading.complete is True:
            self._complete.add(kind)
        return reading

    def with_pods(self, workload: Workload) -> Workload:
        """Return what is known of a workload together with what its pods run, if all that lead
        to it were listed."""
        kind = workload.origin.kind
        running = self._running.get((workload.namespace, kind, workload.name))
        if running is None or not {"Pod", _MADE.get(kind, "Pod")} <= self._complete:
            return workload
        return running.told(workload)

    def _taking(self, resource: Resource) -> Callable[[Page, str, _Makers], None]:
        kind = resource.kind.kind
        made = kind in _MADE.values()

        def take(page: Page, version: str, into: _Makers) -> None:
            own: list[Raw] = []
            names: dict[tuple[str, str], str] = {}
            for raw, item in _decoded(page.items, into):
                key = (item.metadata.namespace, kind, item.metadata.name)
                judged = self._judged_as(key, raw, item, made)
                into.judged[key] = judged
                if isinstance(judged, str):
                    into.excluded[judged] += 1
                elif judged[1] != kind or judged in into.facts:
                    into.excluded[_WITH_OWNER] += 1
                elif judged != key and item.spec.replicas == 0:
                    into.excluded[_RETIRED] += 1
                    into.judged[key] = _OWNER_CHANGED
                else:
                    into.facts.add(judged)
                    own.append(raw)
                    names[key[0], key[2]] = judged[2]
            self._translate(resource, version, own, names, into)

        return take

    def _taking_pods(self, resource: Resource) -> Callable[[Page, str, _Pods], None]:
        def take(page: Page, version: str, into: _Pods) -> None:
            rows: list[Any] = []
            alone: list[Raw] = []
            names: dict[tuple[str, str], str] = {}
            for raw, item in _decoded(page.items, into):
                key = (item.metadata.namespace, "Pod", item.metadata.name)
                judged = self._judged_as(key, raw, item, made=True)
                told = None if isinstance(judged, str) else f"{judged[1]}/{judged[2]}"
                rows.append(
                    {"namespace": key[0], "name": key[2], "judged": told, "status": item.status}
                )
                if isinstance(judged, str):
                    into.excluded[judged] += 1
                    continue
                running = into.running.get(judged)
                if running is None:
                    running = into.running[judged] = _Running()
                running.add(item.status)
                if judged[1] != "Pod" or judged in into.facts:
                    into.excluded[_WITH_OWNER] += 1
                else:
                    into.facts.add(judged)
                    alone.append(raw)
                    names[key[0], key[2]] = judged[2]
            if rows:
                self._reader.keep(f"list {resource.name}", rows)
            self._translate(resource, version, alone, names, into)

        return take

    def _translate(
        self,
        resource: Resource,
        version: str,
        items: list[Raw],
        names: Mapping[tuple[str, str], str],
        into: Harvest,
    ) -> None:
        """Make facts of objects, under the names that they are judged by."""
        for obj in self._reader.objects(resource, version, items, into):
            obj.name = names[obj.namespace, obj.name]
            self._feed(obj)
            into.records += self._reader.facts(obj)

    def _judged_as(self, key: Key, raw: Raw, item: _Item, made: bool) -> Judged:
        """Return what an object is judged as: itself, its owner, or all that an owner made that
        is not listed.

        :param made: whether it is of a kind that owners make.
        """
        annotations = item.metadata.annotations
        if annotations is not None and only_tests(annotations.hook):
            return CHART_TEST
        namespace, kind, _ = key
        owner = next((one for one in item.metadata.ownerReferences or () if one.controller), None)
        if not made or owner is None or owner.kind == "Node":
            return key
        if f"{owner.apiVersion.rpartition('/')[0]}/{owner.kind}" in WORKLOADS:
            above = (namespace, owner.kind, owner.name)
            unlisted = _OWNER_CHANGED if owner.kind in self._complete else _OWNER_UNREAD
            return self._judged.get(above, unlisted)
        return namespace, kind, f"{owner.name}*[{_containers(raw)}]"


def _decoded(items: Iterable[Raw], into: Harvest) -> Iterator[tuple[Raw, _Item]]:
    for raw in items:
        try:
            yield raw, _ITEM.decode(raw)
        except (DecodeError, UnicodeDecodeError, RecursionError):
            into.misshapen += 1


def _containers(raw: Raw) -> str:
    """Return the names of the containers: an owner may make pods of several kinds."""
    try:
        spec = _SHAPE.decode(raw).spec
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    listed = spec.containers or (spec.template.spec.containers if spec.template else None)
    return ",".join(sorted(item.name for item in listed or ()))
