"""A database that a single call, or a plan nobody read, removes.

Why it matters
    The commonest way to lose a database is a change that replaces it. Protection from deletion
    makes such a plan fail instead of succeed.

Verdicts
    PASS when protection from deletion is on; FAIL when it is off; UNKNOWN when the answer hangs
    on a value that could not be had.

How to mend it
    Turn on protection from deletion for everything that holds data of value.

    AWS:

        resource "aws_db_instance" "main" {
          deletion_protection = true
        }

        resource "aws_dynamodb_table" "orders" {
          deletion_protection_enabled = true
        }

    Google:

        resource "google_sql_database_instance" "main" {
          deletion_protection = true
          settings {
            deletion_protection_enabled = true
          }
        }

    ``prevent_destroy`` in a lifecycle block guards against Terraform only.

Sources
    Deleting a DB instance: deletion protection (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``deletion_protection``."""
    yield from wanted(
        store.deletion_protection,
        "deletion_protection",
        f"{store.subject} is protected from deletion",
        f"{store.subject} can be deleted by one command",
    )


CHECK = Check(
    id="resilience.no_deletion_protection",
    title="Data store can be deleted by one command",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("RES-01",),
    same_as=(
        "CKV_AWS_139",
        "CKV_AWS_172",
        "CKV_AWS_293",
        "CKV2_AWS_58",
        "CKV_GCP_119",
        "CKV_GCP_121",
        "CKV_GCP_122",
        "AWS-0177",
        "AVD-AWS-0177",
        "aws-rds-enable-deletion-protection",
        "AWS-0343",
        "AVD-AWS-0343",
        "aws-rds-enable-cluster-deletion-protection",
        "rds_instance_deletion_protection",
        "CKV_GCP_120",
        "cognito_user_pool_deletion_protection_enabled",
        "documentdb_cluster_deletion_protection",
        "dynamodb_table_deletion_protection_enabled",
        "neptune_cluster_deletion_protection",
        "rds_cluster_deletion_protection",
    ),
)
