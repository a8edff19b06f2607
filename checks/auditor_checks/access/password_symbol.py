"""A password policy that asks for no symbol.

Why it matters
    Fewer kinds of character mean fewer passwords to try. Length counts for more, but a short
    alphabet makes every length weaker.

Verdicts
    FAIL when no symbol is asked for. PASS when one is. UNKNOWN when that could not be had.

How to mend it
    Ask for a symbol in every password.


            resource "aws_iam_account_password_policy" "main" {
              require_symbols = true
            }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    NIST SP 800-63B, Digital Identity Guidelines, https://pages.nist.gov/800-63-3/sp800-63b.html
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
    ),
)
