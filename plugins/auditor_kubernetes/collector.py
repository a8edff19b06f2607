"""The collector of live clusters: context × resource into facts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from auditor.collecting import Gap, Need, Plan, Record, Scene, Sink, Target, Unit
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.resources import CERTIFICATES, SECRETS, WORKLOADS
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
        """
        from auditor_kubernetes.planning import plan

        return plan(self.name, target, msgspec.convert(dict(scene.options), KubernetesOptions))

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        from auditor_kubernetes.reader import Access, Reader
        from auditor_kubernetes.refusals import Refused
        from auditor_kubernetes.resources import of_tier

        options = msgspec.convert(dict(scene.options), KubernetesOptions)
        context = unit.detail["context"]
        try:
            cluster = self._cluster(context, options)
        except Refused as error:
            yield Gap(scope=context, reason=error.reason, address=error.request, detail=str(error))
            return
        reader = Reader(cluster, Access(unit.detail), options, sink)
        wanted = [item for item in of_tier(2) if item.name in unit.detail["versions"]]
        yield from _records(unit.detail["unit"], wanted, reader)
        yield from reader.gaps

    def _cluster(self, name: str, options: KubernetesOptions) -> Cluster:
        """Return the way into a cluster; it is made once.

        :raises Refused: when its credentials cannot be had.
        """
        from auditor_kubernetes.cluster import enter

        with self._lock:
            found = self._clusters.get(name)
            if found is None:
                found = self._clusters[name] = enter(name, options)
            return found


def _records(unit: str, wanted: list[Resource], reader: Reader) -> Iterator[Record]:
    from auditor_kubernetes import certificates, planning, secrets, versions, workloads

    if unit == planning.VERSION:
        yield from versions.records(reader)
    elif unit == WORKLOADS:
        yield from workloads.Workloads(reader).records(wanted)
    elif unit == CERTIFICATES:
        yield from certificates.records(reader, wanted)
    elif unit == SECRETS:
        for resource in wanted:
            yield from secrets.metadata(reader, resource)
    else:
        for resource in wanted:
            yield from reader.read(resource, reader.objects(resource))
