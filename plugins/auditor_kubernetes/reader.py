"""Reads the resources of one unit: pages into objects, evidence, gaps and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import DecodeError, Raw, json

from auditor.collecting import Gap, Population, Reason, Record, Sink
from auditor.facts import Fact, Listing, Origin, Unknown
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.paging import Page, pages
from auditor_kubernetes.refusals import Absent, Refused
from auditor_kubernetes.resources import Resource
from auditor_objects.model import LAST_APPLIED, Object
from auditor_objects.translate import Context, translate

OBJECT = json.Decoder()
_MISSHAPEN_SHOWN = 5


class Access:
    """What planning found out of one resource: the version to ask, or why not to ask."""

    def __init__(self, detail: Mapping[str, Any]) -> None:
        self._versions: Mapping[str, str] = detail["versions"]
        self._refused: Mapping[str, str] = detail["refused"]

    def version(self, resource: Resource) -> str:
        """Return the version, empty when the cluster has no such API."""
        return self._versions.get(resource.name, "")

    def check(self, resource: Resource) -> None:
        """Raise what planning was told.

        :raises Refused: when the resource cannot be read.
        """
        why = self._refused.get(resource.name)
        if why:
            reason, _, detail = why.partition(": ")
            raise Refused(Reason(reason), f"list {resource.name}", detail)


class Reader:
    """Reads for one unit. What cannot be read is kept as gaps."""

    def __init__(
        self,
        cluster: Cluster,
        access: Access,
        options: KubernetesOptions,
        sink: Sink,
    ) -> None:
        self.cluster = cluster
        self.options = options
        self.sink = sink
        self._access = access
        self._context = Context(marker=sink.marker)
        self._encoder = json.Encoder(order="deterministic")
        self.gaps: list[Gap] = []

    def read(
        self,
        resource: Resource,
        take: Callable[[Page, str], Iterable[Record]],
        *,
        query: Mapping[str, str] | None = None,
        accept: str = "application/json",
    ) -> Iterator[Record]:
        """List a resource; ``take`` makes records of a page, given the version it is in.

        After the records come the count and the :class:`auditor.facts.Listing`. When a list
        begins again, the records of its earlier pages are dropped; ``take`` sees ``page.afresh``.
        """
        request = f"list {resource.name}"
        version = self._access.version(resource)
        records: list[Record] = []
        listed = 0
        complete: bool | Unknown = True
        try:
            self._access.check(resource)
            for path in self._paths(resource, version):
                for page in pages(
                    self.cluster,
                    path,
                    query or {},
                    size=self.options.page_size,
                    rule=resource.rule,
                    request=request,
                    accept=accept,
                ):
                    if page.afresh:
                        records.clear()
                        listed = 0
                    if page.inconsistent:
                        complete = Unknown(f"{request}: it was read over several moments")
                    listed += len(page.items)
                    records += take(page, version)
        except Absent:
            pass
        except Refused as error:
            complete = Unknown(str(error))
            self.note(error)
        if isinstance(complete, Unknown) and not self.gaps_about(request):
            self.note(
                Refused(
                    Reason.STALE,
                    request,
                    "it took longer than the cluster keeps it; what changed meanwhile may be "
                    "missing",
                )
            )
        yield from records
        yield Population(
            scope=self.cluster.name,
            source=resource.name,
            query=f"{request}{_where(query)}",
            listed=listed,
            evaluated=listed,
        )
        yield self.listing(resource.name, complete)

    def objects(self, resource: Resource) -> Callable[[Page, str], Iterator[Record]]:
        """Return what makes facts of plain objects, to be given to :meth:`read`."""

        def take(page: Page, version: str) -> Iterator[Record]:
            for obj in self.decoded(resource, page.items, version):
                yield from self.facts(obj)

        return take

    def decoded(
        self, resource: Resource, items: Iterable[Raw], version: str, *, keep: bool = True
    ) -> list[Object]:
        """Decode objects, hide what is secret in them, and keep them as evidence."""
        group = resource.kind.group
        found = []
        for item in items:
            body = self._body(item, f"{group}/{version}" if group else version, resource)
            if body is not None:
                found.append(Object(body, scope=self.cluster.name, live=True))
        if keep and found:
            self.keep(resource, [obj.root.value for obj in found], found)
        return found

    def _body(self, item: Raw, version: str, resource: Resource) -> dict[str, Any] | None:
        try:
            body = OBJECT.decode(item)
        except (DecodeError, UnicodeDecodeError):
            body = None
        if not isinstance(body, dict) or not isinstance(body.get("metadata"), dict):
            if len(self.gaps_about(f"list {resource.name}")) < _MISSHAPEN_SHOWN:
                self.note(
                    Refused(
                        Reason.UNPARSABLE,
                        f"list {resource.name}",
                        "an object in it is not as Kubernetes documents it",
                    )
                )
            return None
        body["apiVersion"] = version
        body["kind"] = resource.kind.kind
        annotations = body["metadata"].get("annotations")
        if isinstance(annotations, dict) and LAST_APPLIED in annotations:
            annotations[LAST_APPLIED] = ""
        return body

    def keep(self, resource: Resource, bodies: list[Any], objects: Iterable[Object] = ()) -> str:
        """Keep objects as evidence, without what says nothing of them."""
        from auditor_objects.translate.secrets import secret_values

        for obj in objects:
            self.sink.hide(secret_values(obj))
        record = {
            "cluster": self.cluster.name,
            "server": self.cluster.host,
            "list": resource.name,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "items": [_lean(body) for body in bodies],
        }
        digest = self.sink.keep(
            self._encoder.encode(record),
            media_type="application/json",
            source=f"{self.cluster.name} list {resource.name}",
        )
        for obj in objects:
            obj.evidence = digest
        return digest

    def facts(self, obj: Object) -> Iterator[Record]:
        """Translate an object; what has a wrong form in it becomes a gap."""
        yield from translate(obj, self._context)
        for detail in obj.troubles:
            yield Gap(scope=obj.scope, reason=Reason.UNPARSABLE, address=obj.path, detail=detail)

    def listing(self, name: str, complete: bool | Unknown) -> Fact:
        """Return the fact that says how completely a resource was listed."""
        origin = Origin(provider="kubernetes", scope=self.cluster.name, address=name, kind="list")
        return Listing(origin=origin, subject="list", resource=name, complete=complete)

    def note(self, error: Refused) -> None:
        """Keep a refusal as a gap."""
        self.gaps.append(
            Gap(
                scope=self.cluster.name,
                reason=error.reason,
                address=error.request,
                detail=str(error),
            )
        )

    def gaps_about(self, request: str) -> list[Gap]:
        """Return the gaps of one request."""
        return [gap for gap in self.gaps if gap.address == request]

    def _paths(self, resource: Resource, version: str) -> Iterator[str]:
        if not version:
            return
        if not resource.kind.namespaced or not self.options.namespaces:
            yield resource.path(version)
            return
        for namespace in self.options.namespaces:
            yield resource.path(version, namespace)


def _where(query: Mapping[str, str] | None) -> str:
    return "".join(f" where {value}" for value in (query or {}).values())


def _lean(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without the record of who wrote which field, and without schemas."""
    lean = dict(body)
    metadata = body.get("metadata")
    if isinstance(metadata, dict):
        lean["metadata"] = {key: value for key, value in metadata.items() if key != "managedFields"}
    spec = body.get("spec")
    if body.get("kind") == "CustomResourceDefinition" and isinstance(spec, dict):
        versions = spec.get("versions")
        if isinstance(versions, list):
            lean["spec"] = {
                **spec,
                "versions": [
                    {key: value for key, value in version.items() if key != "schema"}
                    for version in versions
                    if isinstance(version, dict)
                ],
            }
    return lean
