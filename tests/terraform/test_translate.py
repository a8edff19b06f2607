"""Each folder under ``translate/`` is a root module whose comments say the verdicts.

``# fail: encryption.at_rest`` (also ``pass:``, ``unknown:``, ``none:`` for no verdict at
all), inside or right above a top-level block, several ids separated by commas. A resource
with several verdicts of one check has the worst of them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.checking import Check, Gathered, View
from auditor.facts import Fact, Setting
from auditor_checks.plugin import auditor_checks
from auditor_resources.translate import Context, translate
from auditor_terraform.modules import Inputs, load_root

CASES = Path(__file__).parent / "translate"
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
EXPECT = re.compile(r"#\s*(fail|pass|unknown|none):\s*([\w., -]+)")
WORST = ["none", "not-applicable", "pass", "unknown", "fail"]


def checks() -> dict[str, Check]:
    return {check.id: check for check in auditor_checks()}


def verdicts(folder: Path) -> dict[tuple[str, int], dict[str, str]]:
    """Return (file, first line of block) → check → worst verdict."""
    estate = load_root(folder, folder, Inputs(), None)
    context = Context(estate, "", {})
    facts = [fact for item in estate.resources for fact in translate(item, context)]
    kinds = {type(fact) for fact in facts}
    gathered = Gathered({kind: _of(facts, kind) for kind in kinds})
    found: dict[tuple[str, int], dict[str, str]] = {}
    for check in checks().values():
        view = View(MOMENT, check.settings(), check.also, gathered)
        for fact in _of(facts, check.facts):
            if check.setting and isinstance(fact, Setting) and fact.name != check.setting:
                continue
            place = fact.origin.place
            assert place is not None
            block = found.setdefault((place.file, place.line), {})
            for verdict in check.judge(fact, view):
                word = verdict.outcome.value
                if WORST.index(word) > WORST.index(block.get(check.id, "none")):
                    block[check.id] = word
    return found


def _of(facts: list[Fact], kind: type[Fact]) -> list[Fact]:
    return [fact for fact in facts if isinstance(fact, kind)]


def expectations(file: Path) -> list[tuple[int, str, str]]:
    """Return (line of the block's header, check id, verdict word)."""
    wanted = []
    lines = file.read_text().splitlines()
    headers = [i for i, line in enumerate(lines, 1) if re.match(r"\w[\w-]*\s.*\{", line)]
    for number, line in enumerate(lines, 1):
        match = EXPECT.search(line)
        if not match:
            continue
        above = line.startswith("#")
        block = (
            min(h for h in headers if h > number)
            if above
            else max(h for h in headers if h <= number)
        )
        wanted += [(block, name.strip(), match[1]) for name in match[2].split(",")]
    assert wanted, f"{file} expects nothing"
    return wanted


@pytest.mark.parametrize(
    "folder", sorted(p for p in CASES.iterdir() if p.is_dir()), ids=lambda p: p.name
)
def test_verdicts(folder: Path) -> None:
    found = verdicts(folder)
    known = checks()
    wrong = []
    for file in sorted(folder.glob("*.tf")):
        for line, check, word in expectations(file):
            assert check in known, f"{file.name}: no check {check}"
            got = found.get((file.name, line), {}).get(check, "none")
            if got != word:
                wrong.append(f"{file.name}:{line}: {check} is {got}, not {word}")
    assert not wrong, "\n".join(wrong)
