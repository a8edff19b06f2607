"""Equality of values, as Terraform's ``==`` has it, with what is not known."""

from __future__ import annotations

from typing import Any

from auditor_resources.limits import MAX_NESTING, MAX_NODES
from auditor_resources.model import Json, Partial, Unknown, Value
from auditor_resources.values import (
    Failed,
    Identity,
    Lookup,
    Set,
    has_unknown,
    merged,
    weight,
)


def _partial_equal(left: Partial, right: str | Unknown) -> bool | Unknown:
    if isinstance(right, str):
        first, last = left.parts[0], left.parts[-1]
        if isinstance(first, str) and not right.startswith(first):
            return False
        if isinstance(last, str) and not right.endswith(last):
            return False
    return merged([left, right])


def equal(left: Value, right: Value, depth: int = 0) -> bool | Unknown:
    """Compare as Terraform's ``==`` does: values of unlike types differ.

    :raises Failed: when the values nest too deeply.
    """
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        if left is None or right is None:
            if _has_value(left) or _has_value(right):
                return False
        elif "" in (left, right) and (isinstance(left, Identity) or isinstance(right, Identity)):
            return False
        elif isinstance(left, Partial) and isinstance(right, str):
            return _partial_equal(left, right)
        elif isinstance(right, Partial) and isinstance(left, str):
            return _partial_equal(right, left)
        return merged([left, right])
    if isinstance(left, list | dict) and isinstance(right, list | dict):
        return _equal_collections(left, right, depth)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) != isinstance(right, int | float):
        return False
    return left == right


def _has_value(value: Value) -> bool:
    """Tell whether an unknown value is surely not null."""
    if isinstance(value, Lookup):
        return not value.many
    return isinstance(value, Partial | Json | Identity)


def _equal_collections(left: Any, right: Any, depth: int) -> bool | Unknown:
    if depth > MAX_NESTING:
        raise Failed("values nest too deeply")
    if depth == 0 and weight(left) > MAX_NODES:
        raise Failed("a value has too many elements")
    if type(left) is not type(right):
        return False
    if isinstance(left, Set) and has_unknown(left, right):
        return merged([left, right])
    if len(left) != len(right):
        return False
    if isinstance(left, dict):
        if left.keys() != right.keys():
            return False
        pairs = [(left[key], right[key]) for key in left]
    else:
        pairs = list(zip(left, right, strict=True))
    holes: list[Unknown] = []
    for one, other in pairs:
        same = equal(one, other, depth + 1)
        if isinstance(same, Unknown):
            holes.append(same)
        elif not same:
            return False
    return merged(holes) if holes else True
