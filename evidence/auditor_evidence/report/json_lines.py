"""One JSON object a line: run, findings, gaps, populations, waivers, summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auditor.reporting import Canvas, Report
from auditor_evidence.report.coverage import coverage_record
from auditor_evidence.report.encoding import (
    encode,
    encode_sorted,
    finding_lines,
    gap_record,
    gather,
    population_record,
)
from auditor_evidence.report.json_document import SCHEMA


class JsonLinesReporter:
    """Every line names its ``type``; the first is the run, the last the summary.

    A file without the summary line was cut off.
    """

    name = "jsonl"
    title = "one JSON object a line, for streams and logs"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(_lines(report))


def _lines(report: Report) -> Iterator[bytes]:
    run = msgspec.structs.asdict(report.run)
    yield _line("run", {"schema": SCHEMA, **run, "data": dict(sorted(report.run.data.items()))})
    for lines in finding_lines(report):
        yield b'{"type":"finding",' + lines[1:].replace(b"\n{", b'\n{"type":"finding",') + b"\n"
    for gap in report.gaps:
        yield _line("gap", gap_record(gap))
    for population in report.populations:
        yield _line("population", population_record(population))
    for waiver in report.waivers:
        yield _line("waiver", msgspec.structs.asdict(waiver))
    coverage = coverage_record(report)
    del coverage["populations"]
    summary = {"decision": report.decision, "coverage": coverage}
    tally = encode_sorted(report.tally)
    yield _line("summary", summary)[:-2] + b',"tally":' + tally + b"}\n"


def _line(kind: str, record: Mapping[str, Any]) -> bytes:
    return encode({"type": kind, **record}) + b"\n"
