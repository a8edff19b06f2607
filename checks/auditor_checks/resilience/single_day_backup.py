"""Backups that are kept for a single day.

Why it matters
    One day is what databases keep when nobody chose. A mistake made in the evening and found the
    next night is already in every backup there is.

Verdicts
    FAIL when automatic backups are kept for one day; PASS when for more. NOT APPLICABLE where
    there are none (see ``resilience.no_backup``). UNKNOWN when the number hangs on a value that
    could not be had.

How to mend it
    Keep backups for a week or more instead of the default of one day.

        resource "aws_rds_cluster" "main" {
          backup_retention_period = 14
        }

Sources
    Backup retention period (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import DataStore, Unknown


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Ask whether backups outlive their first day."""
    days = store.backup_days
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, "backup_days")
    elif days == 0:
        message = f"{store.subject} has no automatic backups"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "backup_days")
    elif days == 1:
        yield Verdict(Outcome.FAIL, f"{store.subject} keeps backups for one day", "backup_days")
    else:
        yield Verdict(Outcome.PASS, f"{store.subject} keeps backups for {days} days", "backup_days")


CHECK = Check(
    id="resilience.single_day_backup",
    title="Backups are kept for one day only",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("BCK-01",),
    same_as=(
        "AWS-0077",
        "AVD-AWS-0077",
        "aws-rds-specify-backup-retention",
    ),
)
