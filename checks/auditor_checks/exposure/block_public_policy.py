"""A public access block that lets new public bucket policies in.

Why it matters
    A policy with a wildcard in the wrong place publishes the whole bucket. This switch makes the
    change fail instead.

Verdicts
    PASS when the switch is on; FAIL when it is off, which is the default of the resource; UNKNOWN
    when its value could not be had. A bucket without any such block is judged by
    ``exposure.no_public_access_block``.

How to mend it
    Turn on ``block_public_policy``, best with the three other switches.

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
    "block_public_policy",
    id="exposure.block_public_policy",
    title="New public bucket policies are accepted",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="refuses public policies",
    bad="accepts public policies",
    controls=("ACC-10",),
    same_as=(
        "CKV_AWS_54",
        "CKV_AWS_392",
        "AWS-0087",
        "AVD-AWS-0087",
        "aws-s3-block-public-policy",
        "s3_account_level_public_access_blocks",
        "kics:S3 Bucket Allows Public Policy",
        "s3_access_point_public_access_block",
        "s3_multi_region_access_point_public_access_block",
    ),
)
