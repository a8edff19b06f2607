"""A bucket where an object that is overwritten or deleted is gone.

Why it matters
    One wrong command, one program gone wild or one extortionist replaces everything within
    minutes. With versions the step can be taken back.

Verdicts
    PASS when versioning is on; FAIL when it is off, suspended or never was set; UNKNOWN when the
    answer hangs on a value that could not be had.

How to mend it
    Turn on versioning.

    AWS:

        resource "aws_s3_bucket_versioning" "data" {
          bucket = aws_s3_bucket.data.id
          versioning_configuration {
            status = "Enabled"
          }
        }

    Google:

        resource "google_storage_bucket" "data" {
          versioning {
            enabled = true
          }
        }

    Azure:

        resource "azurerm_storage_account" "data" {
          blob_properties {
            versioning_enabled = true
          }
        }

    A lifecycle rule that deletes old versions after a while keeps the cost down.

Sources
    Retaining multiple versions of objects with S3 Versioning, https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
    Object Versioning (Google Cloud Storage), https://cloud.google.com/storage/docs/object-versioning
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``versioned``."""
    yield from wanted(
        store.versioned,
        "versioned",
        f"{store.subject} keeps earlier versions of its objects",
        f"{store.subject} does not keep earlier versions of its objects",
    )


CHECK = Check(
    id="resilience.no_versioning",
    title="Objects are not versioned",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("BCK-01",),
    same_as=(
        "CKV_AWS_21",
        "CKV_GCP_78",
        "AWS-0090",
        "AVD-AWS-0090",
        "aws-s3-enable-versioning",
        "GCP-0078",
        "AVD-GCP-0078",
        "google-storage-enable-bucket-versioning",
        "s3_bucket_object_versioning",
        "kics:S3 Bucket Without Versioning",
    ),
)
