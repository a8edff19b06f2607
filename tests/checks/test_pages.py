"""What a check's page advises is true: its Terraform is read, and our own check is content.

A page may show a part of a configuration. Statements and container definitions are put where
they belong; what refers to things that the page does not show may stay unknown.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from textwrap import indent
from typing import Any

import pytest

from auditor.checking import Check, card
from auditor_checks import plugin

CHECKS = {check.id: check for check in plugin.auditor_checks()}
WHOLE = ("resource", "data", "module", "provider", "variable")
HOMES = {
    "statement": 'data "aws_iam_policy_document" "{name}" {{\n{body}\n}}\n'
    'resource "aws_iam_policy" "{name}" {{\n'
    "  policy = data.aws_iam_policy_document.{name}.json\n}}\n",
    "condition": 'data "aws_iam_policy_document" "{name}" {{\n  statement {{\n{body}\n  }}\n}}\n',
    "container_definitions": 'resource "aws_ecs_task_definition" "{name}" {{\n{body}\n}}\n',
}
LONGEST_ADVICE = 110
SOURCE = re.compile(r".+, https://[^\s]+")
RFC = re.compile(r"RFC (\d+)")


def blocks(check: Check) -> Iterator[str]:
    """Yield the indented blocks under *How to mend it*."""
    for block in re.findall(r"(?:^(?:    .*)?\n)+", card(check).mend + "\n", re.M):
        if block.strip():
            yield re.sub(r"^    ", "", block, flags=re.M).strip("\n")


def configuration(check: Check) -> str:
    """Return what a page shows as a configuration of its own."""
    parts = []
    for number, block in enumerate(blocks(check)):
        word = re.match(r"\w+", block)
        assert word is not None, block
        if word[0] in WHOLE:
            parts.append(block)
        else:
            body = indent(block, "  ")
            parts.append(HOMES[word[0]].format(name=f"shown_{number}", body=body))
    return "\n".join(parts)


@cache
def shown() -> tuple[str, ...]:
    return tuple(check.id for check in CHECKS.values() if any(blocks(check)))


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One scan of every page's configuration, each a root module named after its check."""
    root = tmp_path_factory.mktemp("pages")
    (root / ".git").mkdir()
    for name in shown():
        folder = root / name
        folder.mkdir()
        (folder / "main.tf").write_text(configuration(CHECKS[name]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "scan", ".", "-o", "json", "--exit-zero"],
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


def test_most_of_what_pages_advise_passes(scanned: dict[str, Any]) -> None:
    content = {finding["check"] for finding in own(scanned, "pass")}
    assert len(content) > 0.7 * len(shown()), sorted(set(shown()) - content)


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
