"""Until when a flaw of some severity has to be mended, and which patches of a host are late."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Outcome, Settings, SettingsT, Verdict, View
from auditor.facts import Host, MissingPatch, Unknown
from auditor_checks._ages import age_days, counted

RANKS = ("critical", "high", "medium", "low", "unrated")
"""Severities, worst first; ``unrated`` is everything that bears none of them."""


class SeriousDeadlines(Settings, frozen=True, kw_only=True):
    """Days from publication, or first sight, until a serious flaw has to be gone."""

    critical_days: int = 7
    high_days: int = 30


class MinorDeadlines(Settings, frozen=True, kw_only=True):
    """Days from publication, or first sight, until a lesser flaw has to be gone."""

    medium_days: int = 90
    low_days: int = 180
    unrated_days: int = 90
    """For flaws that nobody has rated."""


def rank(severity: str) -> str:
    """Return the word of :data:`RANKS` for a severity; ``info`` counts as ``low``."""
    word = {"info": "low"}.get(severity.lower(), severity.lower())
    return word if word in RANKS else "unrated"


def days_allowed(severity: str, settings: Settings) -> int | None:
    """Return the days that the settings allow; None when they do not deal with the severity."""
    days: int | None = getattr(settings, f"{rank(severity)}_days", None)
    return days


def judge_patches(host: Host, view: View[SettingsT]) -> Iterator[Verdict]:
    """Judge those missing patches that the settings have a deadline for, as one verdict.

    A patch without a date has no deadline: it leaves the verdict unknown, unless the patch
    service calls the host compliant and so does not ask for it.
    """
    if host.missing is None:
        return
    if isinstance(host.missing, Unknown):
        yield Verdict(Outcome.UNKNOWN, host.missing.reason, "missing")
        return
    subject = host.subject
    undated: list[MissingPatch] = []
    dated: list[tuple[int, MissingPatch]] = []
    for patch in host.missing:
        allowed = days_allowed(patch.severity, view.settings)
        if allowed is None:
            continue
        if patch.released is None:
            undated.append(patch)
        else:
            dated.append((allowed - age_days(patch.released, view.moment), patch))
    dated.sort(key=lambda one: (one[0], one[1].id))
    late = [(left, patch) for left, patch in dated if left < 0]
    if late:
        yield Verdict(Outcome.FAIL, f"{subject} lacks {_overdue(late)}", "missing")
    elif undated and host.compliant is not True:
        lacking = counted(len(undated), "patch", "patches")
        text = f"{subject} lacks {lacking} whose release nobody dates, such as {undated[0].id}"
        yield Verdict(Outcome.UNKNOWN, text, "missing")
    elif dated:
        left, patch = dated[0]
        lacking = counted(len(dated), "patch", "patches")
        due = f"in {counted(left, 'day')}" if left else "today"
        text = f"{subject} lacks {lacking} within the deadline; the first is due {due} ({patch.id})"
        yield Verdict(Outcome.PASS, text, "missing")
    elif undated:
        text = f"{subject} lacks only patches that its baseline does not ask for"
        yield Verdict(Outcome.PASS, text, "missing")
    else:
        yield Verdict(Outcome.PASS, f"{subject} lacks no patch of these severities", "missing")


def _overdue(late: list[tuple[int, MissingPatch]]) -> str:
    """Return what is late by severity, worst first; ``late`` is in order of lateness."""
    parts = []
    for word in RANKS:
        of_rank = [(left, patch) for left, patch in late if rank(patch.severity) == word]
        if not of_rank:
            continue
        left, oldest = of_rank[0]
        number = counted(len(of_rank), f"{word} patch", f"{word} patches")
        overdue = "overdue" if len(of_rank) == 1 else "the oldest overdue"
        parts.append(f"{number}, {overdue} by {counted(-left, 'day')} ({oldest.id})")
    return "; ".join(parts)
