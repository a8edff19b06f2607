"""The collector of live clusters: context × resource into facts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from auditor.collecting import Need, Plan, Reason, Record, Scene, Sink, Target, Unit
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.resources import SECRETS, WORKLOADS
from auditor_objects.emits import EMITS

if TYPE_CHECKING:
    from auditor_kubernetes.cluster import Cluster
    from auditor_kubernetes.reader import Reader
    from auditor_kubernetes.resources import Resource


class ClusterCollector:
    """Reads ``k8s:CONTEXT``, ``k8s:`` (the current context, or the cluster it runs in) and
    ``k8s:PATTERN`` (all contexts whose names match)."""

    name = "k8s"
    schemes: tuple[str, ...] = ("k8s",)
    needs = Need.NETWORK | Need.CREDENTIALS
    options: type[Struct] = KubernetesOptions
    emits = EMITS

    def __init__(self) -> None:
        self._clusters: dict[str, Cluster] = {}
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__init__()  # type: ignore[misc]

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`."""
        return False

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`. One unit per context and resource.

        :raises TargetError: when there is no such context.
        :raises ConfigError: when a resource that is to be skipped is not known.
        """
        from auditor_kubernetes.planning import plan

        options = _options(scene)
        return plan(self.name, target, options, lambda name: self._enter(name, options))

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        from auditor_kubernetes.reader import Reader, gap
        from auditor_kubernetes.refusals import Refused
        from auditor_kubernetes.resources import resources

        options = _options(scene)
        context = unit.detail["context"]
        versions = unit.detail["versions"]
        refused = {
            name: Refused(Reason(reason), f"list {name}", why)
            for name, (reason, why) in unit.detail["refused"].items()
        }
        try:
            with self._lock:
                cluster = self._clusters.get(context) or self._enter(context, options)
        except Refused as error:
            yield gap(context, error)
            return
        reader = Reader(cluster, options, sink, versions, refused)
        wanted = [item for item in resources() if item.name in versions]
        yield from _records(unit.detail["unit"], wanted, reader)
        yield from reader.gaps

    def _enter(self, name: str, options: KubernetesOptions) -> Cluster:
        """Return a new way into a cluster, and keep it for what is collected there.

        :raises Refused: when its credentials cannot be had.
        """
        from auditor_kubernetes.cluster import Cluster

        found = self._clusters[name] = Cluster(name, options)
        return found


def _options(scene: Scene) -> KubernetesOptions:
    """Return the options; a namespace that is named twice is read once."""
    given = msgspec.convert(dict(scene.options), KubernetesOptions)
    return msgspec.structs.replace(given, namespaces=tuple(dict.fromkeys(given.namespaces)))


def _records(unit: str, wanted: list[Resource], reader: Reader) -> Iterator[Record]:
    from auditor_kubernetes import certificates, planning, secrets, versions
    from auditor_kubernetes.listing import left_out
    from auditor_kubernetes.reader import Harvest

    if unit == planning.VERSION:
        yield from versions.records(reader)
        yield from left_out(reader.cluster.name, reader.options)
    elif unit == WORKLOADS:
        yield from certificates.records(reader, wanted)
    else:
        for resource in wanted:
            if unit == SECRETS:
                reading = secrets.metadata(reader, resource)
            else:
                reading = reader.read(resource, reader.take(resource), Harvest)
            yield from reading.records()
            yield reading.listing()
