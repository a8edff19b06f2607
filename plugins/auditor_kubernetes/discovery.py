"""Which APIs a cluster has: so that "not installed" is not taken for "empty" or "denied"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import DecodeError, Struct, field, json

from auditor.collecting import Reason
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.refusals import Refused
from auditor_objects.kinds import Kind, kinds

T = TypeVar("T")

PATHS = ("/api", "/apis")
_REQUEST = "discover APIs"
_ALWAYS = (kinds()["", "Pod"], kinds()["apps", "Deployment"])
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

    ``unread`` says of groups why it is not known (in all versions) what they have.
    """

    served: Mapping[str, Mapping[str, frozenset[str]]]
    unread: Mapping[str, Refused] = {}

    def version_of(self, kind: Kind) -> str:
        """Return the version to ask for: one that is known here, else the preferred one; empty
        when the cluster has no such resource."""
        served = [
            version
            for version, plurals in self.served.get(kind.group, {}).items()
            if kind.plural in plurals
        ]
        known = [version for version in kind.versions if version in served]
        return next(iter((*known, *served)), "")


def discover(cluster: Cluster) -> Discovery:
    """Ask a cluster for its APIs.

    :raises Refused: when it does not say, or what it says is not what a cluster has.
    """
    served: dict[str, dict[str, frozenset[str]]] = {}
    unread: dict[str, Refused] = {}
    for path in PATHS:
        rule = f"{{nonResourceURLs: [{path}], verbs: [get]}}"
        body = cluster.get(path, accept=_AGGREGATED, rule=rule, request=_REQUEST)
        answer = _decoded(body, _Groups)
        if answer.kind == "APIGroupDiscoveryList":
            for group in answer.items:
                versions = served.setdefault(group.metadata.name, {})
                for version in group.versions:
                    plurals = frozenset(item.resource for item in version.resources)
                    versions[version.version] = plurals
                    if version.freshness == "Stale":
                        name = group.metadata.name
                        detail = f"the server of {name} does not answer"
                        unread[name] = Refused(Reason.UNREACHABLE, _REQUEST, detail)
        else:
            core = _Group(versions=[_Version(version=name) for name in answer.versions])
            for group in answer.groups if path == "/apis" else [core]:
                _ask_for(cluster, group, served, unread)
    for kind in _ALWAYS:
        if not any(kind.plural in plurals for plurals in served.get(kind.group, {}).values()):
            detail = f"the answer does not name {kind.resource}, which every cluster has"
            raise Refused(Reason.UNPARSABLE, _REQUEST, detail)
    return Discovery(served=served, unread=unread)


def _ask_for(
    cluster: Cluster,
    group: _Group,
    served: dict[str, dict[str, frozenset[str]]],
    unread: dict[str, Refused],
) -> None:
    """Ask for the resources of a group that concerns us, as clusters before 1.27 need it."""
    if group.name not in {known for known, _ in kinds()}:
        return
    versions = served.setdefault(group.name, {})
    for version in group.versions:
        path = f"/apis/{group.name}/{version.version}" if group.name else f"/api/{version.version}"
        rule = f"{{nonResourceURLs: [{path}], verbs: [get]}}"
        try:
            body = cluster.get(path, rule=rule, request=_REQUEST)
            found = _decoded(body, _Resources)
        except Refused as error:
            unread[group.name] = error
            continue
        versions[version.version] = frozenset(item.name for item in found.resources)


def _decoded(body: bytes, form: type[T]) -> T:
    try:
        return json.decode(body, type=form)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        detail = "the answer is none of a Kubernetes API"
        raise Refused(Reason.UNPARSABLE, _REQUEST, detail) from None
