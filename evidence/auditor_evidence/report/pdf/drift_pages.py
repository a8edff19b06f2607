"""What runs otherwise than declared."""

from __future__ import annotations

from auditor.drift import Drift
from auditor_evidence.report.drift_text import unmatched_lines
from auditor_evidence.report.pdf.grid import Column, Grid, address
from auditor_evidence.report.pdf.paper import Paper
from auditor_evidence.report.wording import counted, where

TITLE, KEY = "Drift", "drift"
_ROWS = 300


def draw(paper: Paper, drift: Drift) -> None:
    """Draw the verdicts and fields that differ, and the objects of one side only."""
    paper.section(TITLE, KEY)
    paper.text(
        f"{counted(drift.compared, 'object')} stand on both sides, in the declarations and in the "
        "clusters. Only fields that checks look at are compared; what a declaration leaves to the "
        "defaults of the cluster is no drift."
    )
    if drift.untold:
        paper.text(f"{counted(drift.untold, 'field')} could not be compared: one side is unknown.")
    _changes(paper, drift)
    _differences(paper, drift)
    _one_sided(paper, "Running without a declaration", drift.undeclared)
    _one_sided(paper, "Declared, but not running", drift.missing)
    _not_told(paper, drift)


def _changes(paper: Paper, drift: Drift) -> None:
    paper.heading(f"Verdicts that change ({len(drift.changes):,})")
    grid = Grid(
        paper,
        [
            Column("Severity", 1),
            address("Check", 2.4),
            address("Object", 3.4),
            address("At", 2.4),
            Column("Declared", 1.1),
            Column("Running", 1.1),
        ],
    )
    grid.rows(
        [
            item.severity,
            item.check,
            f"{item.scope}: {item.address}",
            item.at,
            item.declared or "not judged",
            item.found or "not judged",
        ]
        for item in drift.changes[:_ROWS]
    )
    grid.end()
    _rest(paper, len(drift.changes))


def _differences(paper: Paper, drift: Drift) -> None:
    paper.heading(f"Fields that differ ({len(drift.differences):,})")
    grid = Grid(
        paper,
        [
            address("Object", 3.2),
            address("Field", 2.4),
            address("Declared", 2),
            address("Running", 2),
            address("Declared in", 2.2),
        ],
    )
    grid.rows(
        [
            f"{item.scope}: {item.address}",
            item.field,
            item.declared or "nothing",
            item.found or "nothing",
            where(item.place) if item.place else "",
        ]
        for item in drift.differences[:_ROWS]
    )
    grid.end()
    _rest(paper, len(drift.differences))


def _one_sided(paper: Paper, title: str, names: tuple[str, ...]) -> None:
    paper.heading(f"{title} ({len(names):,})")
    for name in names[:_ROWS]:
        paper.text(name)
    _rest(paper, len(names))


def _not_told(paper: Paper, drift: Drift) -> None:
    if drift.unmatched:
        paper.heading(f"Not told ({len(drift.unmatched):,})")
        paper.text("These were found on one side; what was read of the other proves nothing.")
        for line in unmatched_lines(drift):
            paper.text(line)


def _rest(paper: Paper, number: int) -> None:
    if number > _ROWS:
        paper.text(f"{number - _ROWS:,} more are in the machine-readable report.")
