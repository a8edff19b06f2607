"""A machine whose patches were never looked at, or not for a while.

Why it matters
    "No patch is missing" is true of the day of the scan. Weeks later it says nothing, and a
    machine that was never scanned looks like one that lacks nothing.

Verdicts
    FAIL when the last scan is more than ``max_days`` (7) old, or when an agent reports from the
    machine but no scan ever ran. PASS when the scan is recent. NOT APPLICABLE while the machine
    stands still, and when its agent has been silent for longer than ``max_days``, which is the
    matter of ``patching.silent_agent``. UNKNOWN when an answer could not be had, and in the first
    ``grace_hours`` (24) after its start while no scan ran yet. A machine without an agent is the
    matter of ``patching.unmanaged_host``.

How to mend it
    Scan every machine for missing patches at least once a week.

    AWS: ``aws ssm send-command --document-name AWS-RunPatchBaseline --parameters Operation=Scan
    --targets Key=InstanceIds,Values=ID`` scans now; an association, or a Quick Setup patch policy,
    does it every day.

Sources
    AWS Systems Manager Patch Manager, https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager.html
    CIS Controls 8.1: 7.5, https://www.cisecurity.org/controls
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.patching._starts import started_within


class ScanSettings(Settings, frozen=True, kw_only=True):
    """The greatest age of the last scan in days."""

    max_days: int = 7
    grace_hours: int = 24
    """Hours that a new machine has until its first scan."""


def judge(host: Host, view: View[ScanSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``scanned``."""
    scanned, running, managed, at = host.scanned, host.running, host.managed, "scanned"
    if scanned is None and (managed is None or managed is False):
        return
    text = f"{host.subject} was never scanned for patches"
    if isinstance(scanned, datetime):
        days, most = age_days(scanned, view.moment), view.settings.max_days
        text = f"{host.subject} was last scanned for patches {counted(days, 'day')} ago"
        text = f"{text}; at most {most} are wanted"
        if days <= most:
            yield Verdict(Outcome.PASS, text, at)
            return
    if running is False:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{host.subject} stands still", at)
    elif _silent(host, view):
        text = f"{host.subject} can't be scanned while its agent is silent"
        yield Verdict(Outcome.NOT_APPLICABLE, text, at)
    elif isinstance(scanned, Unknown):
        yield Verdict(Outcome.UNKNOWN, scanned.reason, at)
    elif isinstance(running, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{text}, if it runs: {running.reason}", at)
    elif scanned is None and started_within(host, view.moment, view.settings.grace_hours):
        text = f"{host.subject} was started lately and not scanned for patches yet"
        yield Verdict(Outcome.UNKNOWN, text, at)
    elif scanned is None and isinstance(managed, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{text}, if it has an agent: {managed.reason}", at)
    else:
        yield Verdict(Outcome.FAIL, text, at)


def _silent(host: Host, view: View[ScanSettings]) -> bool:
    """Whether no scan can have run since, for want of an agent that works."""
    seen = host.agent_seen
    return isinstance(seen, datetime) and age_days(seen, view.moment) > view.settings.max_days


CHECK = Check(
    id="patching.unscanned_host",
    title="Missing patches are not looked for",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    settings=ScanSettings,
    controls=("PATCH-02",),
)
