"""A bucket or container whose access list lets in everybody, or everybody who signed in anywhere.

Why it matters
    Names of buckets are guessed and listed by machines. What a public list lets people read is
    copied, and what it lets them write is replaced by malware or filled at your expense.

Verdicts
    PASS when the list names only the owner or chosen accounts; FAIL when it lets in everybody, or
    every signed-in user; UNKNOWN when that could not be had.

How to mend it
    Turn access lists off and use policies, or make the list private.

        resource "aws_s3_bucket_ownership_controls" "data" {
          bucket = aws_s3_bucket.data.id

          rule {
            object_ownership = "BucketOwnerEnforced"
          }
        }

    Add an ``aws_s3_bucket_public_access_block`` so that no later list opens it again.

Sources
    Access control list (ACL) overview, https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    Blocking public access to your Amazon S3 storage, https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "acl_private",
    id="exposure.public_acl",
    title="Access list lets in everybody",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    good="lets in nobody by its access list",
    bad="lets in everybody by its access list",
    controls=("ACC-10",),
    same_as=(
        "CKV2_AWS_43",
        "CKV_AWS_20",
        "CKV_AWS_57",
        "CKV_AWS_375",
        "AWS-0092",
        "AVD-AWS-0092",
        "aws-s3-no-public-access-with-acl",
        "s3_bucket_public_write_acl",
        "s3_bucket_public_access",
        "s3_bucket_public_list_acl",
        "kics:S3 Bucket ACL Allows Read Or Write to All Users",
        "kics:S3 Bucket ACL Allows Read to Any Authenticated User",
        "CKV_AZURE_34",
        "AZU-0007",
        "AVD-AZU-0007",
        "azure-storage-no-public-access",
        "cloudtrail_logs_s3_bucket_is_not_publicly_accessible",
    ),
)
