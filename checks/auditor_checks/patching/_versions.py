"""Finds a version among the release cycles of a product."""

from __future__ import annotations

import re
from typing import Any

Cycle = dict[str, Any]

_ENGINE = re.compile(r"[a-z]+_(?=[0-9])")
_MORE = (".", "-", "+", "_")


def cycles_of(version: str, cycles: list[Cycle]) -> list[Cycle]:
    """Return the cycle that a version belongs to, or all that an incomplete version may mean.

    ``1.29.4-gke.1`` belongs to ``1.29``, the longest match; ``8`` may mean ``8.0`` and
    ``8.4``. A leading ``v`` and an engine's name (``OpenSearch_2.11``) do not count,
    nor does ``.x`` for any (``6.x``). Empty when nothing matches.
    """
    asked = _plain(version)
    exact = [cycle for cycle in cycles if cycle["cycle"].lower() == version.strip().lower()]
    if exact or not asked:
        return exact
    within = [cycle for cycle in cycles if _begins(asked, cycle["cycle"].lower())]
    if within:
        return [max(within, key=lambda cycle: len(cycle["cycle"]))]
    return [cycle for cycle in cycles if cycle["cycle"].lower().startswith(f"{asked}.")]


def older_than_all(version: str, cycles: list[Cycle]) -> list[Cycle]:
    """Return the oldest cycle when the version is lower than every cycle, else nothing.

    Versions that are not numbers compare with nothing.
    """
    asked = _numbers(_plain(version))
    numbered = [(_numbers(cycle["cycle"]), cycle) for cycle in cycles]
    if not asked or not numbered or not all(numbers for numbers, _ in numbered):
        return []
    oldest = min(numbered, key=lambda pair: pair[0])
    return [oldest[1]] if asked < oldest[0] else []


def _plain(version: str) -> str:
    text = version.strip().lower()
    text = _ENGINE.sub("", text, count=1) if _ENGINE.match(text) else text.removeprefix("v")
    return text.removesuffix(".x")


def _begins(version: str, cycle: str) -> bool:
    return version == cycle or any(version.startswith(cycle + more) for more in _MORE)


def _numbers(text: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]+(\.[0-9]+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
