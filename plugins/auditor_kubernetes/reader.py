"""Reads the resources of one unit: pages into objects, evidence, gaps and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from msgspec import DecodeError, Raw, ValidationError, json

from auditor.collecting import Gap, Population, Reason, Record, Sink
from auditor.facts import Listing, Unknown
from auditor.listed import EVERYWHERE
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.listing import listing
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.paging import JSON, Page, pages
from auditor_kubernetes.refusals import Refused
from auditor_kubernetes.resources import Resource
from auditor_objects.extension_secrets import shorten_schemas
from auditor_objects.model import LAST_APPLIED, Object
from auditor_objects.translate import Context, translate

OBJECT = json.Decoder()
_PARTS = json.Decoder(dict[str, Raw])
_ENTRIES = json.Decoder(list[dict[str, Raw]])
_AT_ONCE = 50
"""Objects that are in memory at once, beside the page that they are part of."""
_BYTES_AT_ONCE = 16 * 1024 * 1024
_LARGEST_OBJECT = 8 * 1024 * 1024
"""Bytes of one object; the store of a cluster takes 1.5 MiB (Kubernetes documentation, etcd)."""


class Harvest:
    """What the pages of one list came to; it is thrown away when the list begins again."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.listed = 0
        self.misshapen = 0
        self.excluded: Counter[str] = Counter()
        """Objects that are not judged for themselves, by reason."""


HarvestT = TypeVar("HarvestT", bound=Harvest)


class Reading(Generic[HarvestT]):
    """A resource that was read, list by list (one for each namespace that was asked for).

    ``source`` names what was counted: the resource, or a part of it.
    """

    def __init__(self, resource: Resource, cluster: str, source: str, query: str) -> None:
        self.resource = resource
        self.source = source
        self.harvests: list[HarvestT] = []
        self.complete: bool | Unknown = True
        self.whole: list[str] = []
        """Namespaces of which all was listed, as in :class:`auditor.facts.Listing`."""
        self._cluster = cluster
        self._query = query

    def records(self) -> Iterator[Record]:
        """Yield what was read of the objects, and how many there were."""
        excluded: Counter[str] = Counter()
        for harvest in self.harvests:
            yield from harvest.records
            excluded += harvest.excluded
        listed = sum(harvest.listed for harvest in self.harvests)
        errored = sum(harvest.misshapen for harvest in self.harvests)
        yield Population(
            scope=self._cluster,
            source=self.source,
            query=self._query,
            listed=listed,
            evaluated=listed - errored - excluded.total(),
            errored=errored,
            excluded=dict(excluded),
        )

    def listing(self) -> Listing:
        """Return the fact that says how completely the resource was listed."""
        return listing(self._cluster, self.resource, self.complete, self.whole)


Take = Callable[[Page, str, HarvestT], None]
"""Puts a page, in this version of its API, into a harvest."""


class Reader:
    """Reads for one unit. What cannot be read is kept as gaps.

    :param versions: the version of each resource, by its name; empty where the cluster has no
        such API.
    :param refused: why resources cannot be read, by their names.
    """

    def __init__(
        self,
        cluster: Cluster,
        options: KubernetesOptions,
        sink: Sink,
        versions: Mapping[str, str],
        refused: Mapping[str, Refused],
    ) -> None:
        self.cluster = cluster
        self.options = options
        self.sink = sink
        self._versions = versions
        self._refused = refused
        self._context = Context(marker=sink.marker)
        self._encoder = json.Encoder(order="deterministic")
        self.gaps: list[Gap] = []

    def read(
        self,
        resource: Resource,
        take: Take[HarvestT],
        harvest: type[HarvestT],
        *,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Reading[HarvestT]:
        """List a resource, in all namespaces that are asked for."""
        namespaces = self._namespaces(resource)
        source = resource.name + "".join(f" where {value}" for value in (query or {}).values())
        within = f" in {', '.join(namespaces)}" if any(namespaces) else ""
        reading = Reading[HarvestT](resource, self.cluster.name, source, f"list {source}{within}")
        refused = self._refused.get(resource.name)
        if refused:
            self._incomplete(reading, refused)
            return reading
        if self.options.namespaces and resource.crosses:
            reading.complete = Unknown(
                f"{resource.name} of other namespaces are not read (namespaces in [k8s])"
            )
        version = self._versions[resource.name]
        if not version:
            reading.whole.append(EVERYWHERE)
        for namespace in namespaces if version else ():
            request = f"list {resource.name}" + (f" in {namespace}" if namespace else "")
            fruit = harvest()
            inconsistent = False
            troubles: list[Refused] = []
            try:
                for page in pages(
                    self.cluster,
                    resource.path(version, namespace),
                    query or {},
                    size=self.options.page_size,
                    rule=resource.rule,
                    request=request,
                    accept=accept,
                ):
                    if page.afresh:
                        fruit = harvest()
                    inconsistent = page.inconsistent
                    fruit.listed += len(page.items)
                    take(page, version, fruit)
            except Refused as error:
                troubles.append(error)
            reading.harvests.append(fruit)
            if inconsistent:
                detail = "it took longer than the cluster keeps it; what changed may be missing"
                troubles.append(Refused(Reason.STALE, request, detail))
            if fruit.misshapen:
                detail = f"{fruit.misshapen} in it are not as Kubernetes documents them"
                troubles.append(Refused(Reason.UNPARSABLE, request, detail))
            for trouble in troubles:
                self._incomplete(reading, trouble)
            if not troubles:
                reading.whole.append(namespace or EVERYWHERE)
        return reading

    def _namespaces(self, resource: Resource) -> tuple[str, ...]:
        return (self.options.namespaces if resource.kind.namespaced else ()) or ("",)

    def _incomplete(self, reading: Reading[Any], why: Refused) -> None:
        reading.complete = Unknown(str(why))
        self.note(why)

    def objects(
        self, resource: Resource, version: str, items: Sequence[Raw], into: Harvest
    ) -> Iterator[Object]:
        """Decode objects, some at a time: hide what is secret in them, keep them as evidence,
        and yield them. What is no object is counted."""
        for batch in _batches(items):
            found = []
            for item in batch:
                obj = self.object(item, resource, version)
                if obj is None:
                    into.misshapen += 1
                else:
                    found.append(obj)
            if found:
                bodies = [lean(obj.root.value) for obj in found]
                self.keep(f"list {resource.name}", bodies, found)
            yield from found

    def object(self, item: Raw, resource: Resource, version: str) -> Object | None:
        """Decode an object, without what is nobody's business; None when it is none."""
        group = resource.kind.group
        body = _body(item, f"{group}/{version}" if group else version, resource.kind.kind)
        return self.made(body) if body else None

    def made(self, body: Mapping[str, Any]) -> Object | None:
        """Make an object of a body whose metadata have a name; None when it would be told under
        another name or namespace than it has: no cluster gives such names."""
        obj = Object(body, scope=self.cluster.name, live=True)
        metadata = body["metadata"]
        astray = obj.namespaced and obj.namespace != metadata.get("namespace")
        return None if astray or obj.name != metadata["name"] else obj

    def take(self, resource: Resource) -> Take[Harvest]:
        """Return what makes facts of plain objects, for :meth:`read`."""

        def take(page: Page, version: str, into: Harvest) -> None:
            for obj in self.objects(resource, version, page.items, into):
                into.records += self.facts(obj)

        return take

    def keep(self, request: str, bodies: list[Any], objects: Iterable[Object] = ()) -> str:
        """Keep bodies as evidence, without what is secret in their objects; return its digest,
        which the objects are given too."""
        from auditor_objects.translate.secrets import secret_values

        for obj in objects:
            self.sink.hide(secret_values(obj))
        record = {
            "cluster": self.cluster.name,
            "server": self.cluster.host,
            "request": request,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "items": bodies,
        }
        digest = self.sink.keep(
            self._encoder.encode(record),
            media_type="application/json",
            source=f"{self.cluster.name} {request}",
        )
        for obj in objects:
            obj.evidence = digest
        return digest

    def facts(self, obj: Object) -> Iterator[Record]:
        """Translate an object; what has a wrong form in it becomes a gap."""
        yield from translate(obj, self._context)
        yield from self.troubles(obj)

    def troubles(self, obj: Object) -> Iterator[Record]:
        """Yield a gap for whatever has a wrong form in an object."""
        for detail in obj.troubles:
            yield Gap(scope=obj.scope, reason=Reason.UNPARSABLE, address=obj.path, detail=detail)

    def note(self, error: Refused) -> None:
        """Keep a refusal as a gap."""
        self.gaps.append(gap(self.cluster.name, error))


def gap(cluster: str, error: Refused) -> Gap:
    """Return the gap that a refusal leaves."""
    return Gap(scope=cluster, reason=error.reason, address=error.request, detail=error.detail)


def _batches(items: Sequence[Raw]) -> Iterator[list[Raw]]:
    """Yield some items at a time, fewer of large ones."""
    batch: list[Raw] = []
    size = 0
    for item in items:
        if batch and (len(batch) == _AT_ONCE or size + len(item) > _BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item)
    if batch:
        yield batch


def sized(item: Raw) -> Raw:
    """Return an item that may be decoded.

    :raises DecodeError: when it is larger than an object can be.
    """
    if len(item) > _LARGEST_OBJECT:
        raise DecodeError("too large")
    return item


def _body(item: Raw, version: str, kind: str) -> dict[str, Any] | None:
    """Decode an object, without what is nobody's business or large and says nothing: copies of
    itself, most of a schema, names of the fields that somebody manages, and whatever the programs
    of a pod said when they ended."""
    try:
        parts = _PARTS.decode(sized(item))
        about = _PARTS.decode(parts.pop("metadata", b"null"))
        if kind == "Pod":
            parts.pop("status", None)
        managed = about.pop("managedFields", None)
        metadata = {key: OBJECT.decode(value) for key, value in about.items()}
        body = {key: OBJECT.decode(value) for key, value in parts.items()}
        if managed is not None:
            metadata["managedFields"] = _managers(managed)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(metadata.get("name"), str) or body.get("kind", kind) != kind:
        return None
    body |= {"apiVersion": version, "kind": kind, "metadata": metadata}
    annotations = metadata.get("annotations")
    if isinstance(annotations, dict) and LAST_APPLIED in annotations:
        annotations[LAST_APPLIED] = ""
    if kind == "CustomResourceDefinition":
        shorten_schemas(body.get("spec"))
    return body


def _managers(entries: Raw) -> Any:
    """Decode who manages an object, but not which fields: those are two fifths of many objects."""
    try:
        listed = _ENTRIES.decode(entries)
    except ValidationError:
        return OBJECT.decode(entries)
    return [
        {key: OBJECT.decode(value) for key, value in entry.items() if key != "fieldsV1"}
        for entry in listed
    ]


def lean(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without the record of who wrote which field."""
    metadata = {key: value for key, value in body["metadata"].items() if key != "managedFields"}
    return {**body, "metadata": metadata}
