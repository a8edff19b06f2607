"""Tables that are drawn row by row, so that ten thousand rows cost no more memory than ten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from auditor_evidence.report.pdf.palette import HAIRLINE, INK, MUTED, RULE, SHADE, Colour
from auditor_evidence.report.pdf.paper import LEFT, MEASURE, Paper
from auditor_evidence.report.pdf.typeface import BOLD, MONO, SANS, faces, lines

_PAD = 3.2
_GUTTER = 7.0
_BLEED = 4.0
"""By how much the shade of the head reaches over the text on both sides."""
_HEAD_SIZE = 6.8
_LEADING = 1.36
_MOST_LINES = 40
"""Rows with more lines than this go on in a further row, so that any row fits a page."""


class Column(Struct, frozen=True):
    """A column; ``share`` is its part of the width in proportion to the others' shares."""

    title: str
    share: float
    face: str = SANS
    right: bool = False
    size: float = 7.4


class Ink(Struct, frozen=True):
    """A cell's text in its own colour and face."""

    text: str
    colour: Colour = INK
    face: str = ""


Cell: TypeAlias = str | Ink


def address(title: str, share: float) -> Column:
    """Return a column for addresses, paths and digests."""
    return Column(title, share, face=MONO, size=6.5)


def number(title: str, share: float) -> Column:
    """Return a column for counts."""
    return Column(title, share, right=True)


class Grid:
    """Draws rows under a head that is repeated on every page."""

    def __init__(self, paper: Paper, columns: Sequence[Column]) -> None:
        self._paper = paper
        self._columns = columns
        shares = sum(column.share for column in columns)
        free = MEASURE - _GUTTER * (len(columns) - 1)
        self._widths = [free * column.share / shares for column in columns]
        self._starts: list[float] = []
        x = LEFT
        for width in self._widths:
            self._starts.append(x)
            x += width + _GUTTER
        self._tallest = max(column.size for column in columns)
        self._begun = False

    @property
    def head_height(self) -> float:
        """Points that the head takes."""
        return _HEAD_SIZE * 1.35 * self._head_lines() + 2 * _PAD

    def rows(self, rows: Iterable[Sequence[Cell]], *, bold: bool = False) -> None:
        """Draw rows; ``bold`` sets them apart as sums."""
        for row in rows:
            self.row(row, bold=bold)

    def row(self, row: Sequence[Cell], *, bold: bool = False) -> None:
        """Draw one row, on the next page if it does not fit."""
        broken = self._broken(row, bold)
        longest = max(len(cell) for cell in broken)
        for start in range(0, longest, _MOST_LINES):
            part = [cell[start : start + _MOST_LINES] for cell in broken]
            self._draw(row, part, bold, last=start + _MOST_LINES >= longest)

    def end(self, after: float = 10.0) -> None:
        """Leave white space below the table."""
        self._paper.y -= after

    def height_of(self, row: Sequence[Cell]) -> float:
        """Return the points that head and one row take."""
        heights = [
            len(broken) * column.size * _LEADING
            for broken, column in zip(self._broken(row, False), self._columns, strict=True)
        ]
        most = _MOST_LINES * _LEADING * 7.4
        return self.head_height + min(max(heights), most) + 2 * _PAD

    def _broken(self, row: Sequence[Cell], bold: bool) -> list[tuple[str, ...]]:
        return [
            lines(_text(cell), *self._face(cell, index, bold), self._widths[index])
            for index, cell in enumerate(row)
        ]

    def _face(self, cell: Cell, index: int, bold: bool) -> tuple[str, float]:
        column = self._columns[index]
        own = cell.face if isinstance(cell, Ink) else ""
        face = own or (BOLD if bold and column.face == SANS else column.face)
        if face == MONO and not faces()[MONO].covers(_text(cell)):
            face = SANS
        return face, column.size

    def _head_lines(self) -> int:
        return max(
            len(lines(column.title, BOLD, _HEAD_SIZE, width))
            for column, width in zip(self._columns, self._widths, strict=True)
        )

    def _head(self) -> None:
        paper = self._paper
        height = self.head_height
        paper.box(LEFT - _BLEED, paper.y - height, MEASURE + 2 * _BLEED, height, SHADE)
        for column, start, width in zip(self._columns, self._starts, self._widths, strict=True):
            y = paper.y - _PAD - _HEAD_SIZE
            for line in lines(column.title, BOLD, _HEAD_SIZE, width):
                x = start + width if column.right else start
                paper.put(x, y, line, face=BOLD, size=_HEAD_SIZE, colour=MUTED, right=column.right)
                y -= _HEAD_SIZE * 1.35
        paper.y -= height
        paper.rule(paper.y, colour=RULE)
        self._begun = True

    def _draw(
        self, row: Sequence[Cell], part: Sequence[tuple[str, ...]], bold: bool, *, last: bool
    ) -> None:
        paper = self._paper
        steps = [column.size * _LEADING for column in self._columns]
        height = max(len(cell) * step for cell, step in zip(part, steps, strict=True)) + 2 * _PAD
        wanted = height if self._begun else height + self.head_height
        if paper.room < wanted:
            paper.turn()
            self._begun = False
        if not self._begun:
            self._head()
        top = paper.y
        for index, broken in enumerate(part):
            cell = row[index]
            face, size = self._face(cell, index, bold)
            colour = cell.colour if isinstance(cell, Ink) else INK
            right = self._columns[index].right
            x = self._starts[index] + (self._widths[index] if right else 0)
            y = top - _PAD - self._tallest * 0.86
            for line in broken:
                paper.put(x, y, line, face=face, size=size, colour=colour, right=right)
                y -= steps[index]
        paper.y = top - height
        if last:
            paper.rule(paper.y, colour=HAIRLINE, weight=0.4)


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text
