"""A user who gets into the console with a password alone.

Why it matters
    A password can be guessed, phished or found in another site's leak. Without a second factor it
    is all that an attacker needs, from anywhere in the world.

Verdicts
    FAIL when a user has a console password and no second factor. PASS when there is a second
    factor, or no password. UNKNOWN when either could not be had and matters. The root user has a
    check of its own, ``access.root_without_second_factor``; people who come through an identity
    provider have no password here.

How to mend it
    Let the user register a second factor, or take the password away.

    The user registers a passkey or an authenticator application under *Security credentials*.
    Who does not need the console loses the password with
    ``aws iam delete-login-profile --user-name NAME``. A policy that denies everything without a
    second factor keeps the gap closed (see ``access.no_mfa``). Better still, sign people in
    through IAM Identity Center, which asks for the second factor itself.

Sources
    Multi-factor authentication for IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
    CIS AWS Foundations 3.0: 1.10; 5.0: 1.9, https://www.cisecurity.org/benchmark/amazon_web_services
    PCI DSS 4.0.1: 8.4.2, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Principal, Unknown


def judge(principal: Principal, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``second_factor`` of users who have a password."""
    password, second = principal.password, principal.second_factor
    if principal.form != "user" or password is None:
        return
    who, at = f"{principal.subject} {principal.name}", "second_factor"
    if password is False:
        yield Verdict(Outcome.PASS, f"{who} has no console password", at)
    elif second is None:
        return
    elif second is True:
        yield Verdict(Outcome.PASS, f"{who} has a second factor", at)
    elif isinstance(second, Unknown):
        yield Verdict(Outcome.UNKNOWN, second.reason, at)
    elif isinstance(password, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{who} has no second factor; {password.reason}", at)
    else:
        yield Verdict(Outcome.FAIL, f"{who} signs in to the console with a password alone", at)


CHECK = Check(
    id="access.password_without_second_factor",
    title="User signs in without a second factor",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    controls=("ACC-01",),
    same_as=("iam_user_mfa_enabled_console_access", "IAM.5"),
)
