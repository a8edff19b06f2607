"""A password policy that asks for no symbol.

Why it matters
    Fewer kinds of character mean fewer passwords to try. Length counts for more, and NIST asks
    for length alone: if you follow NIST, set ``enforce = "report"`` for this check.

Verdicts
    FAIL when no symbol is asked for. PASS when one is. UNKNOWN when that could not be had.

How to mend it
    Ask for a symbol in every password.

        resource "aws_iam_account_password_policy" "main" {
          require_symbols = true
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 1.2: 1.7, https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
    NIST SP 800-63B-4, section 3.1.1 (Passwords), https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy


def judge(policy: PasswordPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``symbols``."""
    yield from wanted(
        policy.symbols,
        "symbols",
        f"{policy.subject} asks for a symbol",
        f"{policy.subject} asks for no symbol",
    )


CHECK = Check(
    id="access.password_symbol",
    title="Password policy asks for no symbol",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_14",
        "AWS-0060",
        "AVD-AWS-0060",
        "aws-iam-require-symbols-in-passwords",
        "iam_password_policy_symbol",
        "kics:IAM Password Without Symbol",
        "cognito_user_pool_password_policy_symbol",
    ),
)
