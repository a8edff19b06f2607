"""Colour by ANSI codes, and wrapping that keeps words whole."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_SEVERITY_CODES = {
    "critical": "1;97;41",
    "high": "1;31",
    "medium": "33",
    "low": "36",
    "info": "2",
}
_LEAST_WIDTH = 20


class Style:
    """Paints text when colour is wanted, and leaves it alone otherwise."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def severity(self, severity: str, text: str) -> str:
        return self._paint(_SEVERITY_CODES.get(severity, "1"), text)

    def badge(self, severity: str) -> str:
        return self.severity(severity, f" {severity.upper()} ")

    def bold(self, text: str) -> str:
        return self._paint("1", text)

    def dim(self, text: str) -> str:
        return self._paint("2", text)

    def good(self, text: str) -> str:
        return self._paint("32", text)

    def bad(self, text: str) -> str:
        return self._paint("31", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text.strip() else text


def cells(text: str) -> int:
    """Return how many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def wrap(text: str, width: int) -> list[str]:
    """Break text at spaces only, so that addresses and ARNs can be copied whole."""
    limit = max(width, _LEAST_WIDTH)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = cells(word)
        if line and used + 1 + size > limit:
            lines.append(line)
            line, used = word, size
        elif line:
            line, used = f"{line} {word}", used + 1 + size
        else:
            line, used = word, size
    lines.append(line)
    return lines
