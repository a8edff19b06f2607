"""Which extensions may use Secrets, by what their definitions say of their objects."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from auditor_objects.extension_secrets import may_use_secrets, named, shorten_schemas
from auditor_objects.model import Object

Json = dict[str, Any]
TEXT = {"type": "string"}
OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def fields(**properties: Any) -> Json:
    """Return the schema of a mapping with these fields."""
    return {"type": "object", "properties": properties}


def each(schema: Json) -> Json:
    """Return the schema of a list of such."""
    return {"type": "array", "items": schema}


def of(schema: Any, group: str = "queues.example.com", kind: str = "Broker", **spec: Any) -> Json:
    """Return a definition of a kind whose objects have this schema."""
    versions = [
        {"name": "v1alpha1", "schema": {"openAPIV3Schema": fields()}},
        {"name": "v1", "schema": {"openAPIV3Schema": schema}},
    ]
    names = {"kind": kind, "plural": "brokers"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"brokers.{group}"},
        "spec": {"group": group, "names": names, "versions": versions, **spec},
    }


def api(group: str, **spec: Any) -> Json:
    """Return the registration of an API."""
    return {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": f"v1.{group}"},
        "spec": {"group": group, "version": "v1", **spec},
    }


NAMED = fields(name=TEXT, key=TEXT)
MAY: dict[str, tuple[Json, bool]] = {
    "text": (of(fields(spec=fields(secretName=TEXT))), True),
    "credential": (of(fields(spec=fields(servers=each(fields(credentialName=TEXT))))), True),
    "reference": (of(fields(spec=fields(tls=fields(clientSecret=NAMED)))), True),
    "references": (of(fields(spec=fields(certificateRefs=each(NAMED)))), True),
    "texts": (of(fields(spec=fields(pullSecrets=each(TEXT)))), True),
    "below-any-key": (
        of(fields(spec={"type": "object", "additionalProperties": fields(secretName=TEXT)})),
        True,
    ),
    "switch": (of(fields(spec=fields(useSecret={"type": "boolean"}))), False),
    "nameless": (of(fields(spec=fields(secret=fields(key=TEXT)))), False),
    "labels": (
        of(fields(spec=fields(labels={"type": "object", "additionalProperties": TEXT}))),
        False,
    ),
    "status-only": (of(fields(status=fields(secretName=TEXT))), False),
    "closed": (of(fields()), False),
    "open": (of(OPEN), True),
    "open-spec": (of(fields(spec=OPEN)), True),
    "open-below": (of(fields(spec=fields(values=OPEN))), True),
    "anything": (
        of(fields(spec=fields(values={"type": "object", "additionalProperties": True}))),
        True,
    ),
    "no-schema": (of(None), True),
    "no-versions": (of(None, versions=None), True),
    "not-pruned": (of(fields(), preserveUnknownFields=True), True),
    "known-kind": (of(OPEN, "gateway.networking.k8s.io", "Gateway"), False),
    "of-the-gateway-api": (of(OPEN, "gateway.networking.k8s.io", "ListenerSet"), True),
    "makes-them": (of(OPEN, "bitnami.com", "SealedSecret"), False),
    "of-kubernetes": (of(OPEN, "snapshot.storage.k8s.io", "VolumeSnapshot"), False),
    "api-elsewhere": (api("route.example.com", service={"name": "api", "namespace": "a"}), True),
    "api-of-metrics": (api("metrics.k8s.io", service={"name": "api", "namespace": "a"}), False),
    "api-of-definitions": (api("queues.example.com"), False),
}


@pytest.mark.parametrize(("definition", "expected"), MAY.values(), ids=MAY)
def test_what_may_use_secrets(definition: Json, expected: bool) -> None:
    assert may_use_secrets(Object(definition, scope="cluster", live=True)) is expected
    short = copy.deepcopy(definition)
    shorten_schemas(short["spec"])
    assert may_use_secrets(Object(short, scope="cluster", live=True)) is expected


def test_a_schema_is_shortened_to_the_first_field_that_tells() -> None:
    listener = fields(port={"type": "integer"}, tls=fields(certificateRefs=each(NAMED)))
    spec = fields(size={"type": "integer"}, listeners=each(listener), secretName=TEXT)
    definition = of(fields(metadata={"type": "object"}, spec=spec, status=OPEN))
    shorten_schemas(definition["spec"])
    first, second = (item["schema"]["openAPIV3Schema"] for item in definition["spec"]["versions"])
    reference = {"items": {"properties": {"name": TEXT}}}
    tls = {"properties": {"tls": {"properties": {"certificateRefs": reference}}}}
    assert first == {}
    assert second == {"properties": {"spec": {"properties": {"listeners": {"items": tls}}}}}


def test_a_schema_deeper_than_any_is_taken_for_one_that_may() -> None:
    schema: Json = fields()
    for _ in range(900):
        schema = fields(inner=schema)
    definition = of(fields(spec=schema))
    assert may_use_secrets(Object(definition, scope="cluster", live=True))


OBJECTS: dict[str, tuple[Json, Json]] = {
    "text": ({"secretName": "a"}, {"secretName": TEXT}),
    "reference": ({"tls": {"secretRef": {"name": "a"}}}, {"tls": fields(secretRef=NAMED)}),
    "list": ({"certificateRefs": [{"name": "a"}]}, {"certificateRefs": each(NAMED)}),
    "none": ({"certificate": {"name": "a"}}, {"certificate": NAMED}),
}


@pytest.mark.parametrize(("spec", "schema"), OBJECTS.values(), ids=OBJECTS)
def test_a_schema_may_what_its_objects_do(spec: Json, schema: Json) -> None:
    definition = Object(of(fields(spec=fields(**schema))), scope="cluster", live=True)
    assert may_use_secrets(definition) is bool(list(named(spec, "shop")))
