"""A bucket without a full block that overrules public lists and policies.

Why it matters
    The block is the safety catch of a bucket: with it, no list, policy or slip of the hand makes
    data public. AWS sets it on new buckets, but it is not under your management, and not on
    buckets from before April 2023.

Verdicts
    PASS when a block with all four switches on belongs to the bucket. FAIL when none does, or a
    switch is off, which the checks of the switches show at the block. UNKNOWN when a switch could
    not be told, or to which bucket a block belongs.

How to mend it
    Give the bucket a block with all four switches on.

        resource "aws_s3_bucket_public_access_block" "data" {
          bucket                  = aws_s3_bucket.data.id
          block_public_acls       = true
          block_public_policy     = true
          ignore_public_acls      = true
          restrict_public_buckets = true
        }

Sources
    Blocking public access to your Amazon S3 storage, https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    CIS AWS Foundations 3.0: 2.1.4; 5.0: 2.1.4, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "public_access_block",
    id="exposure.no_public_access_block",
    title="Bucket is not fully blocked against public access",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="is fully blocked against public access",
    bad="is not fully blocked against public access",
    controls=("ACC-10",),
    same_as=(
        "CKV2_AWS_6",
        "AWS-0094",
        "AVD-AWS-0094",
        "aws-s3-specify-public-access-block",
        "s3_bucket_level_public_access_block",
        "CKV_GCP_114",
        "CKV_AZURE_59",
        "CKV_AZURE_190",
        "CKV2_AZURE_47",
        "AWS-0086",
        "AVD-AWS-0086",
        "AWS-0087",
        "AVD-AWS-0087",
        "AWS-0091",
        "AVD-AWS-0091",
        "AWS-0093",
        "AVD-AWS-0093",
    ),
)
