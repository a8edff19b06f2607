"""The summary, for those who read no further."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.reporting import Report
from auditor_evidence.report.coverage import complete
from auditor_evidence.report.pdf import charts
from auditor_evidence.report.pdf.material import Material
from auditor_evidence.report.pdf.palette import BAD, DOUBT, GOOD, INK, MUTED, SEVERITY, STATE
from auditor_evidence.report.pdf.paper import Paper
from auditor_evidence.report.wording import SEVERITIES, counted

_PARTS = ("fail", "unknown", "waived", "known", "pass")


def draw(paper: Paper, report: Report, material: Material) -> None:
    """Draw the summary."""
    paper.section("Summary", "summary")
    for sentence in _sentences(report, material):
        paper.text(sentence, size=9.5, leading=14, after=6)
    paper.skip(8)
    states = material.states
    charts.figures(
        paper,
        [
            (states["fail"], "fail", BAD if states["fail"] else GOOD),
            (states["unknown"], "unknown", DOUBT if states["unknown"] else MUTED),
            (states["waived"], "waived", INK),
            (states["known"], "known before", INK),
            (states["pass"], "pass", GOOD),
            (len(report.gaps), "parts not read", DOUBT if report.gaps else MUTED),
        ],
    )
    paper.heading("Failures by severity", follows=50)
    charts.stacked(paper, _by_severity(material), SEVERITY, "no open failures")
    paper.heading("Verdicts by family", follows=80)
    charts.legend(paper, [(part, part) for part in _PARTS], STATE)
    rows = [
        (family, {part: counts[part] for part in _PARTS}, _tale(counts))
        for family, counts in sorted(material.families.items())
    ]
    charts.bars(paper, rows, STATE)


def _by_severity(material: Material) -> dict[str, int]:
    order = dict.fromkeys((*SEVERITIES, *material.severities()))
    counts = {
        severity: sum(len(found) for found in material.failures.get(severity, {}).values())
        for severity in order
    }
    return {severity: count for severity, count in counts.items() if count}


def _tale(counts: Mapping[str, int]) -> str:
    parts = [f"{counts[part]:,} {part}" for part in _PARTS if counts.get(part)]
    return ", ".join(parts) or f"{counts.get('not-applicable', 0):,} not applicable"


def _sentences(report: Report, material: Material) -> list[str]:
    states, run = material.states, report.run
    failed_checks = {check for checks in material.failures.values() for check in checks}
    sentences = [
        f"{counted(run.checks, 'check')} judged {counted(report.tally.resources, 'resource')} "
        f"as of one fixed moment. "
        + (
            f"{counted(states['fail'], 'failure')} of {counted(len(failed_checks), 'check')} "
            f"{'is' if states['fail'] == 1 else 'are'} open; each is listed in this report."
            if states["fail"]
            else "No failure is open."
        )
    ]
    if states["unknown"]:
        sentences.append(
            f"For {counted(states['unknown'], 'verdict')} the answer could not be told from what "
            "was read. Unknown is neither a pass nor a failure; the reasons are listed."
        )
    if states["waived"] or states["known"]:
        sentences.append(
            f"{counted(states['waived'], 'finding')} "
            f"{'was' if states['waived'] == 1 else 'were'} accepted by waivers, and "
            f"{counted(states['known'], 'failure')} {'was' if states['known'] == 1 else 'were'} "
            "there before; neither counts as open."
        )
    if complete(report):
        sentences.append("Nothing that was to be read stayed unread.")
    elif report.gaps:
        sentences.append(
            f"{counted(len(report.gaps), 'part')} stayed unread. This report says nothing about "
            "what was not read; see Coverage."
        )
    else:
        sentences.append(
            "Some of what was listed ended in an error, or the counts do not add up; see Coverage."
        )
    sentences.append(
        "Checks support the control objectives they name. Passing them is not by itself "
        "compliance with any framework."
    )
    return sentences
