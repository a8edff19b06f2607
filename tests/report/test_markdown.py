"""The pull request comment."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from auditor_evidence.report.markdown import MARKER, MAX_BYTES, MarkdownReporter


@pytest.fixture
def text(report, render):
    def build(findings, **fields):
        return render(MarkdownReporter(), report(findings, **fields)).decode()

    return build


def html(markdown):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)


def test_it_starts_with_the_marker_and_the_verdict(small, text):
    lines = text(small).splitlines()
    assert lines[0] == MARKER
    assert lines[1] == "## Audit: failed"


def test_the_table_holds_new_failures_from_the_worst_on(small, text):
    document = text(small)
    rows = [line for line in document.splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[0] for row in rows] == [
        "| critical", "| high", "| medium", "| low (warn)",
    ]  # fmt: skip
    assert "`module.store[0].aws_ebs_volume.this` and 2 more" in rows[2]
    assert "`live/main.tf:4`" in rows[2]
    assert "aws_s3_bucket.old" not in document, "known failures are only counted"
    assert "aws_ebs_volume.scratch" not in document.split("Waivers to look at")[0]


def test_details_tell_why_and_how(small, text):
    document = text(small)
    assert (
        "- Why: Whoever reaches it can read &#60;everything&#62; &#124; and change it." in document
    )
    assert "- How to mend it: Set &#96;wanted = true&#96; in the block." in document
    assert "<summary>Not read or not judged (4)</summary>" in document
    assert "<summary>Could not be told (1)</summary>" in document
    assert document.count("<details>") == document.count("</details>")


def test_text_from_outside_is_no_markup(finding, nasty, text):
    findings = [
        finding("workloads.odd", message=t, resource=t, title=t, file=t, line=n)
        for n, t in enumerate(nasty)
    ]
    document = text(findings)
    page = html(document)
    assert page.count("<table>") == 1
    assert page.count("<tr>") == len(nasty) + 1
    assert all(row.count("<td>") == 4 for row in page.split("<tr>")[2:])
    assert "<script" not in page and "<a " not in page and "<em>" not in page
    outside = re.sub(r"`[^`]*`|<code>.*?</code>", "", document)
    assert not re.search(r"@\w", outside), "nobody is called"
    assert not re.search(r"#\d", outside.replace("&#", "")), "no issue is referred to"


@pytest.mark.parametrize("size", [50, 5_000])
def test_it_stays_within_the_limit_and_says_what_is_left_out(size, finding, text):
    findings = [
        finding(f"family.check-{n % 40}", resource="\U0001f525 | `x` " * 40 + str(n), line=n + 1)
        for n in range(size)
    ]
    document = text(findings)
    assert len(document.encode()) <= MAX_BYTES
    assert re.search(r"… [\d,]+ more lines", document)
    assert document.count("<details>") == document.count("</details>")


def test_many_gaps_and_unknowns_stay_within_the_limit(finding, report, text):
    many = report([]).gaps * 3_000
    findings = [
        finding(f"family.check-{n}", verdict="unknown", message="y" * 500 + str(n))
        for n in range(2_000)
    ]
    findings += [finding(resource=f"r{n}", line=n + 1) for n in range(3_000)]
    document = text(findings, gaps=many)
    assert len(document.encode()) <= MAX_BYTES
    assert "<summary>Not read or not judged (6,002)</summary>" in document


def test_a_clean_report_is_short(report, text):
    document = text([], gaps=(), populations=(), waivers=(), run={"plugins": ()})
    assert "<details>" not in document and "| --- |" not in document
    assert "0 fail, 0 unknown" in document
