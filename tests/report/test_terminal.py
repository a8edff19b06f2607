"""Text at a terminal and in logs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.reporting import Canvas, Decision
from auditor_evidence.report.style import cells, wrap
from auditor_evidence.report.terminal import TerminalReporter

SUMMARY = (
    "124 checks on 15 resources: 6 fail (1 critical, 1 high, 3 medium, 1 low), "
    "4 unknown, 2 waived, 1 known; 2 parts not read"
)
GATE = "Failed: 2 findings of severity high or above. Exit code 1."


@pytest.fixture
def text(report, render):
    def build(findings, canvas=None, **fields):
        return render(TerminalReporter(), report(findings, **fields), canvas).decode()

    return build


def frame(place):
    return [
        (place.line - 1, 'resource "x" "y" {'),
        (place.line, "\twanted = false\x1b[2J"),
        (place.line + 1, "}"),
    ]


def test_the_last_lines_are_the_summary_and_the_gate(small, text):
    for canvas in (Canvas(), Canvas(terminal=True, width=200), Canvas(quiet=True)):
        assert text(small, canvas).splitlines()[-2:] == [SUMMARY, GATE]


def test_quiet_is_summary_and_gate_only(small, text):
    assert text(small, Canvas(quiet=True)) == f"{SUMMARY}\n{GATE}\n"


def test_the_summary_is_there_when_nothing_was_found(text):
    lines = text([], gaps=(), decision=Decision(exit_code=0)).splitlines()
    assert lines[-2:] == [
        "124 checks on 0 resources: 0 fail, 0 unknown",
        "Passed: nothing that blocks was found. Exit code 0.",
    ]


def test_a_log_has_one_plain_line_a_finding(small, text):
    lines = text(small).splitlines()
    assert lines[0] == (
        "infra/main.tf:12: critical exposure.open-ingress "
        "security group lets everyone in (aws_security_group.web)"
    )
    assert (
        "modules/store/main.tf:7: medium encryption.at-rest EBS volume is not encrypted "
        "(module.store[0].aws_ebs_volume.this and 2 more instances)" in lines
    )
    assert "  called from live/main.tf:4" in lines
    assert "unknown secrets.rotation: unresolved: var.rotation (4 times)" in lines
    assert "\x1b" not in "".join(lines) and "│" not in "".join(lines)


def test_a_terminal_shows_code_why_and_how(small, text):
    shown = text(small, Canvas(terminal=True, frame=frame))
    block = shown.split("\n\n")[0]
    assert "CRITICAL" in block and "exposure.open-ingress" in block
    assert re.search(r"where +infra/main.tf:12", block)
    assert "12 ▌     wanted = false\\x1b[2J" in block.replace("\t", "    ")
    assert "^^^^^^" in block
    assert re.search(r"why +Whoever reaches it can read <everything> \| and change it\.\n", block)
    assert re.search(r"mend +Set `wanted = true` in the block. Then apply.", block)
    assert "called from  live/main.tf:4" in shown


def test_waivers_and_gaps_are_listed(small, text):
    shown = text(small)
    assert "auditor.toml:20: waiver of logging.off expired on 2026-10-01 (owner team-web)" in shown
    assert "main.tf:3 (checkov:skip): waiver of exposure.open-ingress has no reason" in shown
    assert "not read: 123456789012/eu-west-1 (denied): allow iam:ListUsers" in shown
    assert "not judged: no translator for aws_foo (8), no translator for aws_bar (4)" in shown
    assert "plugin strange took no part: needs auditor 9" in shown


def test_colour_only_when_asked(small, text):
    assert "\x1b[" not in text(small, Canvas(terminal=True))
    assert "\x1b[1;97;41m CRITICAL \x1b[0m" in text(small, Canvas(terminal=True, colour=True))


def test_lines_fit_the_width_but_addresses_stay_whole(small, text):
    arn = small[1].resource
    shown = text(small, Canvas(terminal=True, width=60))
    assert arn in shown
    body = shown.splitlines()[:-2]
    assert all(len(line) <= 60 for line in body if " " in line[15:].strip() and arn not in line)


def test_paths_are_relative_to_where_the_reader_stands(finding, text, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert text([finding()], Canvas(base=tmp_path)).startswith("../infra/main.tf:12: ")
    assert text([finding()], Canvas(base=Path.cwd())).startswith("infra/main.tf:12: ")


def test_messages_that_differ_on_one_line_are_all_told(finding, text):
    findings = [finding(resource=f"r{n}", message=f"opens port {n}") for n in (22, 3389)]
    shown = text(findings, Canvas(terminal=True))
    assert "opens port 22" in shown and "opens port 3389" in shown


def test_many_unknowns_take_few_lines(finding, text):
    findings = [
        finding(f"family.check-{n}", verdict="unknown", message="unresolved") for n in range(30)
    ]
    lines = text(findings).splitlines()
    assert sum(line.startswith("unknown ") for line in lines) == 10
    assert "… and 20 more unknown verdicts of 20 other kinds" in lines


def test_a_file_name_starts_no_workflow_command(finding, text):
    assert text([finding(file="::error::x")]).startswith("./::error::x:12: ")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 20, [""]),
        ("one two three", 20, ["one two three"]),
        ("aaaaaaaaaa bbbbbbbbbb cc", 20, ["aaaaaaaaaa", "bbbbbbbbbb cc"]),
        ("x" * 40 + " y", 20, ["x" * 40, "y"]),
        (
            "\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e abc defg",
            20,
            ["\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e abc", "defg"],
        ),
    ],
)
def test_wrapping_breaks_at_spaces_only(text, width, lines):
    assert wrap(text, width) == lines
    assert all(cells(line) <= width for line in lines if " " in line)
