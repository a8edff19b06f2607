"""Secrets by their metadata, and the certificates of TLS Secrets. Keys and values are never
decoded, and never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import DecodeError, Raw, Struct, field, json

from auditor.collecting import Reason, Record
from auditor_kubernetes.paging import Page
from auditor_kubernetes.reader import Reader
from auditor_kubernetes.refusals import Refused
from auditor_kubernetes.resources import Resource
from auditor_objects.model import Object

METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
TLS = "kubernetes.io/tls"
TYPES = (
    TLS,
    "kubernetes.io/service-account-token",
    "kubernetes.io/dockerconfigjson",
    "kubernetes.io/dockercfg",
    "bootstrap.kubernetes.io/token",
    "helm.sh/release.v1",
)
"""Types that are asked for by name: metadata alone does not tell the type."""
_OTHER = "Opaque"
"""What all others are taken for."""


class _Data(Struct):
    certificate: str = field(default="", name="tls.crt")
    authority: str = field(default="", name="ca.crt")


class _Metadata(Struct):
    name: str = ""
    namespace: str = ""
    labels: dict[str, str] | None = None
    annotations: dict[str, Raw] | None = None
    creationTimestamp: str | None = None
    managedFields: list[dict[str, Any]] | None = None
    ownerReferences: list[dict[str, Any]] | None = None


class _Secret(Struct):
    metadata: _Metadata
    data: _Data | None = None


_SECRET = json.Decoder(_Secret)


def metadata(reader: Reader, resource: Resource) -> Iterator[Record]:
    """Yield facts about all Secrets, one list for each type and one for the rest."""
    rest = ",".join(f"type!={name}" for name in TYPES)
    for kind, selector in (*((name, f"type={name}") for name in TYPES), (_OTHER, rest)):
        yield from reader.read(
            resource,
            _taking(reader, resource, kind),
            query={"fieldSelector": selector},
            accept=METADATA,
        )


def _taking(
    reader: Reader, resource: Resource, kind: str
) -> Callable[[Page, str], Iterator[Record]]:
    def take(page: Page, version: str) -> Iterator[Record]:
        for obj in objects(reader, resource, page, kind):
            yield from reader.facts(obj)

    return take


def objects(reader: Reader, resource: Resource, page: Page, kind: str) -> list[Object]:
    """Decode Secrets of one type: names, labels, times, keys of annotations, and of the data
    the certificates alone."""
    found = []
    for item in page.items:
        try:
            secret = _SECRET.decode(item)
        except (DecodeError, UnicodeDecodeError):
            reader.note(
                Refused(
                    Reason.UNPARSABLE,
                    f"list {resource.name}",
                    "an object in it is not as Kubernetes documents it",
                )
            )
            continue
        found.append(Object(_body(secret, kind), scope=reader.cluster.name, live=True))
    if found:
        reader.keep(resource, [obj.root.value for obj in found], found)
    return found


def _body(secret: _Secret, kind: str) -> dict[str, Any]:
    read = secret.metadata
    body: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": kind,
        "metadata": {
            "name": read.name,
            "namespace": read.namespace,
            "labels": read.labels or {},
            "annotations": {
                key: _shown(key, value) for key, value in (read.annotations or {}).items()
            },
            "creationTimestamp": read.creationTimestamp,
            "managedFields": read.managedFields or [],
            "ownerReferences": read.ownerReferences or [],
        },
    }
    if secret.data is not None:
        body["data"] = {"tls.crt": secret.data.certificate, "ca.crt": secret.data.authority}
    return body


_TOLD = "kubernetes.io/service-account.name"


def _shown(key: str, value: Raw) -> str:
    """Return the value of the one annotation that facts need; of all others the key suffices."""
    if key != _TOLD:
        return ""
    try:
        return json.decode(value, type=str)
    except (DecodeError, UnicodeDecodeError):
        return ""
