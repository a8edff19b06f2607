"""A bucket whose earlier versions one stolen key can erase.

Why it matters
    Versions protect from mistakes, not from somebody who deletes the versions too. A second
    factor makes a stolen key insufficient for that.

Verdicts
    PASS when deleting versions needs a second factor; FAIL when it does not; UNKNOWN when the
    answer hangs on a value that could not be had.

How to mend it
    Turn on MFA delete, or lock the objects instead.

    AWS:

        resource "aws_s3_bucket_versioning" "data" {
          bucket = aws_s3_bucket.data.id
          mfa    = "${var.mfa_serial} ${var.mfa_code}"
          versioning_configuration {
            status     = "Enabled"
            mfa_delete = "Enabled"
          }
        }

    Only the root user can switch it on, so most do it once by hand. It excludes lifecycle rules;
    Object Lock gives stronger protection without these limits: waive this check where it is used.

Sources
    Configuring MFA delete (Amazon S3), https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html
    CIS AWS Foundations 3.0 and 5.0: 2.1.2, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "mfa_delete",
    id="resilience.no_mfa_delete",
    title="Versions can be deleted without a second factor",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="asks for a second factor before deleting versions",
    bad="lets versions be deleted without a second factor",
    controls=("BCK-02",),
    same_as=(
        "AWS-0170",
        "AVD-AWS-0170",
        "aws-s3-require-mfa-delete",
        "s3_bucket_no_mfa_delete",
        "kics:S3 Bucket Without Enabled MFA Delete",
        "cloudtrail_bucket_requires_mfa_delete",
    ),
)
