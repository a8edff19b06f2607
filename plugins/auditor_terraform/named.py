"""Secrets by the names of variables, local values and arguments, wherever they are overridden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.redaction import names


def named_secrets(name: str, value: Any) -> Iterator[str]:
    """Yield the strings in a value that are secret by its name, or by a key inside of it.

    The elements of ``db_passwords`` and of ``secrets`` count, unless they read like the name
    of a thing. Common words and references are left out. A collection that is reached by
    several ways is read once, since few of them can make very many.
    """
    todo: list[tuple[str, bool, Any]] = [(_kind(name), True, value)]
    read: set[tuple[str, bool, int]] = set()
    while todo:
        kind, own, here = todo.pop()
        if isinstance(here, dict | list):
            if (kind, own, id(here)) in read:
                continue
            read.add((kind, own, id(here)))
        if isinstance(here, dict):
            for key, inner in here.items():
                named = _kind(str(key))
                todo.append((named or kind, bool(named), inner))
        elif isinstance(here, list):
            todo.extend((kind, own, inner) for inner in here)
        elif kind and isinstance(here, str):
            wanted = kind if own else "secret"
            if names.plausible(here, wanted) and not names.ordinary(here):
                yield here


def constant_secrets(name: str, expressions: Any) -> Iterator[str]:
    """Yield the secrets among the constants in the configuration part of a plan document."""
    todo = [(name, expressions)]
    while todo:
        here, node = todo.pop()
        if isinstance(node, dict):
            if "constant_value" in node:
                yield from named_secrets(here, node["constant_value"])
            todo.extend(node.items())
        elif isinstance(node, list):
            todo.extend((here, inner) for inner in node)


def _kind(name: str) -> str:
    return names.meaning(name) or names.meaning(name.removesuffix("s"))
