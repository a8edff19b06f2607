"""A public access block that lets new public access lists in.

Why it matters
    One upload with the wrong list, by hand or by a tool, is enough to publish an object. This
    switch makes the upload fail instead.

Verdicts
    PASS when the switch is on; FAIL when it is off, which is the default of the resource; UNKNOWN
    when its value could not be had. A bucket without any such block is judged by
    ``exposure.no_public_access_block``.

How to mend it
    Turn on ``block_public_acls``, best with the three other switches.

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
    "block_public_acls",
    id="exposure.block_public_acls",
    title="New public access lists are accepted",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="refuses public access lists",
    bad="accepts public access lists",
    controls=("ACC-10",),
    same_as=(
        "CKV_AWS_53",
        "CKV_AWS_392",
        "AWS-0086",
        "AVD-AWS-0086",
        "aws-s3-block-public-acls",
        "s3_account_level_public_access_blocks",
        "kics:S3 Bucket Allows Public ACL",
        "s3_access_point_public_access_block",
        "s3_multi_region_access_point_public_access_block",
    ),
)
