"""A database that can only go back to its last copy, not to the moment before the mistake.

Why it matters
    A copy of last night loses a day. With recovery to a point in time the loss is the seconds
    between the mistake and the moment you choose.

Verdicts
    PASS when recovery to a point in time is on; FAIL when it is off; UNKNOWN when the answer
    hangs on a value that could not be had.

How to mend it
    Turn on recovery to a point in time.

    AWS:

        resource "aws_dynamodb_table" "orders" {
          point_in_time_recovery {
            enabled = true
          }
        }

    Google (for MySQL ``binary_log_enabled`` in place of the last line):

        resource "google_sql_database_instance" "main" {
          settings {
            backup_configuration {
              enabled                        = true
              point_in_time_recovery_enabled = true
            }
          }
        }

Sources
    Point-in-time backups for DynamoDB, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
    Use point-in-time recovery (Cloud SQL), https://cloud.google.com/sql/docs/mysql/backup-recovery/pitr
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``point_in_time_recovery``."""
    yield from wanted(
        store.point_in_time_recovery,
        "point_in_time_recovery",
        f"{store.subject} can be restored to any second of the recent past",
        f"{store.subject} cannot be restored to a point in time",
    )


CHECK = Check(
    id="resilience.no_point_in_time_recovery",
    title="Data cannot be restored to a point in time",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("BCK-01",),
    same_as=(
        "CKV_AWS_28",
        "CKV_AWS_165",
        "CKV2_GCP_20",
        "AWS-0024",
        "AVD-AWS-0024",
        "aws-dynamodb-enable-recovery",
        "dynamodb_tables_pitr_enabled",
        "kics:DynamoDB Table Point In Time Recovery Disabled",
    ),
)
