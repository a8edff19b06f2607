"""Sheets of A4 filled from the top: text, headings, outline, running heads and page numbers.

Coordinates are points; ``y`` is the top edge of what comes next. Numbers that are known
only at the end (pages in all, pages of sections) are drawn as forms and defined last, so
that no page need be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from auditor_evidence.report.pdf.palette import ACCENT, HAIRLINE, INK, MUTED, RULE, Colour
from auditor_evidence.report.pdf.typeface import BOLD, SANS, faces, lines

WIDTH: float = A4[0]
HEIGHT: float = A4[1]
LEFT = 54.0
RIGHT = WIDTH - 54.0
TOP = HEIGHT - 68.0
BOTTOM = 62.0
MEASURE = RIGHT - LEFT

_ALL_PAGES = "pages-in-all"
_ASCENT = 0.76
"""Height of the letters above the line, as a part of the size."""


class Paper:
    """One document being written."""

    def __init__(self, title: str, subject: str, head: str, foot: str) -> None:
        self._faces = faces()
        self._buffer = BytesIO()
        self.canvas = Canvas(
            self._buffer, pagesize=A4, invariant=1, lang="en", initialFontName=SANS
        )
        self.canvas.setPageCompression(1)
        self.canvas.setTitle(title)
        self.canvas.setSubject(subject)
        self.canvas.setAuthor("auditor")
        self.canvas.setCreator("auditor")
        self.canvas.showOutline()
        self._head = head
        self._foot = foot
        self._marks = 0
        self._sections: dict[str, int] = {}
        self._promised: dict[str, float] = {}
        self._running = False
        self.y: float = TOP

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.y - BOTTOM

    def need(self, height: float) -> None:
        """Turn the page unless this much is left on it."""
        if self.room < height and self.y < TOP:
            self.turn()

    def turn(self) -> None:
        """End this page and start another with its running head."""
        self.canvas.showPage()
        self._running = True
        self.y = TOP
        self._furnish()

    def skip(self, height: float) -> None:
        """Leave white space, none at the top of a page."""
        if self.y < TOP:
            self.y -= height

    def put(
        self,
        x: float,
        y: float,
        text: str,
        *,
        face: str = SANS,
        size: float = 8.5,
        colour: Colour = INK,
        right: bool = False,
    ) -> None:
        """Draw one line of text with its foot at ``y``; ``x`` is its left or right end."""
        self.canvas.setFont(face, size)
        self.canvas.setFillColorRGB(*colour)
        shown = self._faces[face].printable(text)
        if right:
            x -= self._faces[face].width(shown, size)
        self.canvas.drawString(x, y, shown)

    def rule(self, y: float, *, colour: Colour = RULE, weight: float = 0.5) -> None:
        """Draw a line across the measure."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(weight)
        self.canvas.line(LEFT, y, RIGHT, y)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle whose lower left corner is given."""
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def text(
        self,
        text: str,
        *,
        face: str = SANS,
        size: float = 8.5,
        leading: float = 0.0,
        colour: Colour = INK,
        indent: float = 0.0,
        width: float = 0.0,
        after: float = 4.0,
        most: int = 0,
    ) -> None:
        """Set a paragraph, over pages if it must be; ``most`` lines of it unless that is 0."""
        step = leading or size * 1.42
        broken = shortened(lines(text, face, size, (width or MEASURE) - indent), most)
        self.need(min(len(broken), 2) * step)
        for line in broken:
            self.need(step)
            foot = self.y - size * _ASCENT - 1
            self.put(LEFT + indent, foot, line, face=face, size=size, colour=colour)
            self.y -= step
        self.y -= after

    def section(self, title: str, key: str, *, fresh: bool = True) -> None:
        """Start a section, in the outline and for :meth:`promise`.

        :param fresh: on a page of its own, rather than where a third of one is left.
        """
        if fresh or self.room < (TOP - BOTTOM) / 3:
            self.turn()
        self.skip(26)
        self.mark(title, 0, key)
        self.put(LEFT, self.y - 15, title, face=BOLD, size=17, colour=ACCENT)
        self.y -= 24
        self.rule(self.y, colour=ACCENT, weight=1.2)
        self.y -= 14

    def heading(self, title: str, *, follows: float = 60.0, outline: int | None = 1) -> None:
        """Set a heading within a section; ``follows`` points after it stay on its page."""
        self.skip(10)
        self.need(22 + follows)
        if outline is not None:
            self.mark(title, outline)
        self.put(LEFT, self.y - 10, title, face=BOLD, size=11.5, colour=INK)
        self.y -= 21

    def mark(self, title: str, level: int, key: str = "") -> None:
        """Add an outline entry that leads here."""
        self._marks += 1
        name = key or f"mark-{self._marks}"
        if key:
            self._sections[key] = self.canvas.getPageNumber()
        self.canvas.bookmarkPage(name, fit="XYZ", left=0, top=min(self.y + 12, HEIGHT))
        self.canvas.addOutlineEntry(
            self._faces[SANS].printable(title), name, level=level, closed=level >= 1
        )

    def promise(self, x: float, y: float, key: str, size: float) -> None:
        """Draw the page number of a section that comes later, its right end at ``x``."""
        self._promised[key] = size
        self._form_at(x, y, f"page-of-{key}")

    def finish(self) -> bytes:
        """Close the last page, keep the promises and return the document."""
        self.canvas.showPage()
        total = self.canvas.getPageNumber() - 1
        self._define(_ALL_PAGES, str(total), 7.0, MUTED, right=False)
        for key, size in self._promised.items():
            self._define(f"page-of-{key}", str(self._sections.get(key, 0)), size, INK, right=True)
        self.canvas.save()
        return self._buffer.getvalue()

    def _furnish(self) -> None:
        self.put(LEFT, HEIGHT - 40, self._head, size=7, colour=MUTED)
        self.rule(HEIGHT - 46, colour=HAIRLINE)
        self.rule(BOTTOM - 14, colour=HAIRLINE)
        label = f"Page {self.canvas.getPageNumber()} of "
        self.put(LEFT, BOTTOM - 25, label, size=7, colour=MUTED)
        self._form_at(LEFT + self._faces[SANS].width(label, 7), BOTTOM - 25, _ALL_PAGES)
        self.put(RIGHT, BOTTOM - 25, self._foot, size=7, colour=MUTED, right=True)

    def _form_at(self, x: float, y: float, name: str) -> None:
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def _define(self, name: str, text: str, size: float, colour: Colour, *, right: bool) -> None:
        self.canvas.beginForm(name, -60, -10, 60, 20)
        self.put(0, 0, text, size=size, colour=colour, right=right)
        self.canvas.endForm()


def shortened(broken: Sequence[str], most: int) -> Sequence[str]:
    """Return at most so many lines (all, for 0), the last ending in an ellipsis if some go."""
    if not most or len(broken) <= most:
        return broken
    return [*broken[: most - 1], f"{broken[most - 1]} …"]
