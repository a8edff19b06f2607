"""Open failures in full, from the worst on; known ones as counts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from auditor.findings import Finding
from auditor.reporting import Report
from auditor_evidence.report.pdf.grid import Column, Grid, address, number
from auditor_evidence.report.pdf.material import Material
from auditor_evidence.report.pdf.palette import MUTED, SEVERITY
from auditor_evidence.report.pdf.paper import LEFT, MEASURE, RIGHT, Paper
from auditor_evidence.report.pdf.typeface import BOLD, MONO, SANS, faces, lines
from auditor_evidence.report.wording import (
    counted,
    first_paragraph,
    page,
    position,
    severity_rank,
    where,
)

_LABEL_WIDTH = 74.0
_TALLEST = 480.0


def draw(paper: Paper, report: Report, material: Material) -> None:
    """Draw the section."""
    paper.section("Findings", "findings")
    paper.text(
        "Open failures, from the worst on, gathered by check. Passes are counted in the summary "
        "and under Method; every single verdict is in the machine-readable reports."
    )
    if not material.failures:
        paper.text("No failure is open.")
    for severity in material.severities():
        by_check = material.failures[severity]
        total = sum(len(found) for found in by_check.values())
        for index, check in enumerate(sorted(by_check)):
            block = _block(paper, report, by_check[check])
            if index == 0:
                heading = f"{severity.capitalize()} ({total:,})"
                paper.heading(heading, follows=block.height + 6)
            _check(paper, severity, block, by_check[check])
    _known(paper, material)


class _Block(Struct, frozen=True):
    """One check's failures, and how high the part is that must not be torn."""

    first: Finding
    told: list[tuple[str, tuple[str, ...]]]
    grid: Grid
    height: float


def _block(paper: Paper, report: Report, findings: Sequence[Finding]) -> _Block:
    first = findings[0]
    sheet = page(report.checks.get(first.check))
    grid = Grid(
        paper, [address("Resource", 3.4), address("Where", 2.6), Column("What is wrong", 3.6)]
    )
    told = [
        (label, lines(text, SANS, 8, MEASURE - _LABEL_WIDTH))
        for label, text in (
            ("Why it matters", first_paragraph(sheet.why)),
            ("How to mend it", first_paragraph(sheet.mend)),
            ("Supports", ", ".join(first.controls)),
        )
        if text
    ]
    head = 46 + sum(len(broken) * 11.4 + 2 for _label, broken in told)
    return _Block(first, told, grid, min(head + grid.height_of(_row(first)), _TALLEST))


def _check(paper: Paper, severity: str, block: _Block, findings: Sequence[Finding]) -> None:
    paper.skip(6)
    paper.need(block.height)
    _title(paper, severity, block.first, len(findings))
    for label, broken in block.told:
        _told(paper, label, broken)
    paper.y -= 4
    block.grid.rows(_row(finding) for finding in findings)
    block.grid.end(14)


def _title(paper: Paper, severity: str, finding: Finding, count: int) -> None:
    paper.mark(f"{finding.check} ({count:,})", 2)
    tail = counted(count, "finding")
    if finding.enforce != "block":
        tail = f"{tail}, {finding.enforce} only"
    taken = faces()[SANS].width(tail, 7.4) + 12
    paper.box(LEFT, paper.y - 11, 3, 11, SEVERITY.get(severity, MUTED))
    for index, line in enumerate(lines(finding.title, BOLD, 9.5, MEASURE - 10 - taken)):
        if index == 0:
            paper.put(RIGHT, paper.y - 9.5, tail, size=7.4, colour=MUTED, right=True)
        paper.put(LEFT + 9, paper.y - 9.5, line, face=BOLD, size=9.5)
        paper.y -= 12.5
    paper.put(LEFT + 9, paper.y - 8, finding.check, face=MONO, size=7, colour=MUTED)
    paper.y -= 16


def _told(paper: Paper, label: str, broken: Sequence[str]) -> None:
    for index, line in enumerate(broken):
        paper.need(11.4)
        if index == 0:
            paper.put(LEFT + 9, paper.y - 8.5, label, size=7.4, colour=MUTED)
        paper.put(LEFT + _LABEL_WIDTH, paper.y - 8.5, line, size=8)
        paper.y -= 11.4
    paper.y -= 2


def _row(finding: Finding) -> list[str]:
    calls = "".join(f" from {where(place)}" for place in reversed(finding.calls))
    return [finding.resource, (position(finding) + calls) or finding.scope, finding.message]


def _known(paper: Paper, material: Material) -> None:
    known = [(check, counts["known"]) for check, counts in material.checks.items()]
    rows = [(check, count) for check, count in known if count]
    if not rows:
        return
    total = sum(count for _check, count in rows)
    paper.heading(f"Known before ({total:,})")
    paper.text(
        "Failures that the baseline lists or that stand on resources which the plan leaves as "
        "they are. They are failures all the same; the gate does not count them."
    )
    grid = Grid(
        paper,
        [Column("Check", 4), address("Id", 4), Column("Severity", 1.2), number("Failures", 1)],
    )
    rows.sort(key=lambda row: (severity_rank(material.titles[row[0]][1]), row[0]))
    for check, count in rows:
        title, severity = material.titles[check]
        grid.row([title, check, severity, f"{count:,}"])
    grid.end()
