"""Colours as RGB between 0 and 1, readable in print and without colour vision."""

from __future__ import annotations

from typing import TypeAlias

Colour: TypeAlias = tuple[float, float, float]


def _hex(code: str) -> Colour:
    red, green, blue = (int(code[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return (red, green, blue)


INK = _hex("1b2430")
MUTED = _hex("5f6b7a")
RULE = _hex("c9d0d9")
HAIRLINE = _hex("e4e8ed")
SHADE = _hex("f4f6f8")
ACCENT = _hex("1f3a5f")
WHITE = _hex("ffffff")

GOOD = _hex("2f6b4f")
BAD = _hex("9b1c1c")
DOUBT = _hex("b4690e")

SEVERITY: dict[str, Colour] = {
    "critical": _hex("7f1d1d"),
    "high": _hex("c2410c"),
    "medium": _hex("d29922"),
    "low": _hex("5b7fa8"),
    "info": _hex("9aa5b1"),
}

STATE: dict[str, Colour] = {
    "fail": _hex("9b1c1c"),
    "unknown": _hex("d29922"),
    "waived": _hex("6b7f99"),
    "known": _hex("b08d8d"),
    "pass": _hex("a9c7b5"),
}

OUTCOME: dict[int, Colour] = {0: GOOD, 1: BAD, 3: DOUBT}
