"""A database that people and programs enter by a password of its own.

Why it matters
    A database password has no end, is shared, and outlives the people who know it. Sign-in by IAM
    or by the directory gives each caller a token that soon ends (on AWS after fifteen minutes),
    under the same roles and logs as everything else.

Verdicts
    PASS when sign-in by IAM or by the directory is on; FAIL when it is off; UNKNOWN when that
    could not be had. Engines that do not offer it are not judged.

How to mend it
    Turn on sign-in by IAM and move the programs over one by one.

        resource "aws_db_instance" "main" {
          iam_database_authentication_enabled = true
        }

    Passwords keep working beside it, so nothing breaks at once.

Sources
    IAM database authentication, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
    Enabling IAM authentication in Amazon Neptune, https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "database_iam_authentication",
    id="access.no_database_iam_authentication",
    title="Database knows only its own passwords",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="takes sign-ins by IAM",
    bad="takes only passwords of its own, no sign-ins by IAM",
    controls=(
        "ACC-08",
        "SECR-03",
    ),
    same_as=(
        "CKV_AWS_161",
        "CKV_AWS_162",
        "CKV_AWS_359",
        "AWS-0176",
        "AVD-AWS-0176",
        "aws-rds-enable-iam-auth",
        "rds_cluster_iam_authentication_enabled",
        "rds_instance_iam_authentication_enabled",
        "neptune_cluster_iam_authentication_enabled",
        "kics:IAM Database Auth Not Enabled",
        "kics:Neptune Cluster With IAM Database Authentication Disabled",
        "CKV2_AZURE_27",
        "dms_endpoint_neptune_iam_authorization_enabled",
    ),
)
