"""Terraform's values: their kinds, conversions and three-valued comparison.

Tuples are plain lists and objects plain dicts; lists, sets and maps, whose elements
share one type, are :class:`List`, :class:`Set` and :class:`Map`. The difference shows
in comparisons (``tolist([]) == []`` is false) and in loops over sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from auditor_resources.limits import MAX_NODES, MAX_NUMBER_BITS, MAX_TEXT
from auditor_resources.model import Json, Partial, Unknown, Value

_DECIMAL = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")


class Failed(Exception):
    """Terraform would refuse this expression; ``try`` and ``can`` see it.

    ``refs`` are addresses that the expression refers to nevertheless.
    """

    def __init__(self, reason: str, refs: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.refs = refs


class List(list[Any]):
    """A list of one element type."""


class Set(list[Any]):
    """A set: no duplicates, in Terraform's order."""


class Map(dict[str, Any]):
    """A map of one element type."""


class Identity(Unknown):
    """What a resource is known by (ARN, id): unknown, yet neither null nor empty."""

    __slots__ = ()


class Lookup(Unknown):
    """An unknown whole whose attributes can be asked for: a resource, a module call."""

    __slots__ = ("many",)

    def __init__(self, reason: str, refs: tuple[str, ...], many: bool) -> None:
        super().__init__(reason, refs)
        self.many = many
        """True when it stands for an unknown number of instances."""

    def attribute(self, name: str) -> Value:
        """Return the attribute, or an Unknown that refers to it."""
        raise NotImplementedError

    def item(self) -> Value:
        """Return what stands at any index.

        :raises Failed: when it is one instance.
        """
        if self.many:
            return self
        raise Failed("it has no instances")


def kind_of(value: Value) -> str:
    """Return the name of a value's type, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value, list):
        return {List: "list", Set: "set"}.get(type(value), "tuple")
    return "map" if type(value) is Map else "object"


def items_of(value: list[Any] | dict[str, Any]) -> Iterator[Any]:
    """Yield the elements of a collection."""
    return iter(value.values() if isinstance(value, dict) else value)


def unknowns(*values: Value) -> Iterator[Unknown]:
    """Yield every Unknown in these values and inside their collections.

    :raises Failed: when the values are too large to walk.
    """
    left = MAX_NODES
    todo: list[Any] = list(reversed(values))
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            continue
        if isinstance(value, Unknown):
            yield value
        elif isinstance(value, list | dict):
            left -= len(value)
            if left < 0:
                raise Failed("a value has too many elements")
            todo.extend(reversed(value.values() if isinstance(value, dict) else value))


def has_unknown(*values: Value) -> bool:
    """Tell whether any Unknown is in these values."""
    return next(unknowns(*values), None) is not None


def weight(value: Value, most: int = MAX_NODES) -> int:
    """Return the number of elements at all levels; stop counting beyond ``most``."""
    count = 0
    todo: list[Any] = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, list | dict):
            count += len(value)
            if count > most:
                break
            todo.extend(items_of(value))
    return count


def merged(values: Iterable[Value], reason: str = "") -> Unknown:
    """Make one Unknown that refers to all that the Unknowns in ``values`` refer to."""
    refs: dict[str, None] = {}
    for hole in unknowns(*values):
        reason = reason or hole.reason
        refs.update(dict.fromkeys(hole.refs))
        if len(refs) > 100:
            break
    return Unknown(reason, tuple(refs)[:100])


def whole_text(text: str) -> str:
    """Return text with halves of surrogate pairs, which no encoding knows, replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain(value: Unknown) -> Unknown:
    """Return an Unknown with the same reason and refs and nothing else known about it."""
    return value if type(value) is Unknown else Unknown(value.reason, value.refs)


def number(value: Decimal) -> int | float:
    """Return a Decimal as int when integral, else as float.

    :raises Failed: when it has more than 512 bits.
    """
    if not value.is_finite() or value.adjusted() > MAX_NUMBER_BITS // 3:
        raise Failed("number too large")
    if value == value.to_integral_value():
        return int(value)
    return float(value)


def decimal(value: int | float) -> Decimal:
    """Return a number as the Decimal that people would write for it."""
    return Decimal(value) if isinstance(value, int) else Decimal(repr(value))


def read_number(text: str) -> int | float:
    """Read a decimal number as Terraform does.

    :raises Failed: when the text is not a number.
    """
    if not _DECIMAL.fullmatch(text):
        raise Failed("a number is required")
    if text.isdigit() and len(text) < 150:
        return int(text)
    try:
        return number(Decimal(text))
    except InvalidOperation:
        raise Failed("a number is required") from None


def show_number(value: int | float) -> str:
    """Write a number as Terraform does: no exponent, no needless fraction."""
    if isinstance(value, int):
        return str(value)
    return format(decimal(value), "f")


def to_string(value: Value) -> str | Unknown:
    """Convert to a string; an Unknown stays.

    :raises Failed: for null and for collections.
    """
    if isinstance(value, (str, Unknown)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return show_number(value)
    raise Failed(f"string required, not {kind_of(value)}")


def to_number(value: Value) -> int | float | Unknown:
    """Convert to a number; an Unknown stays.

    :raises Failed: for null, bools, collections and other strings.
    """
    if isinstance(value, Unknown):
        return plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return read_number(value)
    raise Failed(f"number required, not {kind_of(value)}")


def to_bool(value: Value) -> bool | Unknown:
    """Convert to a bool; an Unknown stays.

    :raises Failed: for anything but bools and the strings ``true``, ``false``, ``1``, ``0``.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, Unknown):
        return plain(value)
    if value in ("true", "1") and isinstance(value, str):
        return True
    if value in ("false", "0") and isinstance(value, str):
        return False
    raise Failed(f"bool required, not {kind_of(value)}")


def text_of(parts: Iterable[str | Unknown]) -> str | Unknown:
    """Join known and unknown pieces of text: ``str`` when all are known, else Partial.

    :raises Failed: when the text is too long.
    """
    flat: list[str | Unknown] = []
    run: list[str] = []
    length = 0
    for part in parts:
        for piece in part.parts if isinstance(part, Partial) else (part,):
            if isinstance(piece, str):
                length += len(piece)
                if length > MAX_TEXT:
                    raise Failed("text too large")
                run.append(piece)
                continue
            if run:
                flat.append("".join(run))
                run = []
            flat.append(piece)
    if not flat:
        return "".join(run)
    if run:
        flat.append("".join(run))
    if len(flat) > MAX_NODES:
        raise Failed("text too large")
    return Partial(tuple(piece for piece in flat if piece != ""))


def freeze(value: Value) -> Any:
    """Return a hashable stand-in: equal for values that Terraform holds equal."""
    if isinstance(value, dict):
        pairs = ((key, freeze(item)) for key, item in sorted(value.items()))
        return ("map" if type(value) is Map else "object", tuple(pairs))
    if isinstance(value, list):
        return (kind_of(value), tuple(freeze(item) for item in value))
    if isinstance(value, Unknown):
        return ("unknown", id(value))
    return (kind_of(value), value)


def _rank(value: Value) -> tuple[int, Any]:
    if isinstance(value, bool):
        return (0, value)
    if isinstance(value, int | float):
        return (1, value)
    if isinstance(value, str):
        return (2, value)
    return (3, repr(freeze(value)) if not has_unknown(value) else "")


def make_set(values: Iterable[Value]) -> Set:
    """Drop duplicates and sort: bools, numbers and strings ascending."""
    found = {freeze(value): value for value in values}
    return Set(sorted(found.values(), key=_rank))


def distinct(values: Iterable[Value]) -> list[Value]:
    """Drop duplicates, keep the order of first occurrence."""
    found: dict[Any, Value] = {}
    for value in values:
        found.setdefault(freeze(value), value)
    return list(found.values())


def _family(value: Value) -> str:
    if isinstance(value, list):
        return "list"
    return "object" if isinstance(value, dict) else kind_of(value)


def common_type(values: list[Value]) -> list[Value]:
    """Convert the elements of a list to one type: to strings where these mix with others.

    :raises Failed: when there is no common type.
    """
    kinds = {_family(value) for value in values} - {"null", "unknown"}
    if len(kinds) < 2:
        return values
    if "string" in kinds and kinds <= {"string", "number", "bool"}:
        return [None if value is None else to_string(value) for value in values]
    raise Failed("all elements must have the same type")


def strings_in(value: Value) -> Iterator[str]:
    """Yield every string, the known parts of partly known text and keys included."""
    left = MAX_NODES
    todo: list[Any] = [value]
    while todo and left > 0:
        left -= 1
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Partial):
            todo.extend(value.parts)
        elif isinstance(value, Json):
            todo.append(value.value)
        elif isinstance(value, list | dict):
            todo.extend(items_of(value))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield show_number(value)
