"""Text for people at a terminal, and plain lines for logs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.facts import Place
from auditor.findings import Finding
from auditor.reporting import Canvas, Report
from auditor_evidence.report.drift_text import drift_lines
from auditor_evidence.report.encoding import gather, utf8
from auditor_evidence.report.escaping import prose, visible
from auditor_evidence.report.groups import Cluster, Gathered, gather_findings
from auditor_evidence.report.style import Style, cells, wrap
from auditor_evidence.report.wording import (
    body,
    counted,
    excluded_text,
    first_paragraph,
    first_sentence,
    gap_text,
    gate,
    page,
    summary,
    waiver_text,
    where,
)

_MAX_UNKNOWNS = 10
_MAX_GAPS = 20
_LABEL_WIDTH = 13
_FRAME_LINES = 5
_MAX_TOGETHER = 5
_PILE = 3
"""Failures in the same lines from which on their code is shown once."""


class TerminalReporter:
    """Failures with their code, then what could not be told or read, then the summary."""

    name = "terminal"
    title = "for people: findings with code, why and how to mend"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(utf8(line + "\n") for line in _lines(report, canvas))


def _lines(report: Report, canvas: Canvas) -> Iterator[str]:
    style = Style(canvas.colour)
    if not canvas.quiet:
        gathered = gather_findings(report)
        paths = _Paths(canvas.base)
        if canvas.terminal:
            explained: set[str] = set()
            for clusters in _together(gathered.failures):
                first = clusters[0].first
                if any(cluster.first.check != first.check for cluster in clusters):
                    yield from _pile(report, canvas, style, paths, clusters, explained)
                elif len(clusters) == 1:
                    yield from _block(canvas, style, paths, clusters[0])
                else:
                    yield from _list(canvas, style, clusters)
                if first.check not in explained:
                    explained.add(first.check)
                    yield from _reason(report, canvas, style, first)
                yield ""
        else:
            for cluster in gathered.failures:
                yield from _plain(paths, cluster)
        yield from _rest(report, canvas, style, gathered)
    yield from _closing(report, canvas, style)


class _Paths:
    """Turns the report's paths into ones relative to where the reader stands."""

    def __init__(self, base: Path | None) -> None:
        self._base = base
        self._here = Path.cwd()

    def show(self, place: Place) -> str:
        path = place.file
        if self._base not in (None, self._here):
            path = os.path.relpath(Path(self._base, path), self._here)
        shown = visible(where(Place(path, place.line, place.end_line)))
        return f"./{shown}" if shown.startswith((":", "#")) else shown


def _plain(paths: _Paths, cluster: Cluster) -> Iterator[str]:
    finding = cluster.first
    place = body(finding)
    spot = f"{paths.show(place)}: " if place else ""
    more = f" and {counted(cluster.count - 1, 'more instance')}" if cluster.count > 1 else ""
    soft = "" if finding.enforce == "block" else f" [{finding.enforce}]"
    yield (
        f"{spot}{finding.severity} {finding.check}{soft} {prose(finding.message)} "
        f"({visible(finding.resource)}{more})"
    )
    for call in cluster.calls:
        yield f"  called from {paths.show(call)}"


def _block(canvas: Canvas, style: Style, paths: _Paths, cluster: Cluster) -> Iterator[str]:
    finding = cluster.first
    yield from _title(canvas, style, finding)
    more = f" and {counted(cluster.count - 1, 'more instance')}" if cluster.count > 1 else ""
    yield from _field(canvas, style, "what", f"{visible(finding.resource)}{more}")
    for message in (finding.message, *cluster.other_messages):
        yield from _field(canvas, style, "", prose(message))
    place = body(finding)
    if place is not None:
        yield from _field(canvas, style, "where", paths.show(place))
        yield from _frame(canvas, style, finding.severity, place)
    for call in cluster.calls:
        yield from _field(canvas, style, "called from", paths.show(call))


def _together(clusters: Iterable[Cluster]) -> Iterator[list[Cluster]]:
    """Yield what is shown in one block: failures that are written in the same lines, for their
    code; those of one check that are written nowhere, as in a live account."""
    blocks: dict[tuple[str, str, object], list[Cluster]] = {}
    for cluster in clusters:
        finding = cluster.first
        place = body(finding)
        home = finding.check if place is None else (place, tuple(cluster.calls))
        blocks.setdefault((finding.severity, finding.enforce, home), []).append(cluster)
    for block in blocks.values():
        if body(block[0].first) is not None and len(block) < _PILE:
            yield from ([cluster] for cluster in block)
        else:
            yield block


def _pile(
    report: Report,
    canvas: Canvas,
    style: Style,
    paths: _Paths,
    clusters: list[Cluster],
    explained: set[str],
) -> Iterator[str]:
    """Show several faults of one place below its code."""
    first = clusters[0].first
    soft = "" if first.enforce == "block" else f" ({first.enforce} only)"
    title = style.bold(f"{counted(len(clusters), 'fault')} in one place")
    yield f"{style.badge(first.severity)} {title}{style.dim(soft)}"
    yield from _field(canvas, style, "what", visible(first.resource))
    place = body(first)
    if place is not None:
        yield from _field(canvas, style, "where", paths.show(place))
        yield from _frame(canvas, style, first.severity, place)
    for call in clusters[0].calls:
        yield from _field(canvas, style, "called from", paths.show(call))
    for cluster in clusters:
        finding = cluster.first
        yield from _field(canvas, style, "fault", prose(finding.message))
        yield from _field(canvas, style, "", style.dim(visible(finding.check)))
        mend = page(report.checks.get(finding.check)).mend
        if mend and finding.check not in explained:
            explained.add(finding.check)
            yield from _field(canvas, style, "  mend", prose(first_paragraph(mend)))


def _list(canvas: Canvas, style: Style, clusters: list[Cluster]) -> Iterator[str]:
    yield from _title(canvas, style, clusters[0].first)
    label, told = "what", ""
    for cluster in clusters[:_MAX_TOGETHER]:
        finding = cluster.first
        if finding.message != told:
            told = finding.message
            yield from _field(canvas, style, label, prose(told))
            label = ""
        yield from _field(canvas, style, "", style.dim(visible(finding.resource)))
    if len(clusters) > _MAX_TOGETHER:
        more = len(clusters) - _MAX_TOGETHER
        yield from _field(canvas, style, "", f"… and {more:,} more; -o csv=FILE lists them all")


def _reason(report: Report, canvas: Canvas, style: Style, finding: Finding) -> Iterator[str]:
    """Say why and how to mend; once per check, below its first finding."""
    sheet = page(report.checks.get(finding.check))
    if sheet.why:
        yield from _field(canvas, style, "why", prose(first_sentence(sheet.why)))
    if sheet.mend:
        yield from _field(canvas, style, "mend", prose(first_paragraph(sheet.mend)))


def _title(canvas: Canvas, style: Style, finding: Finding) -> Iterator[str]:
    title = prose(finding.title)
    soft = "" if finding.enforce == "block" else f" ({finding.enforce} only)"
    about = f"{visible(finding.check)}{soft}"
    line = f"{style.badge(finding.severity)} {style.bold(title)}"
    if cells(f" {finding.severity}  {title} {about}") <= canvas.width:
        yield f"{line} {style.dim(about)}"
    else:
        yield line
        yield f"  {style.dim(about)}"


def _field(canvas: Canvas, style: Style, label: str, text: str) -> Iterator[str]:
    for number, line in enumerate(wrap(text, canvas.width - _LABEL_WIDTH - 2)):
        shown = (label if number == 0 else "").ljust(_LABEL_WIDTH)
        yield f"  {style.dim(shown)}{line}".rstrip()


def _frame(canvas: Canvas, style: Style, severity: str, place: Place) -> Iterator[str]:
    marked = range(place.line, max(place.line, place.end_line) + 1)
    near = [
        (number, visible(text.rstrip("\r\n").expandtabs(4)))
        for number, text in canvas.frame(place)
        if place.line - 1 <= number <= place.line + _FRAME_LINES - 2
    ]
    room = canvas.width - _LABEL_WIDTH - 10
    gutter = " " * (_LABEL_WIDTH + 2)
    for number, text in near:
        cut = text if len(text) <= room else text[: room - 1] + "…"
        bar = style.severity(severity, "▌") if number in marked else style.dim("│")
        yield f"{gutter}{style.dim(f'{number:>5}')} {bar} {cut}".rstrip()
        if number == place.line:
            indent = len(cut) - len(cut.lstrip())
            caret = style.severity(severity, "^" * max(len(cut.strip()), 1))
            yield f"{gutter}      {style.dim('│')} {' ' * indent}{caret}"


def _rest(report: Report, canvas: Canvas, style: Style, gathered: Gathered) -> Iterator[str]:
    if report.drift is not None:
        yield from _heading(canvas, style, "Drift")
        for line in drift_lines(report.drift):
            yield from _item(canvas, prose(line))
    if gathered.unknowns:
        yield from _heading(canvas, style, "Could not be told")
        for untold in gathered.unknowns[:_MAX_UNKNOWNS]:
            times = f" ({untold.count:,} times)" if untold.count > 1 else ""
            example = f" ({visible(untold.example.resource)})" if untold.count == 1 else times
            line = f"unknown {untold.check}: {prose(untold.reason)}{example}"
            yield from _item(canvas, line)
        hidden = gathered.unknowns[_MAX_UNKNOWNS:]
        if hidden:
            total = sum(untold.count for untold in hidden)
            yield from _item(
                canvas,
                f"… and {counted(total, 'more unknown verdict')} of "
                f"{counted(len(hidden), 'other kind')}",
            )
    gaps = [f"not read: {prose(gap_text(gap))}" for gap in report.gaps[:_MAX_GAPS]]
    if len(report.gaps) > _MAX_GAPS:
        gaps.append(f"… and {counted(len(report.gaps) - _MAX_GAPS, 'more part')} not read")
    gaps += [
        f"plugin {prose(plugin.name)} took no part: {prose(plugin.problem)}"
        for plugin in report.run.plugins
        if plugin.problem
    ]
    excluded = excluded_text(report.populations)
    if excluded:
        gaps.append(f"not judged: {prose(excluded)}")
    yield from _section(canvas, style, "Not read or not judged", gaps)
    troubled = [prose(waiver_text(w)) for w in report.waivers if w.state != "used"]
    yield from _section(canvas, style, "Waivers to look at", troubled)


def _section(canvas: Canvas, style: Style, title: str, items: list[str]) -> Iterator[str]:
    if not items:
        return
    yield from _heading(canvas, style, title)
    for item in items:
        yield from _item(canvas, item)


def _heading(canvas: Canvas, style: Style, title: str) -> Iterator[str]:
    if canvas.terminal:
        yield style.bold(title)


def _item(canvas: Canvas, text: str) -> Iterator[str]:
    if not canvas.terminal:
        yield text
        return
    for number, line in enumerate(wrap(text, canvas.width - 4)):
        yield ("  " if number == 0 else "    ") + line


def _closing(report: Report, canvas: Canvas, style: Style) -> Iterator[str]:
    code = report.decision.exit_code
    if canvas.terminal and not canvas.quiet:
        data = ", ".join(f"{name} of {date}" for name, date in sorted(report.run.data.items()))
        about = f"judged at {report.run.moment}" + (f" by data: {data}" if data else "")
        yield from (style.dim(line) for line in wrap(prose(about), canvas.width))
    tone = style.good if code == 0 else style.bad
    yield style.bold(prose(summary(report)))
    yield from (tone(line) for line in wrap(prose(gate(report)), canvas.width))
