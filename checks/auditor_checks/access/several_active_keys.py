"""A user with more than one active access key.

Why it matters
    Two keys are meant for the hours of a replacement. When both stay, one of them is the old one
    that was never switched off, and there are twice as many places to leak from.

Verdicts
    FAIL when more than ``most`` (1) of a user's access keys are active; PASS when not. UNKNOWN
    when it depends on a key whose state or owner could not be had. Users without any key are not
    judged.

How to mend it
    Find out which key is in use, and switch the other off.

    ``aws iam get-access-key-last-used --access-key-id ID`` tells the last use of each, and
    ``aws iam update-access-key --user-name NAME --access-key-id ID --status Inactive`` switches
    one off. Programs that run in AWS need no key at all, but a role.

Sources
    Update access keys, https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
    CIS AWS Foundations 3.0: 1.13; 5.0: 1.12, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Credential, Principal, Unknown
from auditor_checks._ages import counted
from auditor_checks.access._credentials import keys_by_owner


class SeveralKeysSettings(Settings, frozen=True, kw_only=True):
    """How many keys of one user may be active."""

    most: int = 1


def judge(principal: Principal, view: View[SeveralKeysSettings]) -> Iterator[Verdict]:
    """Count the user's active keys."""
    if principal.form != "user":
        return
    keys, most = keys_by_owner(view), view.settings.most
    own = keys.get(principal.origin.address, ())
    if not own:
        return
    active = sum(key is True for key in own)
    doubts = [key for key in own if isinstance(key, Unknown)]
    strays = [key for key in keys.get(None, ()) if key is not False]
    text = f"{principal.subject} {principal.name} has {counted(active, 'active access key')}"
    if active > most:
        yield Verdict(Outcome.FAIL, text)
    elif active + len(doubts) + len(strays) > most:
        reason = doubts[0].reason if doubts else "whose the others are could not be told"
        yield Verdict(Outcome.UNKNOWN, f"{text} at least: {reason}")
    else:
        yield Verdict(Outcome.PASS, text)


CHECK = Check(
    id="access.several_active_keys",
    title="User has several active access keys",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=SeveralKeysSettings,
    controls=("SECR-04",),
    same_as=("iam_user_two_active_access_key",),
    also=(Credential,),
)
