"""The order of the document."""

from __future__ import annotations

from auditor.reporting import Report
from auditor_evidence.report.escaping import prose
from auditor_evidence.report.pdf import (
    closing_pages,
    cover,
    coverage_pages,
    drift_pages,
    finding_pages,
    summary,
)
from auditor_evidence.report.pdf.material import read
from auditor_evidence.report.pdf.paper import Paper
from auditor_evidence.report.pdf.typeface import lines

_SECTIONS = (
    ("Summary", "summary"),
    ("Coverage", "coverage"),
    ("Findings", "findings"),
    ("Control objectives", "objectives"),
    ("Waivers", "waivers"),
    ("Unknown verdicts", "unknowns"),
    ("Method and versions", "method"),
)
_DRIFT_AT = 3


def compose(report: Report) -> bytes:
    """Return the whole PDF."""
    run = report.run
    material = read(report)
    targets = prose(", ".join(run.targets))
    head = f"Audit report: {targets}"
    paper = Paper(
        title=_short(head, 200),
        subject=f"judged at {run.moment} by auditor {run.version}",
        head=_short(f"Audit report of {cover.moment_text(run.moment)}: {targets}", 110),
        foot=f"auditor {run.version}, rule pack {run.rule_pack[:16]}",
    )
    sections = list(_SECTIONS)
    if report.drift is not None:
        sections.insert(_DRIFT_AT, (drift_pages.TITLE, drift_pages.KEY))
    cover.draw(paper, report, sections)
    summary.draw(paper, report, material)
    coverage_pages.draw(paper, report)
    finding_pages.draw(paper, report, material)
    if report.drift is not None:
        drift_pages.draw(paper, report.drift)
    closing_pages.draw_objectives(paper, report, material)
    closing_pages.draw_waivers(paper, report, material)
    closing_pages.draw_unknowns(paper, material)
    closing_pages.draw_method(paper, report, material)
    document = paper.finish()
    lines.cache_clear()
    return document


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
