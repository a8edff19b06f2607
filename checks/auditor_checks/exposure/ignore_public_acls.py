"""A public access block that leaves old public access lists in force.

Why it matters
    Lists written before the block still count without this switch: old objects stay public, and
    nobody looks at the lists of single objects.

Verdicts
    PASS when the switch is on; FAIL when it is off, which is the default of the resource; UNKNOWN
    when its value could not be had. A bucket without any such block is judged by
    ``exposure.no_public_access_block``.

How to mend it
    Turn on ``ignore_public_acls``, best with the three other switches.

        resource "aws_s3_bucket_public_access_block" "data" {
          bucket                  = aws_s3_bucket.data.id
          block_public_acls       = true
          block_public_policy     = true
          ignore_public_acls      = true
          restrict_public_buckets = true
        }

    For a whole account use ``aws_s3_account_public_access_block``.

Sources
    Blocking public access to your Amazon S3 storage, https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    CIS AWS Foundations 3.0: 2.1.4; 5.0: 2.1.4, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "ignore_public_acls",
    id="exposure.ignore_public_acls",
    title="Old public access lists stay in force",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="ignores public access lists",
    bad="honours public access lists",
    controls=("ACC-10",),
    same_as=(
        "CKV_AWS_55",
        "CKV_AWS_392",
        "AWS-0091",
        "AVD-AWS-0091",
        "aws-s3-ignore-public-acls",
        "s3_account_level_public_access_blocks",
        "kics:S3 Bucket Without Ignore Public ACL",
        "CKV_GCP_29",
        "GCP-0002",
        "AVD-GCP-0002",
        "s3_access_point_public_access_block",
        "s3_multi_region_access_point_public_access_block",
    ),
)
