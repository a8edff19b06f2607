"""The account's all-powerful first user without a second factor.

Why it matters
    No policy inside the account limits the root user. Whoever has its password, or the mailbox
    that resets it, owns everything: data, backups, logs and the account itself.

Verdicts
    FAIL when the root user has no second factor. PASS when it has one, or has no password to
    sign in with, as member accounts whose root credentials were removed. UNKNOWN when an answer
    could not be had.

How to mend it
    Register two second factors for the root user, and keep them in different places.

    Sign in as root, open *Security credentials* and assign a passkey, a security key or an
    authenticator. In an organisation, remove the root credentials of member accounts instead: turn
    on *Root access management* in IAM of the management account
    (``aws iam enable-organizations-root-credentials-management``).

Sources
    Multi-factor authentication for the root user, https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html
    CIS AWS Foundations 3.0: 1.5; 5.0: 1.4, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Principal, Unknown


def judge(principal: Principal, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``second_factor`` of the root user."""
    password, second = principal.password, principal.second_factor
    if principal.form != "root" or second is None:
        return
    who, at = principal.subject, "second_factor"
    if password is False:
        yield Verdict(Outcome.PASS, f"{who} has no password to sign in with", at)
    elif second is True:
        yield Verdict(Outcome.PASS, f"{who} has a second factor", at)
    elif isinstance(second, Unknown):
        yield Verdict(Outcome.UNKNOWN, second.reason, at)
    elif isinstance(password, Unknown):
        text = f"{who} has no second factor; {password.reason}"
        yield Verdict(Outcome.UNKNOWN, text, at)
    else:
        yield Verdict(Outcome.FAIL, f"{who} signs in with a password alone", at)


CHECK = Check(
    id="access.root_without_second_factor",
    title="Root user signs in without a second factor",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    controls=("ACC-01",),
    same_as=("iam_root_mfa_enabled", "IAM.9"),
)
