"""One JSON document with everything, written as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.reporting import Canvas, Report
from auditor_evidence.report.coverage import coverage_record
from auditor_evidence.report.encoding import (
    encode,
    encode_sorted,
    finding_lines,
    gap_record,
    gather,
)

SCHEMA = "auditor-report/1"


class JsonReporter:
    """``{"schema", "run", "decision", "tally", "coverage", "gaps", "waivers", "findings"}``,
    and ``"drift"`` where that was asked.

    Passes are among the findings. One finding takes one line, so that two documents can
    be compared line by line.
    """

    name = "json"
    title = "everything, in one JSON document"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(_pieces(report))


def _pieces(report: Report) -> Iterator[bytes]:
    yield b'{"schema":' + encode(SCHEMA)
    yield b',\n"run":' + encode_sorted(report.run)
    yield b',\n"decision":' + encode(report.decision)
    yield b',\n"tally":' + encode_sorted(report.tally)
    yield b',\n"coverage":' + encode(coverage_record(report))
    if report.drift is not None:
        yield b',\n"drift":' + encode(report.drift)
    yield b',\n"gaps":['
    yield from _lines(encode(gap_record(gap)) for gap in report.gaps)
    yield b'],\n"waivers":['
    yield from _lines(encode(waiver) for waiver in report.waivers)
    yield b'],\n"findings":['
    yield from _lines(lines.replace(b"\n", b",\n") for lines in finding_lines(report))
    yield b"]}\n"


def _lines(records: Iterable[bytes]) -> Iterator[bytes]:
    mark = b"\n"
    for record in records:
        yield mark
        yield record
        mark = b",\n"
    if mark == b",\n":
        yield b"\n"
