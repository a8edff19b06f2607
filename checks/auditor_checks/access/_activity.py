"""How long a principal has done nothing, as far as the provider records it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checking import Outcome, Verdict
from auditor.facts import Principal, Unknown
from auditor_checks._ages import age_days, counted


def judge_silence(principal: Principal, moment: datetime, most: int) -> Iterator[Verdict]:
    """Fail a principal that did nothing for more than ``most`` days before the moment.

    One that never did anything is silent since it was made, or since the provider records
    activity, whichever is later. When that record is too short to tell, it is unknown.
    """
    last, created = principal.last_active, principal.created
    recorded, at = principal.activity_known_since, "last_active"
    who = f"{principal.subject} {principal.name}"
    if isinstance(last, Unknown):
        yield Verdict(Outcome.UNKNOWN, last.reason, at)
    elif isinstance(last, datetime):
        yield _weighed(f"{who} has done nothing for", age_days(last, moment), most)
    elif isinstance(created, Unknown):
        yield Verdict(Outcome.UNKNOWN, created.reason, at)
    elif isinstance(created, datetime):
        age = age_days(created, moment)
        if age <= most or (recorded is not None and recorded <= created):
            yield _weighed(f"{who} has done nothing since it was made, for", age, most)
        elif recorded is None:
            yield Verdict(Outcome.UNKNOWN, f"{who} has no record of its activity", at)
        else:
            yield _by_record(who, recorded, moment, most)
    elif recorded is not None:
        yield _by_record(who, recorded, moment, most)


def _by_record(who: str, recorded: datetime, moment: datetime, most: int) -> Verdict:
    days = age_days(recorded, moment)
    if days > most:
        return _weighed(f"{who} has done nothing for at least", days, most)
    text = f"{who} has done nothing that is on record, which goes back {counted(days, 'day')}"
    return Verdict(Outcome.UNKNOWN, text, "last_active")


def _weighed(what: str, days: int, most: int) -> Verdict:
    outcome = Outcome.FAIL if days > most else Outcome.PASS
    text = f"{what} {counted(days, 'day')}; at most {most} are wanted"
    return Verdict(outcome, text, "last_active")
