"""Which APIs a cluster has: so that "not installed" is not taken for "empty" or "denied"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import DecodeError, Struct, field, json

from auditor.collecting import Reason
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.refusals import Absent, Refused
from auditor_objects.kinds import Kind

T = TypeVar("T")

PATHS = ("/api", "/apis")
_AGGREGATED = (
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
)


class _Name(Struct):
    resource: str = ""


class _Version(Struct):
    version: str = ""
    resources: list[_Name] = []
    freshness: str = ""
    groupVersion: str = ""


class _Metadata(Struct):
    name: str = ""


class _Group(Struct):
    metadata: _Metadata = field(default_factory=_Metadata)
    name: str = ""
    versions: list[_Version] = []


class _Groups(Struct):
    kind: str = ""
    items: list[_Group] = []
    groups: list[_Group] = []
    versions: list[str] = []


class _Listed(Struct):
    name: str = ""


class _Resources(Struct):
    resources: list[_Listed] = []


class Discovery(Struct, frozen=True, kw_only=True):
    """Plurals by group and version, the preferred version of a group first.

    ``stale`` are groups whose server does not answer.
    """

    served: Mapping[str, Mapping[str, frozenset[str]]]
    stale: frozenset[str] = frozenset()

    def version_of(self, kind: Kind) -> str | None:
        """Return the version to ask for, None when the cluster has no such resource."""
        for version, plurals in self.served.get(kind.group, {}).items():
            if kind.plural in plurals:
                return version
        return None


def discover(cluster: Cluster) -> Discovery:
    """Ask a cluster for its APIs.

    :raises Refused: when it does not say.
    """
    served: dict[str, dict[str, frozenset[str]]] = {}
    stale: set[str] = set()
    for path in PATHS:
        answer = _decoded(cluster.get(path, accept=_AGGREGATED, request="discover APIs"), _Groups)
        if answer.kind == "APIGroupDiscoveryList":
            for group in answer.items:
                versions = served.setdefault(group.metadata.name, {})
                for version in group.versions:
                    versions[version.version] = frozenset(
                        item.resource for item in version.resources
                    )
                    if version.freshness == "Stale":
                        stale.add(group.metadata.name)
        elif path == "/api":
            for name in answer.versions:
                served.setdefault("", {})[name] = _plurals(cluster, f"/api/{name}", "", stale)
        else:
            for group in answer.groups:
                versions = served.setdefault(group.name, {})
                for version in group.versions:
                    versions[version.version] = _plurals(
                        cluster, f"/apis/{version.groupVersion}", group.name, stale
                    )
    return Discovery(served=served, stale=frozenset(stale))


def _plurals(cluster: Cluster, path: str, group: str, stale: set[str]) -> frozenset[str]:
    """Ask for the resources of one version, as clusters before 1.30 need it."""
    try:
        body = cluster.get(path, request=f"discover {path}")
    except Absent:
        return frozenset()
    except Refused:
        stale.add(group)
        return frozenset()
    return frozenset(item.name for item in _decoded(body, _Resources).resources)


def _decoded(body: bytes, form: type[T]) -> T:
    try:
        return json.decode(body, type=form)
    except (DecodeError, UnicodeDecodeError):
        raise Refused(
            Reason.UNPARSABLE, "discover APIs", "the answer is none of a Kubernetes API"
        ) from None
