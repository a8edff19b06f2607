"""Which fields of extensions name Secrets: in their objects, and in the schemas of their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_objects.kinds import known_kind
from auditor_objects.model import Object

ANYWHERE = ""
"""Stands for the namespace of a Secret where that is not said."""
_MOST_VALUES = 5_000
_DEEPEST = 12
_DEEPEST_SCHEMA = 100
_MAKERS = {
    "acme.cert-manager.io",
    "bitnami.com",
    "external-secrets.io",
    "secrets-store.csi.x-k8s.io",
}
"""Groups whose objects name Secrets that they make, not that they use."""
_OPEN = "x-kubernetes-preserve-unknown-fields"
"""Marks a part of a schema below which objects may have any fields (Kubernetes documentation,
"Extend the Kubernetes API with CustomResourceDefinitions")."""


def names_what_it_uses(group: str, kind: str) -> bool:
    """Say whether objects of a kind of extension may name Secrets that they use."""
    if group.endswith(".k8s.io"):
        return group == "gateway.networking.k8s.io"
    if group == "cert-manager.io":
        return kind in ("Issuer", "ClusterIssuer")
    return "." in group and group not in _MAKERS


def named(value: Any, namespace: str) -> Iterator[tuple[str, str]]:
    """Yield what an extension's object names as Secrets, by the names of its fields.

    :param namespace: that of the object.
    """
    left = _MOST_VALUES
    todo: list[tuple[str, Any, int]] = [("", value, 0)]
    while todo and left:
        left -= 1
        key, current, depth = todo.pop()
        if isinstance(current, str):
            if _means_a_secret(key):
                within, _, bare = current.rpartition("/")
                yield (ANYWHERE if key == "credentialName" else within or namespace), bare
        elif isinstance(current, dict):
            name, elsewhere = current.get("name"), current.get("namespace")
            if isinstance(name, str) and _refers_by_name(key):
                told = isinstance(elsewhere, str) and elsewhere
                yield (str(elsewhere) if told else namespace), name
            if depth < _DEEPEST:
                todo += ((str(inner), item, depth + 1) for inner, item in current.items())
        elif isinstance(current, list) and depth < _DEEPEST:
            todo += ((key, item, depth + 1) for item in current)


def may_use_secrets(definition: Object) -> bool:
    """Say whether objects that a CustomResourceDefinition or an APIService brings, and that are of
    no known kind, could name Secrets that they use, as far as :func:`named` would see it. They may
    when it is not said what they have."""
    if definition.kind == "APIService" and not definition.get("spec", "service"):
        return False
    group = definition.get("spec", "group").known()
    kind = definition.get("spec", "names", "kind").known()
    if known_kind(group, kind) or not names_what_it_uses(group, kind):
        return False
    spec = definition.get("spec").value
    versions = spec.get("versions") if isinstance(spec, dict) else None
    if not versions or not isinstance(versions, list) or spec.get("preserveUnknownFields") is True:
        return True
    return any(_naming(_schema_of(version)) for version in versions)


def shorten_schemas(spec: Any) -> None:
    """Take out of the schemas of a CustomResourceDefinition, which are large, all but what
    :func:`may_use_secrets` goes by: the first field of each that could name a Secret."""
    versions = spec.get("versions") if isinstance(spec, dict) else None
    for version in versions if isinstance(versions, list) else ():
        if isinstance(version, dict):
            schema = _schema_of(version)
            version.pop("schema", None)
            if isinstance(schema, dict):
                version["schema"] = {"openAPIV3Schema": _naming(schema)}


def _schema_of(version: Any) -> Any:
    schema = version.get("schema") if isinstance(version, dict) else None
    return schema.get("openAPIV3Schema") if isinstance(schema, dict) else None


def _naming(schema: Any) -> dict[str, Any]:
    """Return the part of a schema by which the ``spec`` of an object could name a Secret; nothing
    when it could not. The part has the same part."""
    if not isinstance(schema, dict) or schema.get(_OPEN) is True:
        return {_OPEN: True}
    properties = schema.get("properties")
    spec = properties.get("spec") if isinstance(properties, dict) else None
    found = _part(spec, "", 0)
    return {"properties": {"spec": found}} if found else {}


def _part(schema: Any, key: str, depth: int) -> dict[str, Any] | None:
    """Return what leads to the first field that could name a Secret, below one called ``key``."""
    if not isinstance(schema, dict):
        return None
    if schema.get(_OPEN) is True or depth > _DEEPEST_SCHEMA:
        return {_OPEN: True}
    if schema.get("type") == "string":
        return {"type": "string"} if _means_a_secret(key) else None
    properties = schema.get("properties")
    if isinstance(properties, dict):
        name = properties.get("name")
        if _refers_by_name(key) and isinstance(name, dict) and name.get("type") == "string":
            return {"properties": {"name": {"type": "string"}}}
        for inner, below in properties.items():
            found = _part(below, inner, depth + 1)
            if found:
                return {"properties": {inner: found}}
    for inner, called in (("items", key), ("additionalProperties", "")):
        found = _part(schema.get(inner), called, depth + 1)
        if found:
            return {inner: found}
    return {_OPEN: True} if schema.get("additionalProperties") is True else None


def _refers_by_name(key: str) -> bool:
    return key == "certificateRefs" or _means_a_secret(key)


def _means_a_secret(key: str) -> bool:
    return key == "credentialName" or "secret" in key.lower()
