"""Kubernetes objects that Terraform describes, by its provider's blocks or as whole manifests.

The provider writes the API's fields in snake case and repeats a block for each element of a list,
with its name in the singular; this undoes both, and the translators of objects do the rest.

Source: hashicorp/kubernetes provider, resources of version 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auditor.facts import Fact, InspectedText, Unknown
from auditor_objects import translate as objects
from auditor_objects.kinds import kinds
from auditor_objects.model import Map, Object, Seq
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Context, translates

_LISTS = {
    "container": "containers",
    "egress": "egress",
    "env": "env",
    "env_from": "envFrom",
    "from": "from",
    "image_pull_secrets": "imagePullSecrets",
    "ingress": "ingress",
    "init_container": "initContainers",
    "items": "items",
    "limit": "limits",
    "match_expressions": "matchExpressions",
    "metric": "metrics",
    "path": "paths",
    "port": "ports",
    "ports": "ports",
    "preferred_during_scheduling_ignored_during_execution": (
        "preferredDuringSchedulingIgnoredDuringExecution"
    ),
    "required_during_scheduling_ignored_during_execution": (
        "requiredDuringSchedulingIgnoredDuringExecution"
    ),
    "rule": "rules",
    "secret": "secrets",
    "sources": "sources",
    "subject": "subjects",
    "sysctl": "sysctls",
    "tls": "tls",
    "to": "to",
    "toleration": "tolerations",
    "topology_spread_constraint": "topologySpreadConstraints",
    "volume": "volumes",
    "volume_claim_template": "volumeClaimTemplates",
    "volume_mount": "volumeMounts",
    "webhook": "webhooks",
}
"""Blocks that stand for one element of a list, and the API's name of the list."""
_SINGLE = {("service", "port"), ("volume", "secret"), ("sources", "secret")}
"""Blocks of these names that are no elements where they stand in such a block."""
_FREE = frozenset(
    {
        "annotations",
        "binary_data",
        "data",
        "default",
        "default_request",
        "labels",
        "limits",
        "match_labels",
        "max",
        "min",
        "node_selector",
        "requests",
        "string_data",
    }
)
"""Attributes whose keys are the user's own."""
_IRREGULAR = {
    "host_pid": "hostPID",
    "host_ipc": "hostIPC",
    "external_ips": "externalIPs",
    "load_balancer_ip": "loadBalancerIP",
    "cluster_ip": "clusterIP",
    "non_resource_urls": "nonResourceURLs",
}
_TYPE = re.compile(r"kubernetes_(\w+?)(?:_v\d\w*)?")


def _types() -> dict[str, tuple[str, str]]:
    """Return API version and kind by the provider's word for the kind."""
    found: dict[str, tuple[str, str]] = {}
    for kind in kinds().values():
        if kind.versions:
            word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.kind).lower()
            version = f"{kind.group}/{kind.versions[0]}" if kind.group else kind.versions[0]
            found.setdefault(word, (version, kind.kind))
    return found


_TYPES = _types()
_NAMES = [
    name
    for word in _TYPES
    for name in (
        f"kubernetes_{word}",
        f"kubernetes_{word}_v1",
        f"kubernetes_{word}_v2",
        f"kubernetes_{word}_v2beta2",
    )
]


@translates(*_NAMES)
def declared(resource: Resource, context: Context) -> Iterator[Fact]:
    """Translate an object that is written in the provider's blocks."""
    found = _TYPE.fullmatch(resource.type)
    word = found[1] if found else ""
    if word not in _TYPES:
        return
    version, kind = _TYPES[word]
    body = _mapping(resource.body, "")
    body["apiVersion"], body["kind"] = version, kind
    yield from _facts(body, resource, context)


@translates("kubernetes_manifest")
def manifest(resource: Resource, context: Context) -> Iterator[Fact]:
    """Translate an object that is written as the API has it."""
    body = _plain(resource.body.get("manifest"))
    if isinstance(body, dict) and isinstance(body.get("kind"), str):
        yield from _facts(body, resource, context)
    else:
        why = body.reason if isinstance(body, Unknown) else "it names no kind"
        context.untold.append((resource, f"what it describes cannot be told: {why}"))


def _facts(body: Mapping[str, Any], resource: Resource, context: Context) -> Iterator[Fact]:
    place = resource.place
    obj = Object(
        body,
        scope=context.scope,
        file=place.file,
        lines=(place.line, place.end_line),
    )
    origin = msgspec.structs.replace(context.origin(resource), kind=obj.kind)
    for fact in objects.translate(obj, objects.Context(marker=lambda value: "")):
        if not isinstance(fact, InspectedText):  # all of Terraform is searched for secrets
            yield msgspec.structs.replace(fact, origin=origin)


def _mapping(body: Body, within: str) -> Map:
    """Return a block as the API's mapping, with the lines of its fields."""
    found: dict[str, Any] = {}
    lines: dict[str, tuple[int, int]] = {}
    names = dict.fromkeys((*body.attributes, *body.nested, *body.unresolved))
    for name in names:
        key, value = _field(body, name, within)
        if value is None:
            continue
        place = body.place_of(name)
        found[key] = value
        lines[key] = (place.line, place.end_line)
    return Map(found, lines)


def _field(body: Body, name: str, within: str) -> tuple[str, Any]:
    hole = body.unresolved.get(name)
    value = body.attributes.get(name)
    single = name not in _LISTS or (within, name) in _SINGLE
    key = _camel(name) if single else _LISTS[name]
    if hole is not None:
        return key, Unknown(hole.reason)
    if isinstance(value, model.Unknown):
        return _camel(name) if name not in _LISTS else key, Unknown(value.reason)
    if name in _FREE and isinstance(value, dict):
        return _camel(name), _plain(value)
    blocks = body.blocks(name)
    if not blocks:
        return _camel(name), _plain(value) if value not in ([], {}) else None
    if single:
        return key, _mapping(blocks[0], name)
    elements = [_mapping(block, name) for block in blocks]
    return key, Seq(elements, [(block.place.line, block.place.end_line) for block in blocks])


def _plain(value: Any) -> Any:
    """Return a value of Terraform as one of the API; what is unknown stays so."""
    if isinstance(value, model.Unknown):
        return Unknown(value.reason)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _camel(name: str) -> str:
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
