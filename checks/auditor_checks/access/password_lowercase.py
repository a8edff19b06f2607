"""A password policy that asks for no lower-case letter.

Why it matters
    Fewer kinds of character mean fewer passwords to try. Length counts for more, and NIST asks
    for length alone: if you follow NIST, set ``enforce = "report"`` for this check.

Verdicts
    FAIL when no lower-case letter is asked for. PASS when one is. UNKNOWN when that could not be
    had.

How to mend it
    Ask for a lower-case letter in every password.

        resource "aws_iam_account_password_policy" "main" {
          require_lowercase_characters = true
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 1.2: 1.6, https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
    NIST SP 800-63B-4, section 3.1.1 (Passwords), https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy


def judge(policy: PasswordPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``lowercase``."""
    yield from wanted(
        policy.lowercase,
        "lowercase",
        f"{policy.subject} asks for a lower-case letter",
        f"{policy.subject} asks for no lower-case letter",
    )


CHECK = Check(
    id="access.password_lowercase",
    title="Password policy asks for no lower-case letter",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_11",
        "AWS-0058",
        "AVD-AWS-0058",
        "aws-iam-require-lowercase-in-passwords",
        "iam_password_policy_lowercase",
        "kics:IAM Password Without Lowercase Letter",
        "cognito_user_pool_password_policy_lowercase",
    ),
)
