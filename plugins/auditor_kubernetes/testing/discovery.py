"""Which groups, versions and resources there are, in both of the API's forms.

Source: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor_kubernetes.testing import kinds
from auditor_kubernetes.testing.answers import Answer, document, no_such_page, unavailable
from auditor_kubernetes.testing.kinds import Resource
from auditor_kubernetes.testing.store import Json, Store

_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
Down = Callable[[str, str], bool]
"""Whether the API service of a group and version does not answer."""


class Discovery:
    """The documents at ``/api``, ``/apis`` and the paths of groups and versions.

    :param aggregates: tell everything at once when asked to, as servers do since 1.27.
    """

    def __init__(
        self, store: Store, down: Down, address: Callable[[], str], aggregates: bool
    ) -> None:
        self._store = store
        self._down = down
        self._address = address
        self._aggregates = aggregates

    def answer(self, parts: list[str], accept: str) -> Answer:
        """The answer for a path of one to three ``parts``, the first ``api`` or ``apis``."""
        groups = self._groups()
        aggregated = _wanted(accept) if self._aggregates else ""
        match parts:
            case ["api"] if aggregated:
                return self._aggregated({"": groups[""]}, aggregated)
            case ["apis"] if aggregated:
                del groups[""]
                return self._aggregated(groups, aggregated)
            case ["api"]:
                return document(self._core_versions())
            case ["apis"]:
                named = [_group(name, versions) for name, versions in groups.items() if name]
                return document({"kind": "APIGroupList", "apiVersion": "v1", "groups": named})
            case ["apis", group] if group in groups:
                head = {"kind": "APIGroup", "apiVersion": "v1"}
                return document({**head, **_group(group, groups[group])})
            case ["api", version] if version in groups[""]:
                return document(_resource_list("", version, groups[""][version]))
            case ["apis", group, version] if group and version in groups.get(group, ()):
                if self._down(group, version):
                    return unavailable()
                return document(_resource_list(group, version, groups[group][version]))
            case _:
                return no_such_page()

    def serves(self, group: str, version: str) -> bool:
        """Whether a group has that version."""
        return version in self._groups().get(group, ())

    def openapi(self) -> Answer:
        """The index of OpenAPI documents, which are not served themselves."""
        names = [
            f"apis/{group}/{version}" if group else f"api/{version}"
            for group, versions in self._groups().items()
            for version in versions
        ]
        paths = {name: {"serverRelativeURL": f"/openapi/v3/{name}?hash=0"} for name in names}
        return document({"paths": paths})

    def _groups(self) -> dict[str, dict[str, list[Resource]]]:
        """Resources by group and version, the preferred version first."""
        groups: dict[str, dict[str, list[Resource]]] = {}
        for resource in self._store.resources():
            versions = groups.setdefault(resource.group, {})
            for version in resource.versions:
                versions.setdefault(version, []).append(resource)
        for group, version in self._store.services:
            groups.setdefault(group, {}).setdefault(version, [])
        return {
            group: {version: versions[version] for version in sorted(versions, key=kinds.priority)}
            for group, versions in groups.items()
        }

    def _core_versions(self) -> Json:
        address = {"clientCIDR": "0.0.0.0/0", "serverAddress": self._address()}
        return {
            "kind": "APIVersions",
            "versions": ["v1"],
            "serverAddressByClientCIDRs": [address],
        }

    def _aggregated(self, groups: dict[str, dict[str, list[Resource]]], version: str) -> Answer:
        items = [
            {
                "metadata": {"name": group, "creationTimestamp": None}
                if group
                else {"creationTimestamp": None},
                "versions": [
                    self._version(group, name, resources) for name, resources in versions.items()
                ],
            }
            for group, versions in groups.items()
        ]
        answer = document(
            {
                "kind": "APIGroupDiscoveryList",
                "apiVersion": f"apidiscovery.k8s.io/{version}",
                "metadata": {},
                "items": items,
            }
        )
        answer.content_type = _AGGREGATED.format(version=version)
        answer.headers["Vary"] = "Accept"
        return answer

    def _version(self, group: str, version: str, resources: list[Resource]) -> Json:
        if self._down(group, version):
            return {"version": version, "freshness": "Stale"}
        found = [_discovered(resource, version) for resource in resources]
        return {"version": version, "resources": found, "freshness": "Current"}


def _wanted(accept: str) -> str:
    """The version of aggregated discovery that is asked for before any other form, or none."""
    for clause in accept.replace(" ", "").split(","):
        for version in ("v2", "v2beta1"):
            if set(clause.split(";")) == set(_AGGREGATED.format(version=version).split(";")):
                return version
        if clause in ("application/json", "*/*"):
            return ""
    return ""


def _group(name: str, versions: dict[str, list[Resource]]) -> Json:
    named = [{"groupVersion": f"{name}/{version}", "version": version} for version in versions]
    return {"name": name, "versions": named, "preferredVersion": named[0]}


def _resource_list(group: str, version: str, resources: list[Resource]) -> Json:
    head = {"kind": "APIResourceList", "apiVersion": "v1"}
    entries = [entry for resource in resources for entry in _entries(resource, version)]
    return {
        **head,
        "groupVersion": f"{group}/{version}" if group else version,
        "resources": entries,
    }


def _entries(resource: Resource, version: str) -> Iterator[Json]:
    yield {
        "name": resource.plural,
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": resource.verbs,
        **_names(resource),
    }
    for name in resource.subresources:
        group, response_version, kind = kinds.subresource_response(resource, version, name)
        foreign = group != resource.group
        yield {
            "name": f"{resource.plural}/{name}",
            "singularName": "",
            "namespaced": resource.namespaced,
            **({"group": group, "version": response_version} if foreign else {}),
            "kind": kind,
            "verbs": kinds.subresource_verbs(name),
        }


def _discovered(resource: Resource, version: str) -> Json:
    found: Json = {
        "resource": resource.plural,
        "responseKind": _kind(resource.group, version, resource.kind),
        "scope": "Namespaced" if resource.namespaced else "Cluster",
        "singularResource": resource.singular,
        "verbs": resource.verbs,
        **_names(resource),
    }
    if resource.subresources:
        found["subresources"] = [
            {
                "subresource": name,
                "responseKind": _kind(*kinds.subresource_response(resource, version, name)),
                "verbs": kinds.subresource_verbs(name),
            }
            for name in resource.subresources
        ]
    return found


def _kind(group: str, version: str, kind: str) -> Json:
    return {"group": group, "version": version, "kind": kind}


def _names(resource: Resource) -> Json:
    given = {"shortNames": resource.short_names, "categories": resource.categories}
    return {name: value for name, value in given.items() if value}
