"""SARIF 2.1.0 by the OASIS schema and by what GitHub accepts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from auditor.reporting import Decision
from auditor_evidence.report import sarif
from auditor_evidence.report.sarif import SarifReporter

# Published by the OASIS technical committee for SARIF, in its form for JSON Schema draft 4.
SCHEMA = json.loads((Path(__file__).parent / "data/sarif-2.1.0-rtm.5.json").read_text())


@pytest.fixture
def run(render):
    def parse(report):
        return json.loads(render(SarifReporter(), report))["runs"][0]

    return parse


def test_the_document_is_valid(small, finding, nasty, report, render):
    odd = [
        finding("workloads.odd", message=text, resource=text, file=f"d/{text}.tf") for text in nasty
    ]
    document = json.loads(render(SarifReporter(), report(small + odd)))
    jsonschema.Draft4Validator(SCHEMA).validate(document)


@pytest.mark.parametrize("gaps", [(), None])
def test_a_document_without_results_is_valid(gaps, report, render):
    built = report([], **({} if gaps is None else {"gaps": gaps}))
    document = json.loads(render(SarifReporter(), built))
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    assert document["runs"][0]["results"] == []


def test_only_checks_with_results_are_rules(small, report, run):
    document = run(report(small))
    rules = [rule["id"] for rule in document["tool"]["driver"]["rules"]]
    assert rules == [
        "encryption.at-rest", "exposure.open-ingress", "logging.off",
    ]  # fmt: skip
    for result in document["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def test_a_rule_carries_its_page_and_a_security_severity(small, report, run):
    rules = {rule["id"]: rule for rule in run(report(small))["tool"]["driver"]["rules"]}
    rule = rules["exposure.open-ingress"]
    assert rule["properties"]["security-severity"] == "9.5"
    assert rule["properties"]["tags"] == ["security", "exposure", "NET-01"]
    assert rule["defaultConfiguration"]["level"] == "error"
    assert "## How to mend it" in rule["help"]["markdown"]
    assert "Why it matters" in rule["help"]["text"]


def test_a_rule_has_twenty_tags_at_most(finding, report, run):
    controls = tuple(f"NET-{n:02}" for n in range(40))
    (rule,) = run(report([finding(controls=controls)]))["tool"]["driver"]["rules"]
    assert len(rule["properties"]["tags"]) == 20


def test_the_first_location_is_the_line_the_author_can_edit(small, report, run):
    results = run(report(small))["results"]
    result = next(r for r in results if "relatedLocations" in r)
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "live/main.tf", "uriBaseId": "%SRCROOT%"}
    assert physical["region"] == {"startLine": 4, "endLine": 8}
    chain = [
        place["physicalLocation"]["artifactLocation"]["uri"] for place in result["relatedLocations"]
    ]
    assert chain == ["modules/outer/main.tf", "modules/store/main.tf"]


def test_what_is_in_no_file_still_has_a_location(small, report, run):
    result = run(report(small))["results"][1]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("123456789012/eu-central-1/arn%3Aaws%3A")
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith("arn:")


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/ü.tf", "a%20b/%C3%BC.tf"),
        ("./infra/main.tf", "infra/main.tf"),
        ("../shared/main.tf", "../shared/main.tf"),
        ("50%#x?.tf", "50%25%23x%3F.tf"),
        ("bad\udc80.tf", "bad%80.tf"),
    ],
)
def test_paths_become_uris(file, uri, finding, report, run):
    (result,) = run(report([finding(file=file)]))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_unknown_verdicts_are_notifications_grouped_by_reason(small, report, run):
    document = run(report(small))
    assert {result["kind"] for result in document["results"]} == {"fail"}
    notes = document["invocations"][0]["toolExecutionNotifications"]
    unknown = [note for note in notes if note["descriptor"]["id"].startswith("unknown/")]
    assert unknown and all(note["level"] == "note" for note in unknown)
    told = sum(item.verdict == "unknown" for item in small)
    assert told > len(unknown)
    assert any("other place" in note["message"]["text"] for note in unknown)


def test_waived_findings_are_no_alerts(small, report, run):
    waived = {item.fingerprint for item in small if item.waived}
    shown = {r["partialFingerprints"]["auditor/v1"] for r in run(report(small))["results"]}
    assert waived and not waived & shown


def test_the_baseline_state_is_given_when_something_was_compared(small, finding, report, run):
    states = [result["baselineState"] for result in run(report(small))["results"]]
    assert states.count("unchanged") == 1 and set(states) == {"new", "unchanged"}
    (alone,) = run(report([finding()]))["results"]
    assert "baselineState" not in alone
    (compared,) = run(report([finding()], run={"baseline": "auditor.baseline.json"}))["results"]
    assert compared["baselineState"] == "new"


@pytest.mark.parametrize(("code", "successful"), [(0, True), (1, True), (3, False), (4, False)])
def test_the_invocation_tells_how_the_run_went(code, successful, report, run):
    (invocation,) = run(report([], decision=Decision(exit_code=code)))["invocations"]
    assert invocation["executionSuccessful"] is successful
    kinds = [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]]
    assert kinds == ["plugin", "gap/unparsable", "gap/denied"]
    troubled = [note["descriptor"]["id"] for note in invocation["toolConfigurationNotifications"]]
    assert troubled == ["waiver/expired", "waiver/malformed"]


def test_the_mildest_are_left_out_beyond_the_limit_and_it_says_so(
    finding, report, run, monkeypatch
):
    monkeypatch.setattr(sarif, "MAX_RESULTS", 5)
    findings = [
        *(finding(severity="low", resource=f"low{n}") for n in range(3)),
        *(finding(severity="critical", resource=f"critical{n}") for n in range(3)),
        finding(severity="medium", resource="medium"),
    ]
    document = run(report(findings))
    kept = [result["properties"]["resource"] for result in document["results"]]
    assert kept == ["low0", "critical0", "critical1", "critical2", "medium"]
    notes = document["invocations"][0]["toolExecutionNotifications"]
    assert "2 results left out" in next(
        note["message"]["text"] for note in notes if note["descriptor"]["id"] == "left-out"
    )


def test_twenty_five_thousand_results_at_most(finding, report, run):
    findings = [finding(resource=f"r{n}") for n in range(25_010)]
    document = run(report(findings))
    assert len(document["results"]) == 25_000


def test_links_in_messages_are_not_links(finding, report, run):
    (result,) = run(report([finding(message="see [x](http://evil.example)")]))["results"]
    assert "](" not in result["message"]["text"].replace("\\](", "")
