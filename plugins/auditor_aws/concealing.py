"""Leaving out of evidence what a listing tells though nobody asked for it: values of variables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

NOT_KEPT = "[not kept]"


def concealed(answer: Any, paths: Iterable[str]) -> Any:
    """Return a copy of an answer with everything at these paths replaced.

    A path is keys with dots, ``[]`` after those that hold lists
    (``Functions[].Environment.Variables``). Of a map the keys stay, of a list its length.
    The answer itself is not changed.
    """
    for path in paths:
        answer = _without(answer, path.split("."))
    return answer


def _without(value: Any, path: list[str]) -> Any:
    if not path:
        return _blank(value)
    key, rest = path[0], path[1:]
    if key.endswith("[]"):
        rest = ["", *rest]
        key = key[:-2]
    if key == "":
        return [_without(item, rest) for item in value] if isinstance(value, list) else value
    if not isinstance(value, dict) or value.get(key) is None:
        return value
    return {**value, key: _without(value[key], rest)}


def _blank(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _blank(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_blank(item) for item in value]
    return NOT_KEPT
