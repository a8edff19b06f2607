"""The PDF that a manager reads."""

from __future__ import annotations

import builtins
import io

import pytest

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("reportlab")

from auditor.errors import ReportError  # noqa: E402
from auditor.reporting import Decision  # noqa: E402
from auditor_evidence.report.pdf import PdfReporter  # noqa: E402
from auditor_evidence.report.pdf.grid import Column, Grid, address  # noqa: E402
from auditor_evidence.report.pdf.paper import Paper  # noqa: E402
from auditor_evidence.report.pdf.typeface import MONO, SANS, faces, lines  # noqa: E402


@pytest.fixture
def document(report, render):
    def build(findings, **fields):
        content = render(PdfReporter(), report(findings, **fields))
        return pypdf.PdfReader(io.BytesIO(content))

    return build


def words(page):
    return " ".join(page.extract_text().split())


def outline(entries, depth=0):
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry, depth + 1)
        else:
            yield depth, entry.title


def test_the_cover_tells_scope_verdict_and_who_signs(small, document):
    cover = words(document(small).pages[0])
    for text in (
        "Audit report", "Failed", "Exit code 1", "2 findings of severity high or above",
        "2026-11-24 07:42:00 UTC", "infra, live", "auditor 0.1.0", "abababababababab",
        "lifecycle of 2026-08-22", "Reviewed by", "Name", "Date", "Signature",
    ):  # fmt: skip
        assert text in cover


@pytest.mark.parametrize(
    ("code", "word"), [(0, "Passed"), (1, "Failed"), (3, "Incomplete"), (4, "Internal error")]
)
def test_the_verdict_is_that_of_the_gate(code, word, small, document):
    assert word in words(document(small, decision=Decision(exit_code=code)).pages[0])


def test_every_section_is_there_with_the_page_that_the_contents_give(small, document):
    reader = document(small)
    cover = reader.pages[0].extract_text()
    titles = [title for depth, title in outline(reader.outline) if depth == 0]
    assert titles == [
        "Cover", "Summary", "Coverage", "Findings", "Control objectives", "Waivers",
        "Unknown verdicts", "Method and versions",
    ]  # fmt: skip
    for entry in reader.outline:
        if isinstance(entry, list) or entry.title == "Cover":
            continue
        number = reader.get_destination_page_number(entry)
        assert entry.title in words(reader.pages[number])
        assert entry.title in cover


def test_the_outline_leads_to_severities_and_checks(small, document):
    entries = list(outline(document(small).outline))
    assert (1, "Critical (1)") in entries
    assert (2, "encryption.at-rest (3)") in entries


def test_failures_and_waived_findings_are_listed_and_passes_counted(small, document):
    text = " ".join(words(page) for page in document(small).pages)
    joined = text.replace(" ", "")
    assert small[1].resource in joined, "an ARN is broken over lines but whole"
    assert "modules/store/main.tf:7frommodules/outer/main.tf:2fromlive/main.tf:4" in joined
    assert "aws_ebs_volume.scratch" in joined and "aws_ebs_volume.inline" in joined
    assert "aws_s3_bucket.good" not in joined
    assert "Known before (1)" in text
    assert "unresolved: var.rotation 4" in text
    assert "no translator for aws_foo" in text
    assert "ISO 27001 A.8.20; SOC 2 CC6.1" in text
    assert "No check gave a verdict for: CERT-01." in text
    assert "needs auditor 9" in text


def test_pages_are_numbered_of_the_right_total(small, document):
    reader = document(small)
    total = len(reader.pages)
    for number, page in enumerate(reader.pages[1:], 2):
        assert f"Page {number} of" in words(page)
        forms = page["/Resources"]["/XObject"]
        assert any("pages-in-all" in name for name in forms)
    assert total >= 6


def test_fonts_are_embedded(small, document):
    fonts = {}
    for page in document(small).pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font["/BaseFont"]] = "/FontFile2" in font["/FontDescriptor"]
    assert fonts and all(fonts.values())


def test_no_character_vanishes(finding, document):
    odd = finding(message="\U0001f525 \u65e5 \u0416 \u05e9 \x07 \u202e", title="T", resource="r")
    text = " ".join(words(page) for page in document([odd]).pages)
    for shown in ("[U+1F525]", "[U+65E5]", "\u0416", "\u05e9", "\\x07", "\\u202e"):
        assert shown in text


def test_five_thousand_findings_fit(finding, small, document):
    findings = [
        finding(
            f"family{n % 5}.check-{n % 50}", severity="high" if n % 2 else "low",
            resource=small[1].resource + str(n), line=n + 1, verdict="fail" if n % 5 else "pass",
        )
        for n in range(5_000)
    ]  # fmt: skip
    reader = document(findings)
    assert 60 < len(reader.pages) < 400
    assert "4,000" in words(reader.pages[1])


def test_a_row_higher_than_a_page_goes_on(finding, document):
    long = finding(message=" ".join(f"word{n}" for n in range(3_000)))
    text = " ".join(words(page) for page in document([long]).pages)
    assert "word0 " in text and "word2999" in text


@pytest.mark.parametrize("width", [40.0, 90.0, 200.0])
@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:iam::123456789012:role/aws-service-role/some.service/AWSServiceRoleForSome",
        'module.a["key/with:all-the.signs_in=it"].aws_thing.b[12]',
        "W" * 300,
        "a plain sentence of several words, none of them long",
        "",
    ],
)
def test_no_line_is_wider_than_its_column_and_none_is_lost(text, width):
    for face in (SANS, MONO):
        broken = lines(text, face, 7.0, width)
        assert all(faces()[face].width(line, 7.0) <= width + 0.01 for line in broken)
        assert "".join(broken).replace(" ", "") == text.replace(" ", "")


def test_words_that_fit_a_line_are_not_broken():
    broken = lines("see aws_security_group.web-frontend now", SANS, 7.0, 110.0)
    assert any("aws_security_group.web-frontend" in line for line in broken)


class Counted(dict):
    """Counts how often a width is looked up."""

    looked_up = 0

    def get(self, key, default=None):
        self.looked_up += 1
        return super().get(key, default)


@pytest.mark.parametrize("unit", ["x", "x/", "xxxxxxxx-", "W" * 50 + ":"])
@pytest.mark.parametrize("length", [1_000, 10_000, 100_000])
def test_the_work_for_a_word_grows_with_its_length_only(unit, length, monkeypatch):
    word = (unit * length)[:length]
    counted = Counted(faces()[MONO]._widths)
    monkeypatch.setattr(faces()[MONO], "_widths", counted)
    assert "".join(lines(word, MONO, 7.25, 90.0)) == word
    assert counted.looked_up <= 5 * length


def test_a_table_repeats_its_head_on_every_page():
    paper = Paper("t", "s", "h", "f")
    grid = Grid(paper, [Column("First", 1), address("Second", 1)])
    paper.turn()
    grid.rows([f"row {n}", f"value.{n}"] for n in range(120))
    reader = pypdf.PdfReader(io.BytesIO(paper.finish()))
    pages = [words(page) for page in reader.pages][1:]
    assert len(pages) > 1 and all("First Second" in page for page in pages)


def test_without_the_extra_it_says_what_to_install(report, monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.split(".")[0] == "reportlab":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ReportError, match=r"pip install 'auditor\[pdf\]'"):
        list(PdfReporter().render(report([]), None))
