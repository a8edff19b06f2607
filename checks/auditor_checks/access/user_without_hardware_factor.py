"""A user whose second factor is an application rather than a device of its own.

Why it matters
    Codes of an application can be typed into a false page, and the secret behind them travels
    with the phone's backup. A security key answers only the real site. For most users an
    application is enough, so this is a hint and no alarm.

Verdicts
    FAIL when a user with a console password has a second factor, and none in hardware. PASS when
    one is in hardware. UNKNOWN when an answer could not be had. Users without a password, or
    without any second factor (``access.password_without_second_factor``), are not judged.

How to mend it
    Give security keys to the users who can do most harm first.

    The user registers the key under *Security credentials*, *Assign MFA device*.
    ``aws iam list-mfa-devices --user-name NAME`` shows what is registered: the serial number of an
    application holds ``:mfa/``, that of a security key ``:u2f/``.

Sources
    Assign a passkey or security key in the AWS Management Console, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_fido.html
    NIST SP 800-63B, https://pages.nist.gov/800-63-4/sp800-63b.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Principal, Unknown


def judge(principal: Principal, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``hardware_factor`` of users who sign in with a password and a second factor."""
    hardware = principal.hardware_factor
    entry = (principal.password, principal.second_factor)
    if principal.form != "user" or hardware is None or None in entry or False in entry:
        return
    who, at = f"{principal.subject} {principal.name}", "hardware_factor"
    if hardware is True:
        yield Verdict(Outcome.PASS, f"{who} has a second factor in hardware", at)
        return
    doubts = [answer for answer in (hardware, *entry) if isinstance(answer, Unknown)]
    if doubts:
        yield Verdict(Outcome.UNKNOWN, doubts[0].reason, at)
    else:
        yield Verdict(Outcome.FAIL, f"{who} has an application as its only second factor", at)


CHECK = Check(
    id="access.user_without_hardware_factor",
    title="User's second factor is an application",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    controls=("ACC-01",),
)
