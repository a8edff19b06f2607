"""In which form objects are sent: whole, metadata only, or as a table.

Source: "Receiving resources as Tables" and "Metadata only" in
https://kubernetes.io/docs/reference/using-api/api-concepts/.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from auditor_kubernetes.testing.answers import Answer, document
from auditor_kubernetes.testing.kinds import Resource
from auditor_kubernetes.testing.store import Item, Json, encode


class Form(StrEnum):
    """The forms that ``as=`` in an Accept header may ask for."""

    WHOLE = ""
    METADATA = "PartialObjectMetadata"
    METADATA_LIST = "PartialObjectMetadataList"
    TABLE = "Table"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form, and the API version of its envelope (``meta.k8s.io/v1``)."""

    form: Form
    api_version: str = ""


def wanted(accept: str) -> Wanted | None:
    """What an Accept header asks for first among what can be given; ``None`` for nothing."""
    for clause in (accept or "*/*").split(","):
        media, *settings = (part.strip() for part in clause.split(";"))
        given = dict(setting.split("=", 1) for setting in settings if "=" in setting)
        if media not in ("application/json", "application/*", "*/*"):
            continue
        if "as" not in given:
            return Wanted(Form.WHOLE)
        known = given["as"] in tuple(Form) and given.get("g") == "meta.k8s.io"
        if known and given.get("v") in ("v1", "v1beta1"):
            return Wanted(Form(given["as"]), f"meta.k8s.io/{given['v']}")
    return None


def single(item: Item, resource: Resource, version: str, wish: Wanted) -> Answer:
    """One object; not for :attr:`Form.METADATA_LIST`."""
    match wish.form:
        case Form.METADATA:
            return document(_partial(item, wish))
        case Form.TABLE:
            metadata = {"resourceVersion": item.metadata()["resourceVersion"]}
            return document(_table([item], resource, metadata, wish, ""))
        case _:
            return Answer(status=200, body=_whole(item, resource, version))


def listing(
    items: Sequence[Item],
    resource: Resource,
    version: str,
    metadata: Json,
    wish: Wanted,
    include: str,
) -> Answer:
    """A list; not for :attr:`Form.METADATA`. ``include`` is the parameter ``includeObject``."""
    match wish.form:
        case Form.METADATA_LIST:
            partial = [_partial(item, wish) for item in items]
            return document(
                {
                    "kind": "PartialObjectMetadataList",
                    "apiVersion": wish.api_version,
                    "metadata": metadata,
                    "items": partial,
                }
            )
        case Form.TABLE:
            return document(_table(items, resource, metadata, wish, include))
        case _:
            head = {
                "kind": f"{resource.kind}List",
                "apiVersion": resource.api_version(version),
                "metadata": metadata,
            }
            whole = (
                b",".join(_whole(item, resource, version) for item in items)
                if resource.custom
                else b",".join([item.body for item in items])
            )
            return Answer(status=200, body=encode(head)[:-1] + b',"items":[' + whole + b"]}")


def _whole(item: Item, resource: Resource, version: str) -> bytes:
    head = {"kind": resource.kind, "apiVersion": resource.api_version(version)}
    return encode(head)[:-1] + b"," + item.body[1:]


def _partial(item: Item, wish: Wanted) -> Json:
    return {
        "kind": "PartialObjectMetadata",
        "apiVersion": wish.api_version,
        "metadata": item.metadata(),
    }


def _table(
    items: Sequence[Item], resource: Resource, metadata: Json, wish: Wanted, include: str
) -> Json:
    columns = _columns(resource)
    rows = []
    for item in items:
        row: Json = {"cells": [_cell(item, resource, name) for name, _ in columns]}
        if include == "Object":
            row["object"] = item.document()
        elif include != "None":
            row["object"] = _partial(item, wish)
        rows.append(row)
    definitions = [
        {"name": name, "type": kind, "format": "name" if name == "Name" else "", "priority": 0}
        for name, kind in columns
    ]
    return {
        "kind": "Table",
        "apiVersion": wish.api_version,
        "metadata": metadata,
        "columnDefinitions": definitions,
        "rows": rows,
    }


def _columns(resource: Resource) -> list[tuple[str, str]]:
    own = {"secrets": [("Type", "string"), ("Data", "integer")], "pods": [("Status", "string")]}
    return [("Name", "string"), *own.get(resource.qualified, []), ("Age", "string")]


def _cell(item: Item, resource: Resource, column: str) -> Any:
    match column:
        case "Name":
            return item.name
        case "Type":
            return item.fields["type"]
        case "Data":
            return len(item.document().get("data") or {})
        case "Status":
            return item.fields["status.phase"]
        case _:
            created = datetime.fromisoformat(item.metadata()["creationTimestamp"])
            return f"{(datetime.now(UTC) - created).days}d"
