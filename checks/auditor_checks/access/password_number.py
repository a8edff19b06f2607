"""A password policy that asks for no digit.

Why it matters
    Fewer kinds of character mean fewer passwords to try. Length counts for more, and NIST asks
    for length alone: if you follow NIST, set ``enforce = "report"`` for this check.

Verdicts
    FAIL when no digit is asked for. PASS when one is. UNKNOWN when that could not be had.

How to mend it
    Ask for a digit in every password.

        resource "aws_iam_account_password_policy" "main" {
          require_numbers = true
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 1.2: 1.8, https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
    NIST SP 800-63B-4, section 3.1.1 (Passwords), https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy


def judge(policy: PasswordPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``numbers``."""
    yield from wanted(
        policy.numbers,
        "numbers",
        f"{policy.subject} asks for a digit",
        f"{policy.subject} asks for no digit",
    )


CHECK = Check(
    id="access.password_number",
    title="Password policy asks for no digit",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_12",
        "AWS-0059",
        "AVD-AWS-0059",
        "aws-iam-require-numbers-in-passwords",
        "iam_password_policy_number",
        "kics:IAM Password Without Number",
        "cognito_user_pool_password_policy_number",
    ),
)
