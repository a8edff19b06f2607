"""A password policy that allows short passwords.

Why it matters
    Every character multiplies the work of guessing. Short passwords fall to a list of leaked ones
    or to a few hours of trying once their hashes are out.

Verdicts
    FAIL when fewer characters than ``minimum`` (14) are enough, or none are asked for. PASS
    otherwise. UNKNOWN when the number could not be had.

How to mend it
    Ask for at least 14 characters.

        resource "aws_iam_account_password_policy" "main" {
          minimum_password_length = 14
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 3.0: 1.8; 5.0: 1.7, https://www.cisecurity.org/benchmark/amazon_web_services
    NIST SP 800-63B-4, section 3.1.1 (Passwords), https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy, Unknown


class PasswordLengthSettings(Settings, frozen=True, kw_only=True):
    """Fewest characters of a password."""

    minimum: int = 14


def judge(policy: PasswordPolicy, view: View[PasswordLengthSettings]) -> Iterator[Verdict]:
    """Judge ``minimum_length``."""
    value, limit = policy.minimum_length, view.settings.minimum
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else value >= limit,
        "minimum_length",
        f"{policy.subject} asks for {value} characters",
        f"{policy.subject} asks for {value} characters, fewer than {limit}",
    )


CHECK = Check(
    id="access.password_length",
    title="Password policy allows short passwords",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    settings=PasswordLengthSettings,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_10",
        "AWS-0063",
        "AVD-AWS-0063",
        "aws-iam-set-minimum-password-length",
        "iam_password_policy_minimum_length_14",
        "kics:IAM Password Without Minimum Length",
        "cognito_user_pool_password_policy_minimum_length_14",
    ),
)
