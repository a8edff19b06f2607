"""Answers to calls that the stand-in lacks, made from the SDK's own description of them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from auditor_aws.testing import Server
from auditor_aws.testing.operations import operation

_TOKEN = re.compile(r"(token|marker|nextpage|position)$", re.IGNORECASE)
_DEEPEST = 7
_LIVE = frozenset(
    {"ACTIVE", "AVAILABLE", "COMPLETE", "COMPLETED", "ENABLED", "IN_USE", "ISSUED", "RUNNING"}
)
_BROKEN = frozenset({"sesv2:ListEmailIdentities"})
"""Calls that the stand-in promises to answer and then fails at."""
_FOLDERS = {"lambda": "awslambda", "acm-pca": "acmpca"}


def sample(shape: Any, items: int, name: str = "", depth: int = 0) -> Any:
    """Return an answer of a shape with so many items in each of its lists; there is never
    another page."""
    match shape.type_name:
        case "structure":
            members = dict(list(shape.members.items())[: 1 if shape.is_tagged_union else None])
            return {
                key: sample(member, items, key, depth + 1)
                for key, member in members.items()
                if key in shape.required_members
                or shape.is_tagged_union
                or _wanted(key, member, items, depth)
            }
        case "list":
            least = int(shape.metadata.get("min", 0))
            number = max(items if depth < _DEEPEST - 2 else 0, least)
            return [sample(shape.member, items, name, depth + 1)] * number
        case "map":
            key = sample(shape.key, items, "key", depth + 1)
            return {key: sample(shape.value, items, name, depth + 1)} if items else {}
        case "timestamp":
            return datetime.now(UTC) - timedelta(days=40)
        case "boolean":
            return False
        case "string":
            return _text(shape, name)
        case "blob":
            return b"one"
        case _:
            return max(1, int(shape.metadata.get("min", 1)))


def _wanted(key: str, member: Any, items: int, depth: int) -> bool:
    """Say whether a member that may be left out is given."""
    least = int(member.metadata.get("min", 0)) if member.type_name == "list" else 0
    return (
        depth < _DEEPEST
        and least <= items
        and member.type_name != "blob"
        and not _TOKEN.search(key)
    )


def _text(shape: Any, name: str) -> str:
    if shape.enum:
        return next((str(item) for item in shape.enum if item.upper() in _LIVE), shape.enum[0])
    least = int(shape.metadata.get("min", 1))
    if "arn" in name.lower() or name == "resource":
        return "arn:aws:sample:us-east-1:123456789012:sample/one".ljust(least, "0")
    if name.lower().endswith(("policy", "document")):
        return '{"Version": "2012-10-17", "Statement": []}'
    return "one".ljust(least, "0")


def answer_rest(
    server: Server, operations: Iterable[str], items: int, apis: Container[str] | None
) -> None:
    """Answer those of the operations (``ec2:DescribeVolumes``) that the stand-in lacks, with so
    many items in each list; where ``apis`` are given, all operations of others too."""
    for called in sorted(operations):
        service, _, name = called.partition(":")
        ours = apis is not None and service not in apis
        if not ours and called not in _BROKEN and _answered(service, name):
            continue
        shape = operation(service, name).model.output_shape
        server.stub(service, name, sample(shape, items) if shape else {})


def _answered(service: str, name: str) -> bool:
    from botocore import xform_name
    from moto.core.responses import BaseResponse

    folder = _FOLDERS.get(service, service.replace("-", ""))
    try:
        module = import_module(f"moto.{folder}.responses")
    except ImportError:
        return False
    classes = [item for item in vars(module).values() if isinstance(item, type)]
    own = [item for item in classes if issubclass(item, BaseResponse)]
    method = xform_name(name)
    return service == "s3" or any(hasattr(item, method) for item in own)
