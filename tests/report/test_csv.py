"""The table for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from auditor_evidence.report.csv_table import COLUMNS, CsvReporter


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_row_a_finding_passes_too(small, report, render):
    content = render(CsvReporter(), report(small))
    rows = read(content)
    assert len(rows) == len(small)
    assert tuple(rows[0]) == COLUMNS
    assert rows[2]["called_from"] == "live/main.tf:4 > modules/outer/main.tf:2"
    assert rows[5]["waiver_owner"] == "team-storage" and rows[5]["waived"] == "yes"
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(text, finding, report, render):
    (row,) = read(render(CsvReporter(), report([finding(message=text)])))
    assert row["message"] == "'" + text


@pytest.mark.parametrize("text", ["a,b", 'say "x"', "two\nlines", "a\r\nb", "plain", "a-b=c"])
def test_text_survives_quoting(text, finding, report, render):
    (row,) = read(render(CsvReporter(), report([finding(message=text)])))
    assert row["message"] == text


def test_control_characters_are_spelt_out(finding, report, render):
    (row,) = read(render(CsvReporter(), report([finding(message="a\x00b\x1bc")])))
    assert row["message"] == "a\\x00b\\x1bc"
