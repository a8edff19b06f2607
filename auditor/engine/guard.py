"""The last look for secret values in what a scan has written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.engine.store import RunStore
from auditor.redaction.mask import INSTANCE_KEY, Redactor
from auditor.reporting import Report


def guard_of(report: Report, store: RunStore, values: Iterable[str]) -> Redactor:
    """Return what recognises those of the values that no output may hold.

    Values that are also part of a name (a directory called like a weak password) are left
    out: names are not secret, and must not cost us the bundle.
    """
    guard = Redactor(None)
    wanted = sorted(values)
    if wanted:
        names = {*report.run.targets, *(note.source for note in store.notes)}
        for finding in report.findings():
            address = INSTANCE_KEY.sub("", finding.resource)
            names |= {finding.scope, address, finding.file, finding.kind}
        known = "\n".join(names)
        guard.hide(value for value in wanted if value not in known)
    return guard


def leaks(guard: Redactor, content: bytes) -> bool:
    """Tell whether the content holds a value that the guard recognises."""
    text = content.decode("utf-8", "replace")
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
