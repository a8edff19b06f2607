"""Type constraints of variables, and conversion of values to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor_resources.limits import MAX_NESTING
from auditor_resources.model import Unknown, Value
from auditor_resources.values import (
    Failed,
    List,
    Map,
    common_type,
    kind_of,
    make_set,
    to_bool,
    to_number,
    to_string,
)
from auditor_terraform.nodes import Call, Literal, Node, Object, Reference, Scope, Tuple

_COLLECTIONS = ("list", "set", "map")


@dataclass(slots=True)
class Constraint:
    """A type: ``kind`` is any, string, number, bool, list, set, map, object or tuple."""

    kind: str
    element: Constraint | None = None
    fields: dict[str, Constraint] = field(default_factory=dict)
    elements: list[Constraint] = field(default_factory=list)
    optional: bool = False
    default: Node | None = None


ANY = Constraint("any")


def read_constraint(node: Node, depth: int = 0) -> Constraint:
    """Read a type constraint.

    :raises Failed: when the expression is none.
    """
    if depth > MAX_NESTING:
        raise Failed("the type nests too deeply")
    if isinstance(node, Literal) and isinstance(node.value, str):
        node = Reference(node.value, ())
    if isinstance(node, Reference) and not node.names:
        if node.root in ("any", "string", "number", "bool"):
            return Constraint(node.root)
        if node.root in _COLLECTIONS:
            return Constraint(node.root, element=ANY)
    if isinstance(node, Call) and node.arguments:
        inner = node.arguments[0]
        if node.name in _COLLECTIONS:
            return Constraint(node.name, element=read_constraint(inner, depth + 1))
        if node.name == "object" and isinstance(inner, Object):
            return Constraint("object", fields=_fields(inner, depth))
        if node.name == "tuple" and isinstance(inner, Tuple):
            items = [read_constraint(item, depth + 1) for item in inner.items]
            return Constraint("tuple", elements=items)
        if node.name == "optional":
            found = read_constraint(inner, depth + 1)
            found = Constraint(found.kind, found.element, found.fields, found.elements, True)
            found.default = node.arguments[1] if len(node.arguments) > 1 else None
            return found
    raise Failed("the type constraint is not known")


def _fields(node: Object, depth: int) -> dict[str, Constraint]:
    found = {}
    for key, value in node.items:
        if not isinstance(key, Literal) or not isinstance(key.value, str):
            raise Failed("the type constraint is not known")
        found[key.value] = read_constraint(value, depth + 1)
    return found


def convert(value: Value, wanted: Constraint, scope: Scope, depth: int = 0) -> Value:
    """Convert a value to a type, defaults of optional attributes filled in.

    :param scope: where the defaults are evaluated.
    :raises Failed: when Terraform would refuse.
    """
    if wanted.kind == "any" or value is None:
        return value
    if wanted.kind == "string":
        return to_string(value)
    if wanted.kind == "number":
        return to_number(value)
    if wanted.kind == "bool":
        return to_bool(value)
    if isinstance(value, Unknown):
        return value
    if depth > MAX_NESTING:
        raise Failed("the value nests too deeply")
    if wanted.kind in ("list", "set", "tuple"):
        return _convert_sequence(value, wanted, scope, depth)
    if not isinstance(value, dict):
        raise Failed(f"{wanted.kind} required, not {kind_of(value)}")
    if wanted.kind == "map":
        element = wanted.element or ANY
        items = [convert(item, element, scope, depth + 1) for item in value.values()]
        if element.kind == "any":
            items = common_type(items)
        return Map(zip(value, items, strict=True))
    return _convert_object(value, wanted, scope, depth)


def _convert_sequence(value: Value, wanted: Constraint, scope: Scope, depth: int) -> Value:
    if not isinstance(value, list):
        raise Failed(f"{wanted.kind} required, not {kind_of(value)}")
    if wanted.kind == "tuple":
        if len(value) != len(wanted.elements):
            raise Failed("the tuple has another length")
        pairs = zip(value, wanted.elements, strict=True)
        return [convert(item, kind, scope, depth + 1) for item, kind in pairs]
    element = wanted.element or ANY
    items = [convert(item, element, scope, depth + 1) for item in value]
    if element.kind == "any":
        items = common_type(items)
    return List(items) if wanted.kind == "list" else make_set(items)


def _convert_object(value: dict[str, Value], wanted: Constraint, scope: Scope, depth: int) -> Value:
    found: dict[str, Value] = {}
    for name, kind in wanted.fields.items():
        item = value.get(name)
        if item is None and name not in value and not kind.optional:
            raise Failed(f"attribute {name} is required")
        if item is None and kind.default is not None:
            item = kind.default.evaluate(scope)
        found[name] = convert(item, kind, scope, depth + 1)
    return found
