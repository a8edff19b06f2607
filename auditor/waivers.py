"""Waivers: accepted findings, who accepted them, until when, and whether they still serve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fnmatch import translate
from functools import lru_cache
from typing import Any

from auditor.checking import Check
from auditor.collecting import InlineWaiver
from auditor.facts import Place
from auditor.findings import Finding, WaiverNote
from auditor.policy import Waiver
from auditor.redaction import cleaned
from auditor.reporting import WaiverState

FIELDS = ("check", "resource", "reason", "owner", "approver", "expires")


def read_waiver(raw: Any, source: str, today: date, longest_days: int) -> Waiver:
    """Read one ``[[waivers]]`` entry; a fault is kept in ``problem``, since a waiver that
    cannot be read must not stop the audit, and must not have an effect either."""
    entry = raw if isinstance(raw, dict) else {}
    values = {
        name: cleaned(str(entry[name])).strip() if entry.get(name) is not None else ""
        for name in FIELDS
    }
    problem = cleaned(_problem(entry, values, today, longest_days))
    return Waiver(source=source, problem=problem, **values)


def _problem(raw: dict[str, Any], values: dict[str, str], today: date, longest: int) -> str:
    extra = sorted(set(raw) - set(FIELDS))
    if extra:
        return f"unknown field {extra[0]!r}; the fields are {', '.join(FIELDS)}"
    missing = [name for name in FIELDS if not values[name]]
    if missing:
        return f"{missing[0]!r} is missing; all of {', '.join(FIELDS)} are required"
    try:
        expires = date.fromisoformat(values["expires"])
    except ValueError:
        return f"expires is not a date: {values['expires']!r} (write YYYY-MM-DD)"
    if expires > today + timedelta(days=longest):
        return f"expires in more than {longest} days; the longest a waiver may last"
    return ""


class Waivers:
    """Applies waivers to findings, and remembers what each of them did."""

    def __init__(self, waivers: Iterable[Waiver], checks: dict[str, Check], today: date) -> None:
        self._waivers = list(waivers)
        self._matched = [0] * len(self._waivers)
        self._today = today
        self._active = [
            (index, _pattern(waiver.check), _pattern(waiver.resource))
            for index, waiver in enumerate(self._waivers)
            if not waiver.problem and date.fromisoformat(waiver.expires) >= today
        ]
        self._aliases = {
            check.id: frozenset(alias.lower() for alias in check.same_as)
            for check in checks.values()
        }
        self._known = frozenset().union(*self._aliases.values())
        self._inline: list[WaiverState] = []

    def note(self, finding: Finding, inline: InlineIndex) -> WaiverNote | None:
        """Return by what a failing finding is waived, or None."""
        for index, check, resource in self._active:
            if check(finding.check) and resource(finding.resource):
                self._matched[index] += 1
                waiver = self._waivers[index]
                return WaiverNote(
                    source=waiver.source,
                    reason=waiver.reason,
                    owner=waiver.owner,
                    approver=waiver.approver,
                    until=waiver.expires,
                )
        return inline.note(finding)

    def index(self, comments: Iterable[InlineWaiver]) -> InlineIndex:
        """Return an index of the comments of one unit."""
        return InlineIndex(comments, self._aliases, self._today)

    def settle(self, inline: InlineIndex) -> None:
        """Take over what the comments of a unit did; call it when the unit is judged."""
        self._inline += inline.states(self._known)

    def states(self) -> Iterator[WaiverState]:
        """Yield what became of every waiver: the configured first, then the comments."""
        for waiver, matched in zip(self._waivers, self._matched, strict=True):
            if waiver.problem:
                state = "malformed"
            elif date.fromisoformat(waiver.expires) < self._today:
                state = "expired"
            else:
                state = "used" if matched else "unused"
            yield WaiverState(
                source=waiver.source,
                state=state,
                check=waiver.check,
                resource=waiver.resource,
                reason=waiver.reason,
                owner=waiver.owner,
                approver=waiver.approver,
                until=waiver.expires,
                matched=matched,
                problem=waiver.problem,
            )
        merged: dict[str, WaiverState] = {}
        for inline in self._inline:
            earlier = merged.get(inline.source)
            if earlier is None or inline.matched > earlier.matched:
                merged[inline.source] = inline
        yield from merged.values()


class InlineIndex:
    """The ignore comments of one unit, by file."""

    def __init__(
        self, comments: Iterable[InlineWaiver], aliases: dict[str, frozenset[str]], today: date
    ) -> None:
        self._aliases = aliases
        self._today = today
        self._comments = sorted(comments, key=lambda item: (item.place.file, item.place.line))
        self._matched = [0] * len(self._comments)
        self._by_file: dict[str, list[int]] = {}
        for index, comment in enumerate(self._comments):
            if not comment.problem and not self._expired(comment):
                self._by_file.setdefault(comment.region.file, []).append(index)

    def _expired(self, comment: InlineWaiver) -> bool:
        return bool(comment.until) and date.fromisoformat(comment.until) < self._today

    def note(self, finding: Finding) -> WaiverNote | None:
        """Return the comment that covers the finding, at its line or at a module call to it."""
        if not self._by_file:
            return None
        for place in (Place(finding.file, finding.line, finding.end_line), *finding.calls):
            for index in self._by_file.get(place.file, ()):
                comment = self._comments[index]
                region = comment.region
                if region.line <= place.line <= region.end_line and self._names(comment, finding):
                    self._matched[index] += 1
                    return WaiverNote(
                        source=_source(comment), reason=comment.reason, until=comment.until
                    )
        return None

    def _names(self, comment: InlineWaiver, finding: Finding) -> bool:
        if comment.syntax == "auditor":
            return any(_pattern(name)(finding.check) for name in comment.ids)
        aliases = self._aliases.get(finding.check, frozenset())
        return any(name == "*" or name.lower() in aliases for name in comment.ids)

    def states(self, known: frozenset[str]) -> Iterator[WaiverState]:
        """Yield what each comment did; other tools' comments on rules we lack are left out."""
        for comment, matched in zip(self._comments, self._matched, strict=True):
            foreign = comment.syntax != "auditor"
            if foreign and not matched and not any(i.lower() in known for i in comment.ids):
                continue
            if comment.problem and not foreign:
                state = "malformed"
            elif self._expired(comment):
                state = "expired"
            else:
                state = "used" if matched else "unused"
            yield WaiverState(
                source=_source(comment),
                state=state,
                check=", ".join(comment.ids),
                reason=comment.reason,
                until=comment.until,
                matched=matched,
                problem=comment.problem,
            )


def _source(comment: InlineWaiver) -> str:
    syntax = "" if comment.syntax == "auditor" else f" ({comment.syntax} comment)"
    return f"{comment.place.file}:{comment.place.line}{syntax}"


@lru_cache(maxsize=1024)
def _pattern(text: str) -> Any:
    """Return a predicate for a text in which only ``*`` is special (addresses hold brackets)."""
    if "*" not in text:
        return text.__eq__
    literal = "*".join(piece.replace("[", "[[]").replace("?", "[?]") for piece in text.split("*"))
    return re.compile(translate(literal)).match
