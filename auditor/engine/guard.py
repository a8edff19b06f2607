"""The last look for secret values in what a scan has written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from auditor.engine.store import RunStore
from auditor.redaction.mask import INSTANCE_KEY, Redactor
from auditor.reporting import Report

_DIGEST = re.compile(r"\b[0-9a-f]{32}(?:[0-9a-f]{32})?\b")
_SHORTEST_NUMBER = 8


def guard_of(report: Report, store: RunStore, values: Iterable[str]) -> Redactor:
    """Return what recognises those of the values that no output may hold.

    Values that are also part of a name (a directory called like a weak password) are left
    out: names are not secret, and must not cost us the bundle. So are words that the pages of
    our checks have too, and short numbers, which sizes, ports and times hold by chance.
    """
    guard = Redactor(None)
    wanted = sorted(values)
    if wanted:
        names = {*report.run.targets, *(note.source for note in store.notes)}
        for finding in report.findings():
            address = INSTANCE_KEY.sub("", finding.resource)
            names |= {finding.scope, address, finding.file, finding.kind}
        known = "\n".join((*names, *(check.doc for check in report.checks.values())))
        guard.hide(value for value in wanted if value not in known and not _by_chance(value))
    return guard


def _by_chance(value: str) -> bool:
    return len(value) < _SHORTEST_NUMBER and value.isdecimal()


def leaks(guard: Redactor, content: bytes) -> bool:
    """Tell whether the content holds a value that the guard recognises, digests apart: they hold
    any four digits by chance."""
    values = guard.values
    text = _DIGEST.sub(
        lambda found: found[0] if found[0] in values else "", content.decode("utf-8", "replace")
    )
    return guard.mask_text(text) != text


def holds(report: Report, store: RunStore, values: Iterable[str]) -> bool:
    """Tell whether something that was written holds one of these values, names apart."""
    guard = guard_of(report, store, values)
    return bool(guard.values) and any(leaks(guard, piece) for piece in _written(report, store))


def _written(report: Report, store: RunStore) -> Iterator[bytes]:
    for name in ("findings.jsonl", "facts.jsonl", "comments.jsonl"):
        yield from store.lines(name)
    yield from (msgspec.json.encode(gap) for gap in report.gaps)
    yield from ((store.path / "evidence" / note.digest).read_bytes() for note in store.notes)
