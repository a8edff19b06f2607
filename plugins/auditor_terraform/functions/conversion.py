"""Conversion of types, and the functions that look at errors and secrets."""

from __future__ import annotations

from auditor_resources.model import Unknown, Value
from auditor_resources.values import (
    Failed,
    List,
    Map,
    common_type,
    kind_of,
    make_set,
    merged,
    to_bool,
    to_number,
    to_string,
)
from auditor_terraform.functions.registry import function, special
from auditor_terraform.nodes import Node, Scope
from auditor_terraform.world import World


@special("try")
def attempt(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Return the first argument that has a value.

    :raises Failed: when none has one.
    """
    for node in nodes:
        try:
            return node.evaluate(scope)
        except Failed:
            continue
    raise Failed("no argument of try has a value")


@special("can")
def can(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Tell whether the argument has a value; Unknown when that is not settled."""
    if len(nodes) != 1:
        raise Failed("can takes one argument")
    try:
        value = nodes[0].evaluate(scope)
    except Failed:
        return False
    return merged([value]) if isinstance(value, Unknown) else True


@special("sensitive")
def sensitive(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Return the argument and register its strings as secrets."""
    if len(nodes) != 1:
        raise Failed("sensitive takes one argument")
    value = nodes[0].evaluate(scope)
    world.mark(value)
    return value


@function("nonsensitive", "d", unknown="own")
def nonsensitive(value: Value) -> Value:
    """Return the argument; its strings stay registered if they were."""
    return value


@function("ephemeralasnull", "d", unknown="own")
def ephemeral_as_null(value: Value) -> Value:
    """Return the argument; whether it is ephemeral is not tracked."""
    return Unknown("whether the value is ephemeral is not tracked", merged([value]).refs)


@function("issensitive", "d", unknown="own")
def is_sensitive(value: Value) -> Value:
    """Return Unknown: values do not carry their mark."""
    return Unknown("whether the value is sensitive is not tracked", merged([value]).refs)


@function("tostring", "d", unknown="own")
def as_string(value: Value) -> Value:
    """Convert to a string; null stays null."""
    return None if value is None else to_string(value)


@function("tonumber", "d", unknown="own")
def as_number(value: Value) -> Value:
    """Convert to a number; null stays null."""
    return None if value is None else to_number(value)


@function("tobool", "d", unknown="own")
def as_bool(value: Value) -> Value:
    """Convert to a bool; null stays null."""
    return None if value is None else to_bool(value)


@function("tolist", "d", unknown="top")
def as_list(value: Value) -> Value:
    """Convert to a list of one element type."""
    if value is None:
        return None
    if isinstance(value, list):
        return List(common_type(list(value)))
    raise Failed(f"list required, not {kind_of(value)}")


@function("toset", "d", unknown="top")
def as_set(value: Value) -> Value:
    """Convert to a set of one element type."""
    if value is None:
        return None
    if isinstance(value, list):
        return make_set(common_type(list(value)))
    raise Failed(f"set required, not {kind_of(value)}")


@function("tomap", "d", unknown="top")
def as_map(value: Value) -> Value:
    """Convert to a map of one element type."""
    if value is None:
        return None
    if isinstance(value, dict):
        return Map(zip(value, common_type(list(value.values())), strict=True))
    raise Failed(f"map required, not {kind_of(value)}")
