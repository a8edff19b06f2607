"""What was listed, what was judged, and whether anything stayed unread."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from auditor.collecting import Population
from auditor.reporting import Report
from auditor_evidence.report.encoding import population_record


class Sum(Struct):
    """Populations of one kind of source (``resources``, ``files``) added up."""

    listed: int = 0
    evaluated: int = 0
    errored: int = 0
    excluded: int = 0


def adds_up(population: Population) -> bool:
    """Say whether every listed thing is accounted for, and none that was expected is missing."""
    accounted = population.evaluated + population.errored + sum(population.excluded.values())
    return population.listed == accounted and population.expected in (None, population.listed)


def complete(report: Report) -> bool:
    """Say whether nothing stayed unread: no gap, no error, and every population adds up.

    What is listed but judged by no check (``excluded``) is counted apart and does not
    make a report incomplete.
    """
    return not report.gaps and all(
        adds_up(population) and not population.errored for population in report.populations
    )


def sums(report: Report) -> dict[str, Sum]:
    """Return the sums by source, sorted by its name."""
    totals: dict[str, Sum] = {}
    for population in report.populations:
        total = totals.setdefault(population.source, Sum())
        total.listed += population.listed
        total.evaluated += population.evaluated
        total.errored += population.errored
        total.excluded += sum(population.excluded.values())
    return dict(sorted(totals.items()))


def coverage_record(report: Report) -> dict[str, Any]:
    """Return ``{"complete", "gaps", "sums", "populations"}``."""
    return {
        "complete": complete(report),
        "gaps": len(report.gaps),
        "sums": sums(report),
        "populations": [population_record(population) for population in report.populations],
    }
