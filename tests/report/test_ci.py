"""JUnit, GitHub annotations and GitLab Code Quality."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from auditor.reporting import Decision
from auditor_evidence.report.github import GithubReporter
from auditor_evidence.report.gitlab import GitlabReporter
from auditor_evidence.report.junit import JunitReporter


def parse_xml(content):
    return ElementTree.fromstring(content)


def test_junit_has_a_suite_a_family_and_right_counts(small, report, render):
    root = parse_xml(render(JunitReporter(), report(small)))
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["encryption", "exposure", "logging", "secrets", "coverage"]
    for suite in suites.values():
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == sum(c.find("failure") is not None for c in cases)
        assert int(suite.get("skipped")) == sum(c.find("skipped") is not None for c in cases)
        assert int(suite.get("errors")) == sum(c.find("error") is not None for c in cases)
    assert root.get("failures") == "6"
    logging = suites["logging"].findall("testcase")
    assert len(logging) == 3, "what is not applicable is left out"
    assert "known before" in logging[0].find("skipped").get("message")


def test_junit_cases_have_names_of_their_own(small, report, render):
    root = parse_xml(render(JunitReporter(), report(small + small)))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("code", "element"), [(1, "skipped"), (3, "error")])
def test_junit_gaps_are_errors_when_they_decided(code, element, report, render):
    root = parse_xml(render(JunitReporter(), report([], decision=Decision(exit_code=code))))
    (suite,) = root
    assert [case[0].tag for case in suite.findall("testcase")] == [element, element]
    assert "allow iam:ListUsers" in suite[1][0].get("message")


def test_junit_tells_where_why_and_how(small, report, render):
    root = parse_xml(render(JunitReporter(), report(small)))
    text = root.find("testsuite[@name='encryption']/testcase/failure").text
    assert "called from: live/main.tf:4" in text
    assert "where: modules/store/main.tf:7" in text
    assert "how to mend it: Set `wanted = true` in the block. Then apply." in text


def test_junit_is_xml_whatever_the_text(finding, nasty, report, render):
    findings = [finding(message=text, resource=text, file=text) for text in nasty]
    root = parse_xml(render(JunitReporter(), report(findings)))
    messages = [failure.get("message") for failure in root.iter("failure")]
    assert messages[0] == nasty[0]
    assert messages[2] == "bell \\x07 escape \\x1b[31mred\\x1b[0m null \\x00"


def test_github_annotates_the_line_the_author_can_edit_once(small, report, render):
    lines = render(GithubReporter(), report(small)).decode().splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert errors[0].startswith(
        "::error file=infra/main.tf,line=12,endLine=14,title=critical%3A Title of exposure"
    )
    module = [line for line in errors if "file=live/main.tf,line=4,endLine=8," in line]
    assert len(module) == 1 and "and 2 more instances" in module[0]
    assert "%0Aleads to modules/outer/main.tf:2 > modules/store/main.tf:7" in module[0]
    assert sum(line.startswith("::notice ") for line in lines) == 1
    assert sum(line.startswith("::warning ") for line in lines) == 2


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("100% sure", "100%25 sure"),
        ("a\nb\r\nc", "a b c"),
        ("x::y,z", "x::y,z"),
    ],
)
def test_github_escapes_messages(message, written, finding, report, render):
    line = render(GithubReporter(), report([finding(message=message)])).decode().splitlines()[0]
    assert f"::{written} (aws_security_group.web)%0A" in line


def test_github_escapes_properties(finding, report, render):
    odd = finding(file="a,b:c%d\n.tf")
    line = render(GithubReporter(), report([odd])).decode().splitlines()[0]
    assert line.startswith("::error file=a%2Cb%3Ac%25d%0A.tf,line=12,")


def test_github_never_starts_a_command_that_is_not_ours(finding, nasty, report, render):
    findings = [finding(message=text, resource=text, file=text, title=text) for text in nasty]
    for line in render(GithubReporter(), report(findings)).decode().splitlines():
        if line.startswith("::"):
            assert line.split(" ")[0] in ("::error", "::notice", "::warning")


def test_github_says_when_annotations_go_beyond_what_is_shown(finding, report, render):
    findings = [finding(line=n, severity="low") for n in range(1, 13)]
    findings.append(finding(line=99, severity="critical"))
    lines = render(GithubReporter(), report(findings)).decode().splitlines()
    assert "line=99" in lines[0], "the worst first"
    assert any("3 further errors only here in the log" in line for line in lines)


def test_gitlab_entries_have_what_gitlab_wants(small, report, render):
    entries = json.loads(render(GitlabReporter(), report(small)))
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len(fingerprints) == len(set(fingerprints))
    assert {entry["severity"] for entry in entries} == {"blocker", "critical", "major", "minor"}
    for entry in entries:
        assert entry["description"] and entry["check_name"] and entry["location"]["path"]
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith("./")
    module = next(entry for entry in entries if entry["location"]["path"] == "live/main.tf")
    assert "and 2 more instances" in module["description"]


def test_gitlab_report_of_nothing_is_an_empty_list(report, render):
    assert json.loads(render(GitlabReporter(), report([]))) == []
