"""The embedded typefaces: DejaVu Sans Condensed and DejaVu Sans Mono.

They cover Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters. A
character without a glyph is spelt out as ``[U+65E5]`` so that nothing vanishes. Text is
set from left to right throughout; Hebrew and Arabic keep their order of letters in the
file and are not joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from auditor_evidence.report.escaping import visible

SANS = "auditor-sans"
BOLD = "auditor-sans-bold"
MONO = "auditor-mono"

_FILES = {
    SANS: "DejaVuSansCondensed.ttf",
    BOLD: "DejaVuSansCondensed-Bold.ttf",
    MONO: "DejaVuSansMono.ttf",
}

_BREAKS = r"/:\-._=,\[\]\"@|;"
_PIECE = re.compile(rf"[^{_BREAKS}]*[{_BREAKS}]|[^{_BREAKS}]+")
"""The parts that a word longer than its column is broken into."""
_LONGEST_KEPT = 200
"""Characters of a word whose width is remembered; longer ones hardly come again."""


class Face:
    """The widths of one typeface."""

    def __init__(self, name: str, font: TTFont) -> None:
        self.name = name
        self._widths: dict[int, float] = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self._glyphs: dict[int, int] = font.face.charToGlyph
        self._words: dict[str, float] = {}

    def printable(self, text: str) -> str:
        """Return the text with what cannot be shown spelt out."""
        shown = visible(text)
        if shown.isascii():
            return shown
        return "".join(
            character if ord(character) in self._glyphs else f"[U+{ord(character):04X}]"
            for character in shown
        )

    def covers(self, text: str) -> bool:
        """Say whether every character has a glyph."""
        return text.isascii() or all(ord(character) in self._glyphs for character in text)

    def width(self, text: str, size: float) -> float:
        """Return the width of printable text in points."""
        cached = self._words.get(text)
        if cached is None:
            cached = sum(self._steps(text)) / 1000
            if len(self._words) > 50_000:
                self._words.clear()
            if len(text) <= _LONGEST_KEPT:
                self._words[text] = cached
        return cached * size

    def portions(self, text: str, size: float, width: float) -> Iterator[str]:
        """Cut printable text into parts as long as ``width`` points allow, of a character at
        least."""
        start, used = 0, 0.0
        for index, step in enumerate(self._steps(text)):
            if index > start and (used + step) / 1000 * size > width:
                yield text[start:index]
                start, used = index, 0.0
            used += step
        yield text[start:]

    def _steps(self, text: str) -> Iterator[float]:
        """Yield the width of every character, in thousandths of its size."""
        widths, default = self._widths, self._default
        return (widths.get(ord(character), default) for character in text)


@lru_cache(maxsize=1)
def faces() -> dict[str, Face]:
    """Load and register the typefaces, once a process."""
    folder = files("auditor_evidence.report") / "fonts"
    loaded: dict[str, Face] = {}
    for name, file in _FILES.items():
        font = TTFont(name, BytesIO((folder / file).read_bytes()))
        pdfmetrics.registerFont(font)
        loaded[name] = Face(name, font)
    return loaded


@lru_cache(maxsize=20_000)
def lines(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Break text into lines no wider than ``width`` points, at spaces where that is possible.

    A word wider than the column (an ARN) is broken after its punctuation, and within a
    part only when that part alone is wider than the column.
    """
    font = faces()[face]
    space = font.width(" ", size)
    result: list[str] = []
    line, used = "", 0.0
    for word in font.printable(" ".join(text.split())).split(" "):
        wide = font.width(word, size)
        gap = space if line else 0.0
        if used + gap + wide <= width:
            line, used = f"{line} {word}" if line else word, used + gap + wide
            continue
        if wide <= width:
            result.append(line)
            line, used = word, wide
            continue
        line = f"{line} " if line else ""
        used += gap
        for piece in _pieces(font, word, size, width):
            step = font.width(piece, size)
            if line and used + step > width:
                result.append(line.rstrip())
                line, used = "", 0.0
            line, used = line + piece, used + step
    result.append(line)
    return tuple(result)


def _pieces(font: Face, word: str, size: float, width: float) -> Iterator[str]:
    for piece in _PIECE.findall(word):
        yield from font.portions(piece, size, width)
