"""Set functions."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from auditor_resources.model import Value
from auditor_resources.values import Failed, List, Set, common_type, freeze, make_set
from auditor_terraform.functions.registry import function
from auditor_terraform.limits import MAX_ELEMENTS


def _converted(sets: tuple[list[Any], ...]) -> list[list[Any]]:
    """Convert the elements of all sets to one type."""
    flat = common_type([item for items in sets for item in items])
    found = []
    at = 0
    for items in sets:
        found.append(flat[at : at + len(items)])
        at += len(items)
    return found


@function("setintersection", "ll*")
def intersection(*sets: list[Any]) -> Value:
    """Return what all sets have."""
    first, *rest = _converted(sets)
    keys = [{freeze(item) for item in items} for items in rest]
    return make_set(item for item in first if all(freeze(item) in found for found in keys))


@function("setunion", "ll*")
def union(*sets: list[Any]) -> Value:
    """Return what any set has."""
    return make_set(item for items in _converted(sets) for item in items)


@function("setsubtract", "ll")
def subtract(left: list[Any], right: list[Any]) -> Value:
    """Return what ``left`` has and ``right`` has not."""
    first, second = _converted((left, right))
    taken = {freeze(item) for item in second}
    return make_set(item for item in first if freeze(item) not in taken)


@function("setproduct", "ll*", unknown="top")
def set_product(*sets: list[Any]) -> Value:
    """Return every combination of one element from each."""
    if prod(len(items) for items in sets) * len(sets) > MAX_ELEMENTS:
        raise Failed("too large: too many elements")
    combined = [list(item) for item in product(*sets)]
    return make_set(combined) if all(isinstance(items, Set) for items in sets) else List(combined)
