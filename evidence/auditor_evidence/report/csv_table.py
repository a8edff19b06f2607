"""A table for spreadsheets: one row a finding."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.findings import Finding
from auditor.reporting import Canvas, Report
from auditor_evidence.report.encoding import gather, utf8
from auditor_evidence.report.escaping import formula_guard
from auditor_evidence.report.wording import where

COLUMNS = (
    "check",
    "title",
    "verdict",
    "severity",
    "resource",
    "kind",
    "scope",
    "discriminator",
    "message",
    "file",
    "line",
    "end_line",
    "called_from",
    "controls",
    "known",
    "waived",
    "waiver_reason",
    "waiver_owner",
    "waiver_approver",
    "waiver_until",
    "waiver_source",
    "enforce",
    "fingerprint",
    "evidence",
)

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheet programs take the file for one in a local code page."""


class CsvReporter:
    """RFC 4180 with a header, in UTF-8; no cell is taken for a formula."""

    name = "csv"
    title = "one row a finding, passes too, for spreadsheets"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(_rows(report))


def _rows(report: Report) -> Iterator[bytes]:
    yield _BYTE_ORDER_MARK + _row(COLUMNS)
    for finding in report.findings():
        yield _row(_cells(finding))


def _cells(finding: Finding) -> tuple[str, ...]:
    waiver = finding.waiver
    return (
        finding.check,
        finding.title,
        finding.verdict,
        finding.severity,
        finding.resource,
        finding.kind,
        finding.scope,
        finding.discriminator,
        finding.message,
        finding.file,
        str(finding.line) if finding.line else "",
        str(finding.end_line) if finding.end_line else "",
        " > ".join(where(place) for place in finding.calls),
        " ".join(finding.controls),
        _yes(finding.known),
        _yes(finding.waived),
        waiver.reason if waiver else "",
        waiver.owner if waiver else "",
        waiver.approver if waiver else "",
        waiver.until if waiver else "",
        waiver.source if waiver else "",
        finding.enforce,
        finding.fingerprint,
        finding.evidence,
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _row(cells: tuple[str, ...]) -> bytes:
    return utf8(",".join(_quoted(formula_guard(cell)) for cell in cells) + "\r\n")


def _quoted(cell: str) -> str:
    if '"' in cell or "," in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
