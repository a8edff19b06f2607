"""Drift in words: what differs between declarations and what runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.drift import Difference, Drift, VerdictChange
from auditor_evidence.report.wording import counted, where

_SHOWN = 50
_NAMED = 3
"""Objects that a line names; the others are counted."""


def drift_lines(drift: Drift) -> Iterator[str]:
    """Yield the lines below the heading, each about one object or field."""
    yield (
        f"{counted(drift.compared, 'object')} compared: "
        f"{counted(len(drift.differences), 'field')} and "
        f"{counted(len(drift.changes), 'verdict')} differ, {len(drift.undeclared)} undeclared, "
        f"{len(drift.missing)} not running"
        + (f", {len(drift.unmatched)} not told" if drift.unmatched else "")
    )
    if drift.untold:
        yield f"{counted(drift.untold, 'field')} could not be compared: one side is unknown"
    yield from _first([_change(item) for item in drift.changes])
    yield from _first([_difference(item) for item in drift.differences])
    yield from _first([f"undeclared: {item}" for item in drift.undeclared])
    yield from _first([f"not running: {item}" for item in drift.missing])
    yield from _first([*unmatched_lines(drift)])


def unmatched_lines(drift: Drift) -> Iterator[str]:
    """Yield a line for each reason why it cannot be told whether objects are on both sides."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for item in drift.unmatched:
        groups.setdefault((item.found, item.scope, item.reason), []).append(item.address)
    for (found, scope, reason), addresses in groups.items():
        other = "running" if found == "declared" else "declared"
        more = len(addresses) - _NAMED
        named = ", ".join(addresses[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        yield f"{found}, not told whether {other}: {scope}: {named}: {reason}"


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"… and {len(lines) - _SHOWN} more like it"


def _change(item: VerdictChange) -> str:
    was, now = item.declared or "not judged", item.found or "not judged"
    at = f" at {item.at}" if item.at else ""
    return (
        f"verdict: {item.severity} {item.check} of {item.scope}: {item.address}{at}: "
        f"declared {was}, running {now}"
    )


def _difference(item: Difference) -> str:
    at = f" ({where(item.place)})" if item.place else ""
    return (
        f"differs: {item.scope}: {item.address} {item.field}: declared "
        f"{item.declared or 'nothing'}, running {item.found or 'nothing'}{at}"
    )
