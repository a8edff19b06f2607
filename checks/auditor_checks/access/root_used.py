"""The account's all-powerful first user was at work lately.

Why it matters
    Nothing limits the root user and several people may share it, so its deeds can be undone by
    nobody and laid to nobody. Only a handful of tasks need it, and those are rare.

Verdicts
    FAIL when the root user was used less than ``quiet_days`` (30) before the audit; PASS when it
    was not. UNKNOWN when its last use could not be had, or when the provider has not recorded use
    for that long.

How to mend it
    Do the work through a role, and lock the root user's second factor away.

    Find out who used it and for what: ``aws cloudtrail lookup-events --lookup-attributes
    AttributeKey=Username,AttributeValue=root``. Raise an alarm on every further use. If it was one
    of the tasks that only the root user can do, write down the reason and waive this finding until
    the time is over.

Sources
    Tasks that require root user credentials, https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html
    CIS AWS Foundations 3.0: 1.7; 5.0: 1.6, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Principal, Unknown
from auditor_checks._ages import counted


class RootUseSettings(Settings, frozen=True, kw_only=True):
    """Days without use before the root user counts as put away."""

    quiet_days: int = 30


def judge(principal: Principal, view: View[RootUseSettings]) -> Iterator[Verdict]:
    """Judge ``last_active`` of the root user."""
    if principal.form != "root":
        return
    last, known, at = principal.last_active, principal.activity_known_since, "last_active"
    quiet = timedelta(days=view.settings.quiet_days)
    if isinstance(last, Unknown):
        yield Verdict(Outcome.UNKNOWN, last.reason, at)
    elif isinstance(last, datetime):
        days = max(0, (view.moment - last).days)
        ago = counted(days, "day") if days else "less than a day"
        text = f"{principal.subject} was last used on {last:%Y-%m-%d}, {ago} before the audit"
        yield Verdict(Outcome.FAIL if view.moment - last < quiet else Outcome.PASS, text, at)
    elif known is None:
        return
    elif view.moment - known < quiet:
        text = f"use of the {principal.subject} is recorded only since {known:%Y-%m-%d}"
        yield Verdict(Outcome.UNKNOWN, text, at)
    else:
        yield Verdict(Outcome.PASS, f"{principal.subject} was not used since {known:%Y-%m-%d}", at)


CHECK = Check(
    id="access.root_used",
    title="Root user was used lately",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=RootUseSettings,
    controls=("ACC-07",),
    same_as=("iam_avoid_root_usage",),
)
