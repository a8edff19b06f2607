"""The account's all-powerful first user without a second factor in hardware.

Why it matters
    An authenticator application is copied with the phone's backup, and its codes can be asked
    for by a false page. A security key answers only the real site and only to who holds it.

Verdicts
    FAIL when no second factor of the root user is a device of its own. PASS when one is, or when
    the root user has no password to sign in with. UNKNOWN when an answer could not be had.

How to mend it
    Register two security keys for the root user and lock them away in different places.

    Sign in as root, open *Security credentials*, choose *Assign MFA device* and then the kind
    for security keys. Remove the authenticator application once both keys work. Removing the root
    credentials of member accounts altogether
    (``aws iam enable-organizations-root-credentials-management``) needs no keys at all.

Sources
    Multi-factor authentication for the root user, https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html
    CIS AWS Foundations 3.0: 1.6; 5.0: 1.5, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Principal, Unknown


def judge(principal: Principal, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``hardware_factor`` of the root user."""
    password, hardware = principal.password, principal.hardware_factor
    if principal.form != "root" or hardware is None:
        return
    who, at = principal.subject, "hardware_factor"
    if password is False:
        yield Verdict(Outcome.PASS, f"{who} has no password to sign in with", at)
    elif hardware is True:
        yield Verdict(Outcome.PASS, f"{who} has a second factor in hardware", at)
    elif isinstance(hardware, Unknown):
        yield Verdict(Outcome.UNKNOWN, hardware.reason, at)
    elif isinstance(password, Unknown):
        text = f"{who} has no second factor in hardware; {password.reason}"
        yield Verdict(Outcome.UNKNOWN, text, at)
    else:
        yield Verdict(Outcome.FAIL, f"{who} has no second factor in hardware", at)


CHECK = Check(
    id="access.root_without_hardware_factor",
    title="Root user has no second factor in hardware",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    controls=("ACC-01",),
    same_as=("iam_root_hardware_mfa_enabled", "IAM.6"),
)
