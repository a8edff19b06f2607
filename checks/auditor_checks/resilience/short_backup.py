"""Backups that are gone before a mistake is noticed.

Why it matters
    A faulty release of Friday is found on Monday, a slow corruption after a week. If the last
    good backup is older than what is kept, there is none.

Verdicts
    FAIL when automatic backups are kept for fewer than ``minimum_days`` (7); PASS for more. NOT
    APPLICABLE where there are none or those of one day only (see ``resilience.no_backup`` and
    ``resilience.single_day_backup``). UNKNOWN when the number hangs on a value that could not be
    had.

How to mend it
    Keep backups for as long as a mistake may stay unnoticed, a week at least.

    AWS:

        resource "aws_rds_cluster" "main" {
          backup_retention_period = 14
        }

        resource "aws_docdb_cluster" "documents" {
          backup_retention_period = 7
        }

    Azure:

        resource "azurerm_postgresql_flexible_server" "main" {
          backup_retention_days = 14
        }

Sources
    Backup retention period (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import DataStore, Unknown


class ShortBackupSettings(Settings, frozen=True, kw_only=True):
    """How long automatic backups have to be kept, in days."""

    minimum_days: int = 7


def judge(store: DataStore, view: View[ShortBackupSettings]) -> Iterator[Verdict]:
    """Weigh the days of backups, where there are backups."""
    days = store.backup_days
    if days is None:
        return
    least = view.settings.minimum_days
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, "backup_days")
    elif days <= 1:
        message = f"{store.subject} has no automatic backups, or those of one day only"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "backup_days")
    else:
        message = f"{store.subject} keeps backups for {days} days; at least {least} are wanted"
        yield Verdict(Outcome.FAIL if days < least else Outcome.PASS, message, "backup_days")


CHECK = Check(
    id="resilience.short_backup",
    title="Backups are kept for too short a time",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DataStore,
    settings=ShortBackupSettings,
    judge=judge,
    controls=("BCK-01",),
    same_as=(
        "CKV_AWS_360",
        "CKV_AWS_361",
        "documentdb_cluster_backup_enabled",
        "neptune_cluster_backup_enabled",
    ),
)
