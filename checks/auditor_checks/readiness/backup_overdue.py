"""A backup schedule that has not run when it should have.

Why it matters
    The newest backup is older than everybody believes, and a restore would lose the days between.

Verdicts
    For schedules of a running cluster that are not paused: FAIL when the last run is longer ago
    than ``missed_runs`` (2) times the longest pause of the schedule, or there never was one; PASS
    when it is not. UNKNOWN when the schedule cannot be read. A run that failed counts as a run.

How to mend it
    Find out why Velero did not start it, and start one by hand until it does.

    ``velero schedule describe NAME`` shows the last run, ``velero backup create --from-schedule
    NAME`` makes one now.

Sources
    Velero Schedule API Type, https://velero.io/docs/main/api-types/schedule/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import BackupPlan, Unknown
from auditor_checks.readiness._backups import longest_pause
from auditor_checks.readiness._joins import named


class OverdueSettings(Settings, frozen=True, kw_only=True):
    """How many pauses of the schedule may pass without a run."""

    missed_runs: int = 2


def judge(plan: BackupPlan, view: View[OverdueSettings]) -> Iterator[Verdict]:
    """Weigh the time since the last run, or since the schedule was made."""
    last, at = plan.last_success or plan.created, "last_success"
    if not plan.live or plan.paused is True or last is None:
        return
    for part in (plan.paused, plan.schedule):
        if isinstance(part, Unknown):
            yield Verdict(Outcome.UNKNOWN, part.reason, at)
            return
    pause = longest_pause(str(plan.schedule))
    if pause is None:
        text = f"{named(plan)}: when it should run cannot be read from its schedule"
        yield Verdict(Outcome.UNKNOWN, text, at)
        return
    late = view.moment - last > pause * view.settings.missed_runs
    when = f"last ran on {last:%Y-%m-%d %H:%M} UTC" if plan.last_success else "has never run"
    yield Verdict(Outcome.FAIL if late else Outcome.PASS, f"{named(plan)} {when}", at)


CHECK = Check(
    id="readiness.backup_overdue",
    title="Backup has missed its schedule",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=BackupPlan,
    judge=judge,
    settings=OverdueSettings,
    controls=("BCK-01",),
)
