"""JSON in one document and by lines."""

from __future__ import annotations

import json

import pytest

from auditor.collecting import Population
from auditor.findings import Finding
from auditor_evidence.report.json_document import JsonReporter
from auditor_evidence.report.json_lines import JsonLinesReporter


def test_the_document_holds_every_finding_with_every_field(small, report, render):
    document = json.loads(render(JsonReporter(), report(small)))
    assert document["schema"] == "auditor-report/1"
    assert list(document) == [
        "schema", "run", "decision", "tally", "coverage", "gaps", "waivers", "findings",
    ]  # fmt: skip
    assert len(document["findings"]) == len(small)
    for found in document["findings"]:
        assert set(found) == set(Finding.__struct_fields__)
    called = next(found for found in document["findings"] if found["calls"])
    assert called["calls"][0] == {"file": "live/main.tf", "line": 4, "end_line": 8}
    waived = next(found for found in document["findings"] if found["waived"])
    assert waived["waiver"]["owner"] == "team-storage"


def test_one_finding_takes_one_line(small, report, render):
    lines = render(JsonReporter(), report(small)).decode().splitlines()
    assert sum('"fingerprint":' in line for line in lines) == len(small)


def test_coverage_is_summed_by_source_and_says_whether_it_is_complete(report, render):
    coverage = json.loads(render(JsonReporter(), report([])))["coverage"]
    assert coverage["complete"] is False
    assert coverage["sums"] == {
        "files": {"listed": 20, "evaluated": 19, "errored": 1, "excluded": 0},
        "resources": {"listed": 310, "evaluated": 298, "errored": 0, "excluded": 12},
    }
    assert coverage["gaps"] == 2


@pytest.mark.parametrize(
    ("changes", "complete"),
    [
        ({}, True),
        ({"excluded": {"no translator": 2}, "evaluated": 8}, True),
        ({"expected": 10}, True),
        ({"expected": 11}, False),
        ({"evaluated": 9}, False),
        ({"evaluated": 9, "errored": 1}, False),
    ],
)
def test_coverage_is_complete_only_when_all_is_read_and_adds_up(changes, complete, report, render):
    fields = {"scope": "s", "source": "files", "query": "*", "listed": 10, "evaluated": 10}
    built = report([], gaps=(), populations=(Population(**{**fields, **changes}),))
    assert json.loads(render(JsonReporter(), built))["coverage"]["complete"] is complete


def test_lines_begin_with_the_run_and_end_with_the_summary(small, report, render):
    lines = [json.loads(line) for line in render(JsonLinesReporter(), report(small)).splitlines()]
    assert lines[0]["type"] == "run" and lines[0]["schema"] == "auditor-report/1"
    assert lines[-1]["type"] == "summary"
    assert lines[-1]["decision"]["exit_code"] == 1
    assert lines[-1]["tally"]["failed"] == 6
    kinds = [line["type"] for line in lines]
    assert kinds.count("finding") == len(small)
    assert (kinds.count("gap"), kinds.count("population"), kinds.count("waiver")) == (2, 2, 3)


def test_text_survives_unchanged(finding, nasty, report, render):
    findings = [finding(message=text) for text in nasty]
    document = json.loads(render(JsonReporter(), report(findings)))
    written = [found["message"] for found in document["findings"]]
    assert written == [text.replace("\udc80", "\ufffd") for text in nasty]
