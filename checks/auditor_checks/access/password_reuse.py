"""A password policy that lets people go back to an old password.

Why it matters
    A password that leaked once stays on the lists for ever. Where old ones may come back, a
    forced change ends with the one that leaked.

Verdicts
    FAIL when fewer earlier passwords than ``minimum`` (24) are remembered. PASS otherwise.
    UNKNOWN when the number could not be had.

How to mend it
    Remember the last 24 passwords.

        resource "aws_iam_account_password_policy" "main" {
          password_reuse_prevention = 24
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 3.0: 1.9; 5.0: 1.8, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy, Unknown


class PasswordReuseSettings(Settings, frozen=True, kw_only=True):
    """Fewest earlier passwords that may not come back."""

    minimum: int = 24


def judge(policy: PasswordPolicy, view: View[PasswordReuseSettings]) -> Iterator[Verdict]:
    """Judge ``remembered``."""
    value, limit = policy.remembered, view.settings.minimum
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else value >= limit,
        "remembered",
        f"{policy.subject} remembers {value} passwords",
        f"{policy.subject} remembers {value} passwords, fewer than {limit}",
    )


CHECK = Check(
    id="access.password_reuse",
    title="Password policy lets old passwords come back",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    settings=PasswordReuseSettings,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_13",
        "AWS-0056",
        "AVD-AWS-0056",
        "aws-iam-no-password-reuse",
        "iam_password_policy_reuse_24",
        "kics:Password Without Reuse Prevention",
    ),
)
