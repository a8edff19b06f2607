"""A password policy under which passwords live too long, or for ever.

Why it matters
    A password nobody knows to be stolen stays of use to the thief until it changes. Opinions
    differ: PCI DSS asks for a change every 90 days where a password is the only factor, while
    NIST wants one only when there is a sign of theft. If you follow NIST, set
    ``enforce = "report"`` for this check.

Verdicts
    FAIL when passwords never expire or live longer than ``maximum_days`` (90). PASS otherwise.
    UNKNOWN when the age could not be had.

How to mend it
    Let passwords expire after 90 days.

        resource "aws_iam_account_password_policy" "main" {
          max_password_age = 90
        }

Sources
    Set an account password policy, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
    CIS AWS Foundations 1.2: 1.11, https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
    PCI DSS 4.0.1: 8.3.9, https://www.pcisecuritystandards.org/document_library/
    NIST SP 800-63B-4, section 3.1.1 (Passwords), https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import PasswordPolicy, Unknown


class PasswordExpirySettings(Settings, frozen=True, kw_only=True):
    """Longest life of a password in days."""

    maximum_days: int = 90


def judge(policy: PasswordPolicy, view: View[PasswordExpirySettings]) -> Iterator[Verdict]:
    """Judge ``maximum_age_days``."""
    value, limit = policy.maximum_age_days, view.settings.maximum_days
    life = "for ever" if value == 0 else f"{value} days"
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else 0 < value <= limit,
        "maximum_age_days",
        f"{policy.subject} lets passwords live {life}",
        f"{policy.subject} lets passwords live {life}; at most {limit} days are wanted",
    )


CHECK = Check(
    id="access.password_expiry",
    title="Passwords do not expire in time",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PasswordPolicy,
    judge=judge,
    settings=PasswordExpirySettings,
    controls=("ACC-11",),
    same_as=(
        "CKV_AWS_9",
        "AWS-0062",
        "AVD-AWS-0062",
        "aws-iam-set-max-password-age",
        "iam_password_policy_expires_passwords_within_90_days_or_less",
        "kics:Misconfigured Password Policy Expiration",
    ),
)
