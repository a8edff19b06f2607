"""An account and region where a new volume is unencrypted unless somebody thinks of it.

Why it matters
    Volumes are also made by hand, by auto scaling and by services that you do not declare. The
    default of the account covers them all, and costs nothing.

Verdicts
    PASS when the region's default is on; FAIL when it is off; UNKNOWN when the answer hangs on a
    value that could not be had. The default is set for each region apart.

How to mend it
    Turn on encryption by default in every region that you use.

    AWS:

        resource "aws_ebs_encryption_by_default" "this" {
          enabled = true
        }

    Volumes that already exist stay as they are.

Sources
    Enable Amazon EBS encryption by default, https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
    CIS AWS Foundations 3.0: 2.2.1; 5.0: 5.1.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "volume_encryption_by_default",
    id="encryption.volume_default",
    title="New volumes are not encrypted by default",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="encrypts every new volume",
    bad="lets new volumes be created unencrypted",
    controls=("ENC-01",),
    same_as=(
        "CKV_AWS_106",
        "ec2_ebs_default_encryption",
        "kics:EBS Default Encryption Disabled",
    ),
)
