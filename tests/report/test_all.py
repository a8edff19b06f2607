"""What every reporter promises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from auditor.reporting import Canvas
from auditor_evidence.report import REPORTERS

BY_NAME = {reporter.name: reporter for reporter in REPORTERS}


def test_the_formats_on_offer_have_one_line_of_help_each():
    assert list(BY_NAME) == [
        "terminal", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "csv", "pdf",
    ]  # fmt: skip
    assert all(reporter.title and "\n" not in reporter.title for reporter in REPORTERS)


def test_importing_the_reporters_imports_nothing_heavy():
    heavy = ("reportlab", "PIL", "jsonschema", "rich", "pygments", "xml.etree.ElementTree")
    code = f"import auditor_evidence.report, sys; print([m for m in {heavy!r} if m in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", BY_NAME)
def test_equal_reports_give_equal_bytes(name, small, report, render):
    canvas = Canvas(terminal=True, colour=True)
    first = render(BY_NAME[name], report(small), canvas)
    assert first == render(BY_NAME[name], report(list(small)), canvas)


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("terminal", [False, True])
def test_no_text_from_outside_breaks_a_report(name, terminal, finding, nasty, report, render):
    findings = [
        finding(
            "workloads.odd", severity=severity, verdict=verdict, resource=f"r{n} {text}",
            message=text, title=text, file=f"d/{text}.tf", line=n + 1, discriminator=text[:3],
        )
        for severity, verdict in (("critical", "fail"), ("high", "unknown"), ("low", "pass"))
        for n, text in enumerate(nasty)
    ]  # fmt: skip
    out = render(BY_NAME[name], report(findings), Canvas(terminal=terminal))
    assert out
    if name != "pdf":
        out.decode()
    if name in ("terminal", "github", "markdown", "junit"):
        text = out.decode()
        assert "\x1b[31mred" not in text and "\x00" not in text and "\x07" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("name", BY_NAME)
def test_a_report_of_nothing_is_a_report(name, report, render):
    empty = report([], gaps=(), populations=(), waivers=(), objectives={})
    assert render(BY_NAME[name], empty)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_finding_of_a_check_without_card_is_shown(name, finding, report, render):
    assert render(BY_NAME[name], report([finding()], checks={}))


@pytest.mark.parametrize("name", ["json", "jsonl", "sarif", "junit", "markdown", "csv", "pdf"])
def test_documents_do_not_depend_on_where_they_are_shown(name, small, report, render, tmp_path):
    built = report(small)
    elsewhere = Canvas(terminal=True, colour=True, width=40, quiet=True, base=tmp_path)
    assert render(BY_NAME[name], built) == render(BY_NAME[name], built, elsewhere)
