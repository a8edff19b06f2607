"""A machine whose start-up data holds a secret.

Why it matters
    User data is readable from within the machine by every process and by every container that can
    reach the metadata service, and from outside by everybody who may describe instances. It stays
    in launch templates and plans for ever.

Verdicts
    FAIL for each place in the user data that holds what looks like a key, a token or a password.
    PASS when it was searched from end to end and nothing was found: that is no proof that there
    is nothing. UNKNOWN when it, or a part of it, could not be searched.

How to mend it
    Revoke the secret, and let the machine fetch a new one at start by its role.

    AWS:

        resource "aws_instance" "web" {
          iam_instance_profile = aws_iam_instance_profile.web.name
          user_data            = <<-EOT
            #!/bin/sh
            aws secretsmanager get-secret-value --secret-id web/database > /run/database.json
          EOT
        }

    Google and Azure offer the same with service accounts and managed identities. Deleting the line
    is not enough: older versions of the template keep it, so the secret has to be revoked.

Sources
    Run commands at launch with user data (Amazon EC2), https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
    CIS AWS Foundations 3.0: 1.18; 5.0: 1.17, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_user_data",
    title="Secret in user data",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("user-data"),
    controls=("SECR-01",),
    same_as=(
        "CKV_AWS_46",
        "CKV_AZURE_45",
        "AWS-0029",
        "AVD-AWS-0029",
        "aws-ec2-no-secrets-in-user-data",
        "AWS-0129",
        "AVD-AWS-0129",
        "aws-ec2-no-secrets-in-launch-template-user-data",
        "AZU-0037",
        "AVD-AZU-0037",
        "azure-compute-no-secrets-in-custom-data",
        "ec2_instance_secrets_user_data",
        "ec2_launch_template_no_secrets",
        "autoscaling_find_secrets_ec2_launch_configuration",
        "kics:EC2 Instance Using API Keys",
        "kics:User Data Contains Encoded Private Key",
        "kics:Hardcoded AWS Access Key",
        "AWS-0122",
        "AVD-AWS-0122",
        "aws-ec2-no-sensitive-info",
        "aws-autoscaling-no-sensitive-info",
        "sagemaker_notebook_instance_no_secrets",
    ),
)
