"""Small drawings: figures in a row and stacked bars, always measured from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor_evidence.report.pdf.palette import HAIRLINE, INK, MUTED, RULE, Colour
from auditor_evidence.report.pdf.paper import LEFT, MEASURE, RIGHT, Paper
from auditor_evidence.report.pdf.typeface import BOLD, SANS, faces, lines

_LABEL_WIDTH = 88.0
_TALE_WIDTH = 128.0
_MOST_TICKS = 5
_THINNEST = 1.2


def figures(paper: Paper, entries: Sequence[tuple[int, str, Colour]]) -> None:
    """Draw counts with their labels side by side."""
    gap = 8.0
    width = (MEASURE - gap * (len(entries) - 1)) / len(entries)
    paper.need(62)
    for index, (count, label, colour) in enumerate(entries):
        x = LEFT + index * (width + gap)
        paper.box(x, paper.y - 2, width, 2, colour)
        paper.put(x, paper.y - 27, f"{count:,}", face=BOLD, size=20, colour=colour)
        paper.put(x, paper.y - 40, label, size=7.4, colour=MUTED)
    paper.y -= 56


def stacked(
    paper: Paper, counts: Mapping[str, int], colours: Mapping[str, Colour], nothing: str
) -> None:
    """Draw one bar over the whole measure with a legend below it."""
    total = sum(counts.values())
    paper.need(44)
    if not total:
        paper.box(LEFT, paper.y - 14, MEASURE, 14, HAIRLINE)
        paper.put(LEFT + 6, paper.y - 10, nothing, size=7.4, colour=MUTED)
        paper.y -= 28
        return
    x = LEFT
    for label, count in counts.items():
        if count:
            width = MEASURE * count / total
            paper.box(x, paper.y - 14, width, 14, colours.get(label, MUTED))
            x += width
    paper.y -= 24
    legend(paper, [(f"{count:,} {label}", label) for label, count in counts.items()], colours)


def legend(paper: Paper, entries: Sequence[tuple[str, str]], colours: Mapping[str, Colour]) -> None:
    """Draw a line of coloured squares with their meaning."""
    x = LEFT
    for text, label in entries:
        width = faces()[SANS].width(text, 7.4) + 22
        if x + width > RIGHT:
            x = LEFT
            paper.y -= 12
        paper.box(x, paper.y - 7, 7, 7, colours.get(label, MUTED))
        paper.put(x + 11, paper.y - 6.4, text, size=7.4, colour=INK)
        x += width
    paper.y -= 18


def bars(
    paper: Paper,
    rows: Sequence[tuple[str, Mapping[str, int], str]],
    colours: Mapping[str, Colour],
) -> None:
    """Draw one stacked bar a row on a common scale from zero.

    :param rows: label, counts by part in drawing order, and the counts in words.
    """
    start = LEFT + _LABEL_WIDTH
    span = MEASURE - _LABEL_WIDTH - _TALE_WIDTH - 8
    step, ticks = _ticks(max((sum(counts.values()) for _label, counts, _tale in rows), default=0))
    scale = step * ticks
    _axis(paper, start, span, step, ticks)
    for label, counts, tale in rows:
        told = lines(tale, SANS, 6.8, _TALE_WIDTH)
        named = lines(label, SANS, 8, _LABEL_WIDTH - 8)
        height = max(15.0, len(told) * 8.6 + 4, len(named) * 10 + 4)
        if paper.room < height:
            paper.turn()
            _axis(paper, start, span, step, ticks)
        for number, line in enumerate(named):
            paper.put(LEFT, paper.y - 9.5 - number * 10, line, size=8)
        x = start
        for part, count in counts.items():
            if count:
                width = max(span * count / scale, _THINNEST)
                paper.box(x, paper.y - 11.5, width, 9, colours.get(part, MUTED))
                x += width
        for number, line in enumerate(told):
            y = paper.y - 9.2 - number * 8.6
            paper.put(start + span + 8, y, line, size=6.8, colour=MUTED)
        paper.y -= height
    paper.y -= 6


def _axis(paper: Paper, start: float, span: float, step: int, ticks: int) -> None:
    for tick in range(ticks + 1):
        x = start + span * tick / ticks
        value = step * tick
        paper.put(
            x + faces()[SANS].width(f"{value:,}", 6.2) / 2,
            paper.y - 7,
            f"{value:,}",
            size=6.2,
            colour=MUTED,
            right=True,
        )
    paper.y -= 10
    paper.canvas.setStrokeColorRGB(*RULE)
    paper.canvas.setLineWidth(0.5)
    paper.canvas.line(start, paper.y, start + span, paper.y)
    paper.y -= 3


def _ticks(most: int) -> tuple[int, int]:
    """Return a round step and how many of them, five at most, hold ``most``."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            step = power * factor
            if step * _MOST_TICKS >= most:
                return step, max(-(-most // step), 1)
        power *= 10
