"""YAML: read and written as far as that can be done with certainty."""

from __future__ import annotations

from typing import Any

from auditor_resources.limits import MAX_NESTING, MAX_NODES
from auditor_resources.model import Unknown, Value
from auditor_resources.values import Failed, show_number, weight
from auditor_terraform.functions.registry import function
from auditor_terraform.yamlflow import Unsupported
from auditor_terraform.yamltext import decode

_WIDTH = 60
"""Longer text would be broken into lines."""


@function("yamldecode", "s", secret=True)
def yaml_decode(text: str) -> Value:
    """Read YAML; a part of it that is not read makes the whole unknown."""
    try:
        return decode(text)  # type: ignore[no-any-return]
    except Unsupported as reason:
        return Unknown(str(reason))


@function("yamlencode", "d", secret=True)
def yaml_encode(value: Value) -> Value:
    """Write YAML as Terraform does: text quoted, keys sorted, two spaces a level."""
    if weight(value) > MAX_NODES:
        raise Failed("a value has too many elements")
    try:
        if isinstance(value, list | dict):
            return "\n".join(_lines(value, 0)) + "\n"
        text = _scalar(value, 0)
    except Unsupported as reason:
        return Unknown(str(reason))
    return text + "\n" if isinstance(value, str) else text + "\n...\n"


def _scalar(value: Any, indent: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return show_number(value)
    if value == []:
        return "[]"
    if value == {}:
        return "{}"
    if "\n" not in value:
        if not value.isprintable() and not value.replace("\t", "").isprintable():
            raise Unsupported("text with control characters is not written as YAML")
        return _quoted(value)
    return _literal(value, indent)


def _quoted(text: str) -> str:
    if len(text) > _WIDTH and " " in text:
        raise Unsupported("long text is not written as YAML")
    signs = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    wide = "".join(sign if sign < "\U00010000" else f"\\U{ord(sign):08X}" for sign in signs)
    return f'"{wide}"'


def _literal(text: str, indent: int) -> str:
    """Write text of several lines as a literal block."""
    body = text.rstrip("\n")
    lines = body.split("\n")
    plain = all(line == line.rstrip() and (not line or line.isprintable()) for line in lines)
    if not body or not plain or body[0] in " \t\n":
        raise Unsupported("this text of several lines is not written as YAML")
    ending = len(text) - len(body)
    chomp = "-" if ending == 0 else "" if ending == 1 else "+"
    pad = " " * (indent + 2)
    written = [f"|{chomp}"] + [pad + line if line else "" for line in lines]
    return "\n".join(written) + "\n" * max(ending - 1, 0)


def _lines(value: Any, depth: int) -> list[str]:
    """Write a collection that is not empty as lines without the indentation around it."""
    if depth > MAX_NESTING:
        raise Failed("values nest too deeply")
    if not value:
        return [_scalar(value, 0)]
    found: list[str] = []
    if isinstance(value, list):
        for item in value:
            if isinstance(item, list | dict) and item:
                inner = _lines(item, depth + 1)
                found.append(f"- {inner[0]}")
                found.extend(f"  {line}" if line else "" for line in inner[1:])
            else:
                found.extend(f"- {_scalar(item, 0)}".split("\n"))
        return found
    for key in sorted(value):
        item = value[key]
        if isinstance(item, dict) and item:
            found.append(f"{_quoted(key)}:")
            found.extend(f"  {line}" if line else "" for line in _lines(item, depth + 1))
        elif isinstance(item, list) and item:
            found.append(f"{_quoted(key)}:")
            found.extend(_lines(item, depth + 1))
        else:
            found.extend(f"{_quoted(key)}: {_scalar(item, 0)}".split("\n"))
    return found
