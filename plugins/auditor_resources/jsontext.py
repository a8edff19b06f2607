"""JSON text out of values and values out of JSON text, with holes where parts are unknown."""

from __future__ import annotations

import json
import re
from typing import Any

from auditor_resources.limits import MAX_NESTING, MAX_NODES
from auditor_resources.model import Json, Partial, Unknown, Value
from auditor_resources.values import (
    Failed,
    decimal,
    has_unknown,
    items_of,
    merged,
    number,
    show_number,
    text_of,
    weight,
    whole_text,
)

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HOLE = re.compile("\ue000([0-9]+)\ue001")
_COLLECTIONS = (list, dict)
_ESCAPED = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def _write_string(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    if not written.isascii() or "<" in written or ">" in written or "&" in written:
        written = re.sub("[<>&\u2028\u2029]", lambda found: _ESCAPED[found[0]], written)
    return written


def _write(value: Any, out: list[str], depth: int) -> None:
    if depth > MAX_NESTING:
        raise Failed("values nest too deeply")
    if value is None:
        out.append("null")
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    elif isinstance(value, str):
        out.append(_write_string(value))
    elif isinstance(value, int | float):
        out.append(show_number(value))
    elif isinstance(value, dict):
        out.append("{")
        for index, key in enumerate(sorted(value)):
            out.append(("," if index else "") + _write_string(key) + ":")
            _write(value[key], out, depth + 1)
        out.append("}")
    else:
        out.append("[")
        for index, item in enumerate(value):
            if index:
                out.append(",")
            _write(item, out, depth + 1)
        out.append("]")


def encode(value: Value) -> str | Json:
    """Write JSON as ``jsonencode`` does: no spaces, keys sorted; Json when leaves are unknown.

    :raises Failed: when the value is too large or too deep.
    """
    if weight(value) > MAX_NODES:
        raise Failed("a value has too many elements")
    if has_unknown(value):
        hole = merged([value])
        return Json(value, hole.reason, hole.refs)
    out: list[str] = []
    _write(value, out, 0)
    return "".join(out)


def _as_number(text: str) -> int | float:
    return number(decimal(float(text)))


def _as_integer(text: str) -> int:
    if len(text) > 150:
        raise ValueError("too many digits")
    return int(text)


def too_deep(value: Any, most: int = MAX_NESTING) -> bool:
    """Tell whether collections nest in more than ``most`` levels."""
    level = [value] if isinstance(value, _COLLECTIONS) else []
    for _ in range(most):
        level = [
            inner for item in level for inner in items_of(item) if isinstance(inner, _COLLECTIONS)
        ]
        if not level:
            return False
    return True


def decode(text: str) -> Value:
    """Read JSON text.

    :raises Failed: when it is not JSON, or nests too deeply.
    """
    try:
        value: Value = json.loads(
            text, parse_float=_as_number, parse_int=_as_integer, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        raise Failed("not JSON") from None
    if too_deep(value):
        raise Failed("JSON nests too deeply")
    return without_surrogates(value) if SURROGATE.search(text) else value


def without_surrogates(value: Any) -> Any:
    """Return a value of JSON with halves of surrogate pairs replaced in all its text."""
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {whole_text(key): without_surrogates(item) for key, item in value.items()}
    return value


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _fill(value: Any, holes: list[Unknown]) -> Any:
    """Put the holes back where their stand-ins are."""
    if isinstance(value, str):
        if "\ue000" not in value:
            return value
        parts: list[str | Unknown] = []
        for index, piece in enumerate(_HOLE.split(value)):
            parts.append(holes[int(piece)] if index % 2 else piece)
        known = [part for part in parts if part != ""]
        return known[0] if len(known) == 1 else text_of(known)
    if isinstance(value, list):
        return [_fill(item, holes) for item in value]
    if isinstance(value, dict):
        if any("\ue000" in key for key in value):
            return merged(holes)
        return {key: _fill(item, holes) for key, item in value.items()}
    return value


def as_json(value: Value) -> Value:
    """Return what JSON text says, with Unknown leaves where the text has holes.

    ``value`` is an attribute that holds JSON (a policy): text, Json, Partial or
    Unknown; a value that is no text is returned as it is. Text that is not JSON
    gives an Unknown that says so.
    """
    if isinstance(value, Json):
        return value.value  # type: ignore[no-any-return]
    if isinstance(value, str):
        try:
            return decode(value)
        except Failed as failure:
            return Unknown(str(failure))
    if not isinstance(value, Partial):
        return value
    holes: list[Unknown] = []
    text: list[str] = []
    inside = False
    for part in value.parts:
        if isinstance(part, str):
            text.append(part.replace("\ue000", ""))
            for found in re.finditer(r'\\.|"', part):
                inside ^= found[0] == '"'
        else:
            text.append(f"\ue000{len(holes)}\ue001" if inside else f'"\ue000{len(holes)}\ue001"')
            embedded = isinstance(part, Json) and not inside
            holes.append(_Embedded(part) if embedded else part)
    try:
        decoded = decode("".join(text))
    except Failed as failure:
        return Unknown(f"{failure}; {value.reason}", value.refs)
    return _unwrap(_fill(decoded, holes))  # type: ignore[no-any-return]


class _Embedded(Unknown):
    """A hole outside quotes whose own JSON structure is known."""

    __slots__ = ("value",)

    def __init__(self, hole: Unknown) -> None:
        super().__init__(hole.reason, hole.refs)
        self.value: Any = hole.value if isinstance(hole, Json) else hole


def _unwrap(value: Any) -> Any:
    if isinstance(value, _Embedded):
        return value.value
    if isinstance(value, list):
        return [_unwrap(item) for item in value]
    if isinstance(value, dict):
        return {key: _unwrap(item) for key, item in value.items()}
    return value
