"""Markdown for the comment of a pull request, within GitHub's limit of 65,536 characters."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.reporting import Canvas, Report
from auditor_evidence.report.drift_text import drift_lines
from auditor_evidence.report.encoding import utf8
from auditor_evidence.report.escaping import html_code, markdown_code, markdown_prose
from auditor_evidence.report.groups import Cluster, Untold, gather_findings
from auditor_evidence.report.wording import (
    counted,
    excluded_text,
    first_paragraph,
    first_sentence,
    gap_text,
    gate,
    outcome,
    page,
    position,
    summary,
    waiver_text,
    where,
)

MARKER = "<!-- auditor:report -->"
"""The first line; a comment that starts with it is updated in place."""

MAX_BYTES = 60_000
"""Of the whole document in UTF-8: under the limit however characters are counted."""

_TABLE_BYTES = 24_000
_LIST_BYTES = 6_000
_LONGEST_TEXT = 600


class MarkdownReporter:
    """A verdict, a table of the failures, and the details folded away."""

    name = "markdown"
    title = "Markdown for a pull request comment"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        yield utf8(_document(report))


def _document(report: Report) -> str:
    gathered = gather_findings(report)
    word, _meaning = outcome(report)
    top = "\n".join(
        (
            MARKER,
            f"## Audit: {word.lower()}",
            "",
            f"**{markdown_prose(summary(report))}**",
            "",
            markdown_prose(gate(report)),
            "",
            "",
        )
    )
    table = _table(gathered.failures)
    foot = "".join(
        (
            _folded("Drift", _drift(report)),
            _folded("Could not be told", [_unknown(item) for item in gathered.unknowns]),
            _folded("Not read or not judged", _unread(report)),
            _folded(
                "Waivers to look at",
                [markdown_prose(_cut(waiver_text(w))) for w in report.waivers if w.state != "used"],
            ),
            _about(report),
        )
    )
    left = MAX_BYTES - sum(len(utf8(part)) for part in (top, table, foot))
    return top + table + _details(report, gathered.failures, left) + foot


def _table(clusters: list[Cluster]) -> str:
    if not clusters:
        return ""
    rows = [
        "| Severity | Check | Resource | Where |\n| --- | --- | --- | --- |\n",
    ]
    left = _TABLE_BYTES
    for number, cluster in enumerate(clusters):
        finding = cluster.first
        place = finding.author_place
        more = f" and {cluster.count - 1:,} more" if cluster.count > 1 else ""
        cells = (
            finding.severity + ("" if finding.enforce == "block" else f" ({finding.enforce})"),
            f"{markdown_prose(_cut(finding.title))}<br>{markdown_code(finding.check)}",
            markdown_code(_cut(finding.resource)) + more,
            markdown_code(_cut(where(place))) if place else "",
        )
        row = f"| {' | '.join(cells)} |\n"
        left -= len(utf8(row))
        if left < 0:
            rows.append(f"\n… {counted(len(clusters) - number, 'more line')}\n")
            break
        rows.append(row)
    return "".join(rows) + "\n"


def _details(report: Report, clusters: list[Cluster], budget: int) -> str:
    parts: list[str] = []
    left = budget - 200
    for number, cluster in enumerate(clusters):
        part = _detail(report, cluster)
        left -= len(utf8(part))
        if left < 0:
            parts.append(
                f"… details of {counted(len(clusters) - number, 'more line')} left out\n\n"
            )
            break
        parts.append(part)
    return "".join(parts)


def _detail(report: Report, cluster: Cluster) -> str:
    finding = cluster.first
    sheet = page(report.checks.get(finding.check))
    rows = [
        "<details>",
        f"<summary>{finding.severity}: {html_code(finding.check)} "
        f"{html_code(_cut(finding.resource))}</summary>",
        "",
        *(f"- {markdown_prose(_cut(text))}" for text in (finding.message, *cluster.other_messages)),
        f"- Written at {markdown_code(_cut(position(finding)))}" if finding.file else "",
        *(f"- Called from {markdown_code(_cut(where(place)))}" for place in cluster.calls),
        f"- Why: {markdown_prose(_cut(first_sentence(sheet.why)))}" if sheet.why else "",
        f"- How to mend it: {markdown_prose(_cut(first_paragraph(sheet.mend)))}"
        if sheet.mend
        else "",
    ]
    kept = [row for number, row in enumerate(rows) if row or number == 2]
    return "\n".join(kept) + "\n\n</details>\n\n"


def _unknown(untold: Untold) -> str:
    text = f"{markdown_code(untold.check)}: {markdown_prose(_cut(untold.reason))}"
    if untold.count > 1:
        return f"{text} ({untold.count:,} times)"
    return f"{text} ({markdown_code(_cut(untold.example.resource))})"


def _drift(report: Report) -> list[str]:
    lines = drift_lines(report.drift) if report.drift is not None else ()
    return [markdown_prose(_cut(line)) for line in lines]


def _unread(report: Report) -> list[str]:
    items = [markdown_prose(_cut(gap_text(gap))) for gap in report.gaps]
    items += [
        markdown_prose(_cut(f"plugin {plugin.name} took no part: {plugin.problem}"))
        for plugin in report.run.plugins
        if plugin.problem
    ]
    excluded = excluded_text(report.populations)
    return [*items, f"not judged: {markdown_prose(_cut(excluded))}"] if excluded else items


def _folded(title: str, items: list[str]) -> str:
    if not items:
        return ""
    rows: list[str] = []
    left = _LIST_BYTES
    for number, item in enumerate(items):
        row = f"- {item}\n"
        left -= len(utf8(row))
        if left < 0:
            rows.append(f"- … {len(items) - number:,} more\n")
            break
        rows.append(row)
    head = f"<details>\n<summary>{title} ({len(items):,})</summary>\n\n"
    return f"{head}{''.join(rows)}\n</details>\n\n"


def _about(report: Report) -> str:
    run = report.run
    data = ", ".join(f"{name} of {date}" for name, date in sorted(run.data.items()))
    line = f"auditor {run.version}, judged at {run.moment}" + (f", data: {data}" if data else "")
    return f"<sub>{markdown_prose(_cut(line))}</sub>\n"


def _cut(text: str) -> str:
    """Shorten what is too long for a comment; the full text is in the other reports."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
