"""People who get in with a password alone.

Why it matters
    Passwords are phished, reused and leaked. A second factor is what stands between a stolen
    password and the account.

Verdicts
    PASS when a second factor is demanded; FAIL when it is not; UNKNOWN when the policy that would
    demand it could not be read. Users of a live AWS account are judged by the second factor that
    they have, in ``access.password_without_second_factor``.

How to mend it
    Deny everything but the set-up of a second factor to those who signed in without one.

        statement {
          effect      = "Deny"
          resources   = ["*"]
          not_actions = [
            "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetMFADevice", "iam:GetUser",
            "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice",
            "sts:GetSessionToken",
          ]

          condition {
            test     = "BoolIfExists"
            variable = "aws:MultiFactorAuthPresent"
            values   = ["false"]
          }
        }

    Better still, sign people in through an identity provider that asks for it.

Sources
    AWS: allows MFA-authenticated IAM users to manage their own credentials, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
    CIS AWS Foundations 3.0: 1.10; 5.0: 1.9, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "mfa_enforced",
    id="access.no_mfa",
    title="No second factor is asked for",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="insists on a second factor",
    bad="does not insist on a second factor",
    controls=("ACC-01",),
    same_as=(
        "AWS-0123",
        "AWS-0145",
        "AVD-AWS-0123",
        "AVD-AWS-0145",
        "aws-iam-enforce-mfa",
        "aws-iam-enforce-group-mfa",
        "kics:IAM User Policy Without MFA",
        "kics:Authentication Without MFA",
        "cognito_user_pool_mfa_enabled",
        "directoryservice_supported_mfa_radius_enabled",
    ),
)
