"""What was listed and judged, and what stayed unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from auditor.collecting import Gap, Population
from auditor.reporting import Report
from auditor_evidence.report.coverage import adds_up, complete, sums
from auditor_evidence.report.pdf.grid import Column, Grid, Ink, address, number
from auditor_evidence.report.pdf.palette import BAD, GOOD
from auditor_evidence.report.pdf.paper import Paper
from auditor_evidence.report.pdf.typeface import MONO
from auditor_evidence.report.wording import counted, where

_MOST_ROWS = 60
"""More populations than this are added up by account."""


def draw(paper: Paper, report: Report) -> None:
    """Draw the section."""
    paper.section("Coverage", "coverage")
    paper.text(
        "Each source is listed with how many things it held. Listed is the sum of evaluated, "
        "errored and excluded; where an independent count could be had it is given as expected."
    )
    paper.text(
        "Nothing stayed unread, and all counts add up."
        if complete(report)
        else "The coverage is not complete: something stayed unread or does not add up."
    )
    _populations(paper, report)
    _excluded(paper, report)
    _gaps(paper, report)


def _populations(paper: Paper, report: Report) -> None:
    paper.heading("Populations")
    if not report.populations:
        paper.text("No population was stated by any collector.")
        return
    grid = Grid(
        paper,
        [
            Column("Scope", 2.2),
            address("What", 2.0),
            address("How it was listed", 2.8),
            number("Expected", 1.05),
            number("Listed", 0.95),
            number("Evaluated", 1.1),
            number("Errored", 0.95),
            number("Excluded", 1.05),
            Column("Sum", 0.8),
        ],
    )
    rows, empty = _condensed(report.populations)
    grid.rows(_population_row(population) for population in rows)
    several = Counter(population.source for population in rows)
    for source, total in sums(report).items():
        if several[source] < 2:
            continue
        cells = (total.listed, total.evaluated, total.errored, total.excluded)
        grid.row(
            ["All", source, "", "", *(f"{value:,}" for value in cells), ""],
            bold=True,
        )
    grid.end()
    if empty:
        paper.text(
            f"{counted(empty, 'more listing')} held nothing. Each listing of each region is in the "
            "machine-readable part of the bundle."
        )


def _condensed(populations: Sequence[Population]) -> tuple[list[Population], int]:
    """Return the populations to show, and how many held nothing.

    Where there are many (a listing for each region, say), those of one kind below one scope
    (an account) are added up, unless something about them is wrong.
    """
    told = [item for item in populations if item.listed or item.expected or not adds_up(item)]
    empty = len(populations) - len(told)
    if len(told) <= _MOST_ROWS:
        return told, empty
    groups: dict[tuple[str, str], list[Population]] = {}
    for item in told:
        groups.setdefault((item.scope.partition("/")[0], item.source), []).append(item)
    rows: list[Population] = []
    for (scope, source), items in groups.items():
        if len(items) == 1 or not all(map(adds_up, items)):
            rows += items
            continue
        excluded: Counter[str] = Counter()
        for item in items:
            excluded.update(item.excluded)
        rows.append(
            Population(
                scope=scope,
                source=source,
                query=f"{counted(len(items), 'listing')}, such as {items[0].query}",
                listed=sum(item.listed for item in items),
                evaluated=sum(item.evaluated for item in items),
                errored=sum(item.errored for item in items),
                excluded=dict(excluded),
            )
        )
    return rows, empty


def _population_row(population: Population) -> list[str | Ink]:
    excluded = sum(population.excluded.values())
    right = adds_up(population)
    return [
        population.scope,
        population.source,
        population.query,
        "" if population.expected is None else f"{population.expected:,}",
        f"{population.listed:,}",
        f"{population.evaluated:,}",
        f"{population.errored:,}",
        f"{excluded:,}",
        Ink("right" if right else "wrong", GOOD if right else BAD),
    ]


def _excluded(paper: Paper, report: Report) -> None:
    counts: dict[tuple[str, str], int] = {}
    for population in report.populations:
        for reason, count in population.excluded.items():
            key = (reason, population.source)
            counts[key] = counts.get(key, 0) + count
    if not counts:
        return
    paper.heading("Listed but not judged")
    grid = Grid(paper, [Column("Reason", 6), Column("What", 2), number("Count", 1)])
    for (reason, source), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        grid.row([reason, source, f"{count:,}"])
    grid.end()


def _gaps(paper: Paper, report: Report) -> None:
    paper.heading(f"Parts not read ({len(report.gaps):,})")
    if not report.gaps:
        paper.text("None.")
        return
    reasons = Counter(gap.reason.value for gap in report.gaps)
    ordered = [reason for reason, _count in sorted(reasons.items(), key=lambda i: (-i[1], i[0]))]
    paper.text("By reason: " + ", ".join(f"{r} {reasons[r]:,}" for r in ordered) + ".")
    grid = Grid(
        paper,
        [
            Column("Reason", 1.3),
            Column("Scope", 1.8),
            address("What and where", 2.8),
            Column("Detail", 3.6),
        ],
    )
    for gap, count in sorted(_alike(report.gaps), key=lambda i: ordered.index(i[0].reason.value)):
        scope = gap.scope if count == 1 else f"{gap.scope} and {count - 1:,} more"
        grid.row([gap.reason.value, scope, Ink(_spot(gap), face=MONO), gap.detail])
    grid.end()


def _alike(gaps: Iterable[Gap]) -> list[tuple[Gap, int]]:
    """Return gaps with how many there are: the same operation refused in region after region
    is told once an account."""
    groups: dict[tuple[str, ...], list[Gap]] = {}
    for position, gap in enumerate(gaps):
        key: tuple[str, ...] = (gap.reason.value, gap.scope.partition("/")[0], gap.address)
        if not gap.address or gap.place is not None:
            key = (str(position),)
        groups.setdefault(key, []).append(gap)
    return [(items[0], len(items)) for items in groups.values()]


def _spot(gap: Gap) -> str:
    place = where(gap.place) if gap.place is not None else ""
    return " ".join(dict.fromkeys(part for part in (gap.address, place) if part)) or "all of it"
