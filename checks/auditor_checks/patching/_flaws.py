"""How long a vulnerability has been known where it was found, against its deadline."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Outcome, SettingsT, Verdict, View
from auditor.facts import Unknown, Vulnerability
from auditor_checks._ages import age_days, counted
from auditor_checks.patching._deadlines import days_allowed

_AT = "first_seen"


def has_no_fix(flaw: Vulnerability) -> bool:
    """Whether it is known that no version without the flaw exists."""
    return flaw.fixed_in == ""


def judge_age(flaw: Vulnerability, view: View[SettingsT]) -> Iterator[Verdict]:
    """Judge a flaw whose severity the settings have a deadline for."""
    seen, severity = flaw.first_seen, flaw.severity
    if isinstance(severity, Unknown):
        yield Verdict(Outcome.UNKNOWN, severity.reason, _AT)
        return
    allowed = days_allowed(severity, view.settings)
    if allowed is None:
        return
    if isinstance(seen, Unknown):
        yield Verdict(Outcome.UNKNOWN, seen.reason, _AT)
        return
    if seen is None:
        yield Verdict(Outcome.UNKNOWN, f"since when {flaw.id} is known, nobody says", _AT)
        return
    days = age_days(seen, view.moment)
    where = " ".join(word for word in (flaw.package, flaw.installed) if word)
    text = (
        f"{flaw.subject} has had {flaw.id} ({severity}{f', in {where}' if where else ''})"
        f" for {counted(days, 'day')}; {allowed} are allowed{_remedy(flaw)}"
    )
    yield Verdict(Outcome.FAIL if days > allowed else Outcome.PASS, text, _AT)


def _remedy(flaw: Vulnerability) -> str:
    if flaw.fixed_in:
        return f", and {flaw.fixed_in} mends it"
    return ", but nothing mends it yet" if has_no_fix(flaw) else ""
