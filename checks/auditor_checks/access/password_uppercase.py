"""A password policy that asks for no upper-case letter.

Why it matters
    Fewer kinds of character mean fewer passwords to try. Length counts for more, and NIST asks
    for length alone: if you follow NIST, set ``enforce = "report"`` for this check.

Verdicts
    FAIL when no upper-case letter is asked for. PASS when one is. UNKNOWN when that could not be
    had.

How to mend it
    Ask for an upper-case letter in every password.

        resource "aws_iam_account_password_policy" "main" {
          require_uppercase_characters = true
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 1.2: 1.5, https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
    NIST SP 800-63B-4, section 3.1.1 (Passwords), https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy


def judge(policy: PasswordPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``uppercase``."""
    yield from wanted(
        policy.uppercase,
        "uppercase",
        f"{policy.subject} asks for an upper-case letter",
        f"{policy.subject} asks for no upper-case letter",
    )


CHECK = Check(
    id="access.password_uppercase",
    title="Password policy asks for no upper-case letter",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_15",
        "AWS-0061",
        "AVD-AWS-0061",
        "aws-iam-require-uppercase-in-passwords",
        "iam_password_policy_uppercase",
        "kics:IAM Password Without Uppercase Letter",
        "cognito_user_pool_password_policy_uppercase",
    ),
)
