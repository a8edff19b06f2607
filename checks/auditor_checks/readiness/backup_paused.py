"""A schedule that makes no backups.

Why it matters
    It was paused for an afternoon, and is still listed as the backup of what it covers.

Verdicts
    FAIL when the schedule is paused; PASS when it is not; UNKNOWN when a template fills it in.

How to mend it
    Resume the schedule, or delete it and say so.

        apiVersion: velero.io/v1
        kind: Schedule
        metadata: {name: nightly, namespace: velero}
        spec:
          paused: false
          schedule: "0 2 * * *"
          template:
            includedNamespaces: [shop]

Sources
    Velero Schedule API Type, https://velero.io/docs/main/api-types/schedule/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import BackupPlan, Unknown
from auditor_checks.readiness._joins import named


def judge(plan: BackupPlan, view: View[Settings]) -> Iterator[Verdict]:
    """Judge whether the schedule is paused."""
    paused, at = plan.paused, "paused"
    if isinstance(paused, Unknown):
        yield Verdict(Outcome.UNKNOWN, paused.reason, at)
    elif paused:
        yield Verdict(Outcome.FAIL, f"{named(plan)} is paused", at)
    else:
        yield Verdict(Outcome.PASS, f"{named(plan)} is in force", at)


CHECK = Check(
    id="readiness.backup_paused",
    title="Backup schedule is paused",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=BackupPlan,
    judge=judge,
    controls=("BCK-01",),
)
