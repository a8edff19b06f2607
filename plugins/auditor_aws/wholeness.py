"""Answers that arrived whole: the SDK takes a torn one of JSON for an empty one.

An empty listing would say that there is nothing, which is never true of an answer that
could not be read.
"""

from __future__ import annotations

from typing import Any

import msgspec


def whole(response_dict: dict[str, Any], operation_model: Any, **_: Any) -> None:
    """Refuse a torn answer; a handler of the SDK's event ``before-parse``.

    :raises botocore.parsers.ResponseParserError: when it is shorter than announced, or no JSON
        where JSON is spoken.
    """
    body = response_dict["body"]
    if not isinstance(body, bytes) or response_dict["status_code"] >= 300:
        return
    announced = response_dict["headers"].get("content-length")
    torn = announced is not None and announced.isdecimal() and int(announced) != len(body)
    if torn or not _readable(body, operation_model):
        from botocore.parsers import ResponseParserError

        raise ResponseParserError(f"{operation_model.name} was answered in part")


def _readable(body: bytes, operation_model: Any) -> bool:
    """Say whether a body is JSON where the SDK will read it as such."""
    shape = operation_model.output_shape
    protocol = operation_model.service_model.resolved_protocol
    if "json" not in protocol or shape is None or not shape.members:
        return True
    payload = shape.serialization.get("payload")
    if payload is not None and shape.members[payload].type_name != "structure":
        return True
    if not body:
        return all(member.serialization.get("location") for member in shape.members.values())
    try:
        return isinstance(msgspec.json.decode(body), dict)
    except msgspec.DecodeError:
        return False
