"""Secrets by their metadata, and the certificates of TLS Secrets. Keys and values are never
decoded, and never kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import DecodeError, Raw, Struct, field, json

from auditor_kubernetes.paging import TABLE, Page
from auditor_kubernetes.reader import Harvest, Reader, Reading, lean, sized
from auditor_kubernetes.resources import Resource
from auditor_objects.model import LAST_APPLIED, Object

TLS = "kubernetes.io/tls"
_TYPE = "Type"
"""The column of a table of Secrets that has their types (``kubectl get secrets``)."""
_ACCOUNT = "kubernetes.io/service-account.name"


class _Data(Struct):
    certificate: str = field(default="", name="tls.crt")
    authority: str = field(default="", name="ca.crt")


class _Metadata(Struct):
    name: str
    namespace: str
    labels: dict[str, str] | None = None
    annotations: dict[str, Raw] | None = None
    creationTimestamp: str | None = None
    managedFields: list[dict[str, Any]] | None = None
    ownerReferences: list[dict[str, Any]] | None = None


class _Secret(Struct):
    metadata: _Metadata
    data: _Data = field(default_factory=_Data)


class _Described(Struct):
    metadata: _Metadata


class _Row(Struct):
    """A row of a table: with each object's cells come its metadata."""

    cells: list[Any]
    object: _Described


class _Applied(Struct):
    data: dict[str, Raw] | None = None
    stringData: dict[str, Raw] | None = None


_SECRET = json.Decoder(_Secret)
_ROW = json.Decoder(_Row)
_APPLIED = json.Decoder(_Applied)
_TEXT = json.Decoder(str)


def metadata(reader: Reader, resource: Resource) -> Reading[Harvest]:
    """Read all Secrets as a table: it tells their types, which their metadata do not."""

    def take(page: Page, version: str, into: Harvest) -> None:
        bodies = []
        for item in page.items:
            try:
                row = _ROW.decode(sized(item))
                kind = row.cells[page.columns.index(_TYPE)]
            except (DecodeError, UnicodeDecodeError, RecursionError, ValueError, IndexError):
                into.misshapen += 1
            else:
                bodies.append({**_body(row.object.metadata), "type": str(kind)})
        for obj in _kept(reader, resource, bodies, into):
            into.records += reader.facts(obj)

    return reader.read(resource, take, Harvest, accept=TABLE)


def certificates(
    reader: Reader, resource: Resource, feed: Callable[[Object], None]
) -> Reading[Harvest]:
    """Read the certificates of all TLS Secrets, and nothing else of them."""

    def take(page: Page, version: str, into: Harvest) -> None:
        bodies = []
        for item in page.items:
            try:
                secret = _SECRET.decode(sized(item))
            except (DecodeError, UnicodeDecodeError, RecursionError):
                into.misshapen += 1
                continue
            data = {"tls.crt": secret.data.certificate, "ca.crt": secret.data.authority}
            bodies.append({**_body(secret.metadata), "type": TLS, "data": data})
        for obj in _kept(reader, resource, bodies, into):
            feed(obj)
            into.records += reader.troubles(obj)

    return reader.read(resource, take, Harvest, query={"fieldSelector": f"type={TLS}"})


def _kept(
    reader: Reader, resource: Resource, bodies: list[dict[str, Any]], into: Harvest
) -> list[Object]:
    found = [obj for body in bodies if (obj := reader.made(body))]
    into.misshapen += len(bodies) - len(found)
    if found:
        reader.keep(f"list {resource.name}", [lean(obj.root.value) for obj in found], found)
    return found


def _body(read: _Metadata) -> dict[str, Any]:
    annotations = read.annotations or {}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            "name": read.name,
            "namespace": read.namespace,
            "labels": read.labels or {},
            "annotations": {key: _shown(key, value) for key, value in annotations.items()},
            "creationTimestamp": read.creationTimestamp,
            "managedFields": read.managedFields or [],
            "ownerReferences": read.ownerReferences or [],
        },
    }


def _shown(key: str, value: Raw) -> str:
    """Return the value of the one annotation that facts need; of what was applied the names of
    the values. Of all others the key suffices."""
    if key not in (_ACCOUNT, LAST_APPLIED):
        return ""
    try:
        text = _TEXT.decode(value)
        if key == _ACCOUNT:
            return text
        applied = _APPLIED.decode(text)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    parts = {"data": applied.data, "stringData": applied.stringData}
    return json.encode(
        {part: dict.fromkeys(held or (), "") for part, held in parts.items()}
    ).decode()
