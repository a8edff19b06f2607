"""A store of data without automatic backups.

Why it matters
    Replicas copy a mistake within milliseconds. Only an older copy brings back what was deleted,
    encrypted by an extortionist or spoilt by a faulty release.

Verdicts
    FAIL when automatic backups are off, or kept for less than ``minimum_days`` (1). PASS when
    they are kept longer. UNKNOWN when the number of days hangs on a value that could not be had.
    Backups by a separate service are not seen here: waive it and name the plan.

How to mend it
    Keep automatic backups, for a week or more.

    AWS:

        resource "aws_db_instance" "main" {
          backup_retention_period = 14
        }

        resource "aws_elasticache_replication_group" "cache" {
          snapshot_retention_limit = 7
        }

    Google:

        resource "google_sql_database_instance" "main" {
          settings {
            backup_configuration {
              enabled = true
            }
          }
        }

    Then restore one, on a date in the calendar: a backup nobody restored is a hope.

Sources
    Introduction to backups (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
    About Cloud SQL backups, https://cloud.google.com/sql/docs/mysql/backup-recovery/backups
    NIST SP 800-53 Rev. 5: CP-9, https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import DataStore, Unknown


class BackupSettings(Settings, frozen=True, kw_only=True):
    """The fewest days of backups that count as backups."""

    minimum_days: int = 1


def judge(store: DataStore, view: View[BackupSettings]) -> Iterator[Verdict]:
    """Ask whether automatic backups are kept at all."""
    days = store.backup_days
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, "backup_days")
    elif days < view.settings.minimum_days:
        message = f"{store.subject} has no automatic backups"
        if days > 0:
            message = f"{store.subject} keeps automatic backups for too few days ({days})"
        yield Verdict(Outcome.FAIL, message, "backup_days")
    else:
        message = f"{store.subject} keeps automatic backups (days: {days})"
        yield Verdict(Outcome.PASS, message, "backup_days")


CHECK = Check(
    id="resilience.no_backup",
    title="Data is not backed up",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=DataStore,
    settings=BackupSettings,
    judge=judge,
    controls=("BCK-01",),
    same_as=(
        "CKV_AWS_133",
        "CKV_AWS_134",
        "CKV_AWS_343",
        "CKV_AWS_360",
        "CKV_AWS_361",
        "CKV_GCP_14",
        "AWS-0050",
        "AVD-AWS-0050",
        "aws-elasticache-enable-backup-retention",
        "AWS-0077",
        "AVD-AWS-0077",
        "aws-rds-specify-backup-retention",
        "GCP-0024",
        "AVD-GCP-0024",
        "google-sql-enable-backup",
        "rds_instance_backup_enabled",
        "elasticache_redis_cluster_backup_enabled",
        "kics:RDS With Backup Disabled",
        "kics:RDS Cluster With Backup Disabled",
        "kics:ElastiCache Redis Cluster Without Backup",
        "documentdb_cluster_backup_enabled",
        "neptune_cluster_backup_enabled",
        "redshift_cluster_automated_snapshot",
    ),
)
