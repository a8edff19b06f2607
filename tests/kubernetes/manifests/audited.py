"""A tree of manifests, planned and collected as the engine does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from auditor.collecting import Gap, InlineWaiver, Population, Reason, Record, Scene, Target, Unit
from auditor.engine.collect import Blob, collect_unit
from auditor.facts import Fact, Listing, Unknown, Workload
from auditor_kubernetes.manifests.collector import ManifestCollector

FormT = TypeVar("FormT")

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: %s}
spec:
  containers:
  - name: web
    image: example/web:1
"""


def pod(name: str = "web") -> str:
    """A manifest of seven lines."""
    return POD % name


class Collected(NamedTuple):
    """What all units of a target yield."""

    units: tuple[Unit, ...]
    records: list[Record]
    blobs: list[Blob]

    def all(self, form: type[FormT]) -> list[FormT]:
        return [item for item in self.records if isinstance(item, form)]

    @property
    def pods(self) -> list[str]:
        """Addresses of the workloads, with their places."""
        return [f"{origin.address} at {told(origin.place)}" for origin in self._origins()]

    def _origins(self) -> Iterator[Any]:
        return (fact.origin for fact in self.all(Workload))

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """Reasons and places of the gaps."""
        return [(gap.reason.value, told(gap.place)) for gap in self.all(Gap)]

    @property
    def missing(self) -> list[str]:
        """Why absence proves nothing, by unit; empty for those that were read whole."""
        listings = [fact.complete for fact in self.all(Listing)]
        return [item.reason if isinstance(item, Unknown) else "" for item in listings]

    def counted(self, source: str) -> Population:
        """The only population of a source."""
        (found,) = [item for item in self.all(Population) if item.source == source]
        return found

    @property
    def waivers(self) -> list[InlineWaiver]:
        return self.all(InlineWaiver)


def told(place: Any) -> str:
    """``file:first-last`` of a place."""
    return f"{place.file}:{place.line}-{place.end_line}" if place else ""


def collect(
    base: Path, target: Path | None = None, exclude: tuple[str, ...] = (), **options: Any
) -> Collected:
    """Collect a target (the base itself by default); nothing may crash, and all sums add up."""
    collector = ManifestCollector()
    scene = Scene(base=base, exclude=exclude, options=options)
    path = str(target or base)
    planned = collector.plan(Target(text=path, scheme="", rest=path), scene)
    records: list[Record] = [*planned.gaps, *planned.populations]
    blobs: list[Blob] = []
    for unit in planned.units:
        result = collect_unit(collector, unit, scene, b"key", True)
        records += result.records
        blobs += result.blobs.values()
    for item in records:
        if isinstance(item, Gap):
            assert item.reason is not Reason.CRASHED, item
            assert item.detail
        if isinstance(item, Population):
            assert item.listed == item.evaluated + item.errored + sum(item.excluded.values())
        if isinstance(item, Fact):
            assert item.origin.scope in {unit.scope for unit in planned.units}
    return Collected(planned.units, records, blobs)
