"""The first page: what was judged, the verdict, who signs."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.reporting import Report
from auditor_evidence.report.pdf.palette import ACCENT, HAIRLINE, INK, MUTED, OUTCOME, RULE
from auditor_evidence.report.pdf.paper import BOTTOM, HEIGHT, LEFT, MEASURE, RIGHT, Paper, shortened
from auditor_evidence.report.pdf.typeface import BOLD, MONO, SANS, faces, lines
from auditor_evidence.report.wording import counted, outcome, summary

_LABEL_WIDTH = 96.0
_MOST_REASONS = 4
_CONTENTS_HEAD = 46.0
_CONTENTS_STEP = 16.0
_SIGNATURES_TOP = BOTTOM + 128


def moment_text(moment: str) -> str:
    """Return an RFC 3339 instant for people: ``2026-11-24 07:42:00 UTC``."""
    day, mark, time = moment.partition("T")
    if not mark:
        return moment
    for zone in ("Z", "+00:00"):
        if time.endswith(zone):
            return f"{day} {time.removesuffix(zone)} UTC"
    return f"{day} {time}"


def draw(paper: Paper, report: Report, sections: Sequence[tuple[str, str]]) -> None:
    """Draw the cover, and the contents where there is room: there or on the next sheet.

    :param sections: pairs of title and key, as given to :meth:`Paper.section`.
    """
    run = report.run
    paper.mark("Cover", 0, "cover")
    paper.box(LEFT, HEIGHT - 84, 36, 3, ACCENT)
    paper.put(LEFT, HEIGHT - 122, "Audit report", face=BOLD, size=30, colour=ACCENT)
    paper.y = HEIGHT - 140
    paper.text(_scope(report), size=11, colour=MUTED, leading=16, after=34)
    _verdict(paper, report)
    facts = [
        ("Judged at", moment_text(run.moment), SANS),
        ("Targets", _targets(run.targets), MONO),
        ("Gate", _gate_setting(report), SANS),
        ("Tool", f"auditor {run.version}", SANS),
        ("Rule pack", f"{run.rule_pack[:16] or 'none'} (SHA-256, first 16 digits)", MONO),
        ("Data sets", _data(report), SANS),
    ]
    for label, value, face in facts:
        _fact(paper, label, value, face)
    _signatures(paper)
    contents = _CONTENTS_HEAD + _CONTENTS_STEP * len(sections)
    if paper.y - contents < _SIGNATURES_TOP + 24:
        paper.turn()
    _contents(paper, sections)


def _scope(report: Report) -> str:
    checks = counted(report.run.checks, "check")
    resources = counted(report.tally.resources, "resource")
    return f"Production readiness and compliance, {checks} on {resources}"


def _verdict(paper: Paper, report: Report) -> None:
    code = report.decision.exit_code
    word, meaning = outcome(report)
    colour = OUTCOME.get(code, INK)
    top = paper.y
    paper.y -= 2
    paper.put(LEFT + 14, paper.y - 30, word, face=BOLD, size=36, colour=colour)
    paper.y -= 50
    sentence = f"Exit code {code}: {meaning}."
    paper.text(sentence, size=10, indent=14, leading=14, after=3)
    reasons = report.decision.reasons
    for reason in reasons[:_MOST_REASONS]:
        paper.text(reason, size=9, indent=14, leading=13, after=1, most=2)
    if len(reasons) > _MOST_REASONS:
        paper.text(
            counted(len(reasons) - _MOST_REASONS, "more reason"),
            size=9,
            indent=14,
            leading=13,
            after=1,
        )
    paper.text(summary(report), size=9, indent=14, leading=13, colour=MUTED, after=2, most=3)
    paper.box(LEFT, paper.y, 4, top - paper.y, colour)
    paper.y -= 28


def _fact(paper: Paper, label: str, value: str, face: str) -> None:
    size = 8.0 if face == MONO else 9.0
    broken = shortened(lines(value, face, size, MEASURE - _LABEL_WIDTH - 12), 2)
    paper.rule(paper.y, weight=0.4)
    paper.put(LEFT, paper.y - 13, label, size=8.5, colour=MUTED)
    for number, line in enumerate(broken):
        paper.put(LEFT + _LABEL_WIDTH, paper.y - 13 - number * 12, line, face=face, size=size)
    paper.y -= 8 + 12 * len(broken)


def _targets(targets: tuple[str, ...]) -> str:
    shown = ", ".join(targets) or "none"
    return f"{len(targets):,} in all: {shown}" if len(targets) > 3 else shown


def _gate_setting(report: Report) -> str:
    run = report.run
    strict = "; strict: unknown verdicts count" if run.strict else ""
    baseline = f"; baseline {run.baseline}" if run.baseline else ""
    return f"fails on {run.fail_on}{strict}{baseline}"


def _data(report: Report) -> str:
    sets = [f"{name} of {date}" for name, date in sorted(report.run.data.items())]
    return ", ".join(sets) or "none"


def _signatures(paper: Paper) -> None:
    column = (MEASURE - 24) / 2
    y = _SIGNATURES_TOP
    for index, role in enumerate(("Prepared by", "Reviewed by")):
        x = LEFT + index * (column + 24)
        paper.put(x, y, role, face=BOLD, size=9, colour=INK)
        for row, label in enumerate(("Name", "Date", "Signature")):
            line = y - 30 - row * 30
            paper.canvas.setStrokeColorRGB(*RULE)
            paper.canvas.setLineWidth(0.6)
            paper.canvas.line(x + 52, line, min(x + column, RIGHT), line)
            paper.put(x, line + 2, label, size=7.4, colour=MUTED)


def _contents(paper: Paper, sections: Sequence[tuple[str, str]]) -> None:
    paper.y -= 24
    paper.put(LEFT, paper.y - 9, "Contents", face=BOLD, size=9, colour=INK)
    paper.y -= _CONTENTS_HEAD - 24
    for title, key in sections:
        paper.put(LEFT, paper.y - 9, title, size=8.5)
        end = LEFT + faces()[SANS].width(title, 8.5) + 8
        paper.canvas.setStrokeColorRGB(*HAIRLINE)
        paper.canvas.setLineWidth(0.5)
        paper.canvas.line(end, paper.y - 8, RIGHT - 22, paper.y - 8)
        paper.promise(RIGHT, paper.y - 9, key, 8.5)
        paper.canvas.linkAbsolute("", key, (LEFT, paper.y - 12, RIGHT, paper.y + 2))
        paper.y -= _CONTENTS_STEP
