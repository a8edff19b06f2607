"""What a check's page advises is true: what it shows is read, and our own check is content.

What refers to things that the page does not show may stay unknown.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from auditor.checking import Check, card
from auditor_checks import plugin
from tests.checks.shown import files

CHECKS = {check.id: check for check in plugin.auditor_checks()}
LONGEST_ADVICE = 110
SOURCE = re.compile(r".+, https://[^\s]+")
RFC = re.compile(r"RFC (\d+)")
FORMATS = ("main.tf", "shown.yaml")


@cache
def shown() -> dict[str, dict[str, str]]:
    """Return the files of every page that shows something to be audited, by its check."""
    found = {name: files(check) for name, check in CHECKS.items()}
    return {name: page for name, page in found.items() if not page.keys().isdisjoint(FORMATS)}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One scan of every page's files, each in a directory named after its check.

    The directories are targets of their own, so that the pages do not meet each other.
    """
    root = tmp_path_factory.mktemp("pages")
    (root / ".git").mkdir()
    settings = ""
    for name, page in shown().items():
        folder = root / name
        folder.mkdir()
        for file, text in page.items():
            if file == "auditor.toml":
                settings += text
            else:
                (folder / file).write_text(text, encoding="utf-8")
    (root / "auditor.toml").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "scan", *shown(), "-o", "json", "--exit-zero"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def own(scanned: dict[str, Any], verdict: str) -> list[dict[str, Any]]:
    return [
        finding
        for finding in scanned["findings"]
        if finding["check"] == finding["scope"] and finding["verdict"] == verdict
    ]


def test_what_a_page_shows_can_be_read(scanned: dict[str, Any]) -> None:
    assert [gap for gap in scanned["gaps"] if gap["reason"] != "external-module"] == []


def test_what_a_page_advises_is_no_fault(scanned: dict[str, Any]) -> None:
    assert [(found["check"], found["message"]) for found in own(scanned, "fail")] == []


@pytest.mark.parametrize("file", FORMATS)
def test_most_of_what_pages_advise_passes(scanned: dict[str, Any], file: str) -> None:
    pages = {name for name, page in shown().items() if file in page}
    content = {finding["check"] for finding in own(scanned, "pass")}
    assert len(pages & content) > 0.7 * len(pages), sorted(pages - content)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_advice_makes_sense_alone_in_a_terminal(check: Check) -> None:
    advice = " ".join(card(check).mend.partition("\n\n")[0].split())
    assert len(advice) <= LONGEST_ADVICE, advice
    assert re.fullmatch(r"[A-Z][^.:]*(?:\.[^ .:][^.:]*)*\.", advice), advice


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_source_is_a_name_and_an_address(check: Check) -> None:
    for source in card(check).sources:
        assert SOURCE.fullmatch(source), source
        for number in RFC.findall(source):
            assert f"/rfc{number}" in source
