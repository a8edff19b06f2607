"""Workflow commands that GitHub Actions shows as annotations."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.collecting import Gap
from auditor.reporting import Canvas, Report
from auditor_evidence.report.encoding import gather, utf8
from auditor_evidence.report.escaping import prose, visible, workflow_data, workflow_property
from auditor_evidence.report.groups import Cluster, gather_findings
from auditor_evidence.report.wording import (
    counted,
    first_paragraph,
    gate,
    page,
    position,
    summary,
    where,
)

_SHOWN_PER_STEP = 10
"""GitHub shows this many annotations of each kind a step; the rest stays in the log."""


class GithubReporter:
    """``::error`` for what may block, ``::notice`` for what only warns, ``::warning`` for gaps.

    One annotation a check and line that the author can edit, the worst first. The closing
    lines are plain text.
    """

    name = "github"
    title = "annotations in GitHub Actions"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(utf8(line + "\n") for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    given = {"error": 0, "notice": 0, "warning": len(report.gaps)}
    gathered = gather_findings(report, by_author=True)
    for cluster in gathered.failures:
        level = "error" if cluster.first.enforce == "block" else "notice"
        given[level] += 1
        mend = first_paragraph(page(report.checks.get(cluster.first.check)).mend)
        yield _failure(level, cluster, mend)
    for gap in report.gaps:
        yield _gap(gap)
    for level, count in given.items():
        if count > _SHOWN_PER_STEP:
            yield (
                f"GitHub shows {_SHOWN_PER_STEP} annotations of a kind: "
                f"{counted(count - _SHOWN_PER_STEP, f'further {level}')} only here in the log"
            )
    yield prose(summary(report))
    yield prose(gate(report))


def _failure(level: str, cluster: Cluster, mend: str) -> str:
    finding = cluster.first
    place = finding.author_place
    properties = {}
    if place is not None:
        properties["file"] = place.file
        if place.line:
            properties["line"] = str(place.line)
            properties["endLine"] = str(max(place.line, place.end_line))
    properties["title"] = f"{finding.severity}: {prose(finding.title)} [{finding.check}]"
    more = f" and {counted(cluster.count - 1, 'more instance')}" if cluster.count > 1 else ""
    lines = [f"{prose(finding.message)} ({visible(finding.resource)}{more})"]
    if finding.calls:
        spots = [*(where(spot) for spot in finding.calls[1:]), position(finding)]
        lines.append("leads to " + " > ".join(visible(spot) for spot in spots if spot))
    if mend:
        lines.append(f"How to mend it: {prose(mend)}")
    return _command(level, properties, "\n".join(lines))


def _gap(gap: Gap) -> str:
    properties = {}
    if gap.place is not None:
        properties["file"] = gap.place.file
        if gap.place.line:
            properties["line"] = str(gap.place.line)
            properties["endLine"] = str(max(gap.place.line, gap.place.end_line))
    properties["title"] = f"not read: {gap.reason.value}"
    subject = " ".join(dict.fromkeys(part for part in (gap.scope, gap.address) if part))
    return _command("warning", properties, f"{visible(subject)}: {prose(gap.detail)}")


def _command(level: str, properties: dict[str, str], message: str) -> str:
    named = ",".join(f"{key}={workflow_property(value)}" for key, value in properties.items())
    return f"::{level} {named}::{workflow_data(message)}"
