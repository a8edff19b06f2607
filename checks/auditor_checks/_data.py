"""Dated data that checks judge by: JSON files packaged beside them, read once when needed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


@cache
def load(name: str) -> dict[str, Any]:
    """Return ``data/NAME.json``, an object with at least ``source`` and ``as_of`` (ISO date).

    The same object is returned every time: do not change it.

    :raises FileNotFoundError: when there is no such file.
    """
    content = files("auditor_checks").joinpath("data", f"{name}.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, Any])


def names() -> tuple[str, ...]:
    """Return the name of every data file, sorted."""
    entries = (entry.name for entry in files("auditor_checks").joinpath("data").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in entries if name.endswith(".json")))
