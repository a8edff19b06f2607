"""Judging stored facts again: the same facts, rules and moment give the same findings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import msgspec
from msgspec import Struct

from auditor.archiving import StoredRun
from auditor.collecting import InlineWaiver
from auditor.engine.adjudicate import Adjudicator
from auditor.engine.judge import Judge
from auditor.engine.scan import rule_pack
from auditor.errors import ConfigError, EvidenceError
from auditor.findings import Finding
from auditor.plugins import Plugins

SHOWN = 20
"""Differences that are described; all are counted."""


class Replayed(Struct, frozen=True, kw_only=True):
    """What a replay found. ``differences`` describes the first of ``different`` findings."""

    findings: int
    different: int
    differences: tuple[str, ...]
    same_rules: bool
    exit_code: int
    """Of the gate, under the stored policy."""


def replay(stored: StoredRun, plugins: Plugins) -> Replayed:
    """Judge the stored facts under the stored policy and compare finding by finding.

    :raises EvidenceError: when policy or comments hold words or dates that no run writes.
    """
    try:
        return _replay(stored, plugins)
    except (KeyError, ValueError, ConfigError):
        raise EvidenceError(
            "the stored policy or comments cannot be applied", "no auditor wrote them so"
        ) from None


def _replay(stored: StoredRun, plugins: Plugins) -> Replayed:
    judge = Judge(plugins.checks, stored.policy)
    adjudicator = Adjudicator(judge.checks, stored.policy)
    count = different = 0
    described: list[str] = []
    encoder = msgspec.json.Encoder(order="deterministic")
    fresh = (encoder.encode(item) for item in _findings(stored, judge, adjudicator))
    for new, old in zip_longest(fresh, (line.rstrip(b"\n") for line in stored.findings())):
        count += 1
        if new != old:
            different += 1
            if len(described) < SHOWN:
                described.append(_describe(old, new))
    decision, _ = adjudicator.decide(stored.gaps, stored.misuse)
    return Replayed(
        findings=count,
        different=different,
        differences=tuple(described),
        same_rules=rule_pack(judge.checks, stored.policy) == stored.run.rule_pack,
        exit_code=decision.exit_code,
    )


def _findings(stored: StoredRun, judge: Judge, adjudicator: Adjudicator) -> Iterator[Finding]:
    comments: list[InlineWaiver] = []
    for unit in stored.units():
        yield from adjudicator.unit(judge.unit(unit.facts), unit.comments)
        comments += unit.comments
    yield from adjudicator.unit(judge.run(), comments)


def _describe(old: bytes | None, new: bytes | None) -> str:
    if old is None:
        return f"not in the bundle: {_name(new)}"
    if new is None:
        return f"only in the bundle: {_name(old)}"
    return f"stored {_name(old)}, replayed {_name(new)}"


def _name(line: bytes | None) -> str:
    try:
        finding = msgspec.json.decode(line or b"", type=Finding)
    except msgspec.DecodeError:
        return "an unreadable finding"
    return f"{finding.verdict} {finding.check} {finding.resource}"
