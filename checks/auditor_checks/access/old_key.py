"""A key that has not been replaced for a long time.

Why it matters
    The longer a key lives, the more laptops, build servers and backups hold a copy. Replacing it
    makes every copy worthless, and proves that the replacement works on the day it has to.

Verdicts
    FAIL when a key whose form is in ``forms`` was made more than ``max_days`` (90) ago. PASS when
    it is younger, or inactive. UNKNOWN when its age could not be had, or when it is old and nobody
    knows whether it is active. Keys that do not tell their age are not judged.

How to mend it
    Replace the key with a role where that can be done, and with a new key elsewhere.

    Make a second key (``aws iam create-access-key --user-name NAME``), give it to the program, see
    in ``aws iam get-access-key-last-used --access-key-id ID`` that the old one rests, then switch
    that off (``aws iam update-access-key --access-key-id ID --status Inactive``) and delete it a
    few days later.

Sources
    Update access keys, https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
    CIS AWS Foundations 3.0: 1.14; 5.0: 1.13, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Credential, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.access._credentials import failure, owned


class OldKeySettings(Settings, frozen=True, kw_only=True):
    """The greatest age of a key in days, and the forms of credential that count as keys."""

    max_days: int = 90
    forms: tuple[str, ...] = (
        "access key",
        "service account key",
        "service-specific credential",
        "client secret",
    )


def judge(credential: Credential, view: View[OldKeySettings]) -> Iterator[Verdict]:
    """Weigh the days since ``created``."""
    created, at = credential.created, "created"
    if credential.form not in view.settings.forms or created is None:
        return
    if credential.active is False:
        yield Verdict(Outcome.PASS, f"{credential.subject} is inactive", at)
    elif isinstance(created, Unknown):
        yield Verdict(Outcome.UNKNOWN, created.reason, at)
    else:
        days, most = age_days(created, view.moment), view.settings.max_days
        text = f"is {counted(days, 'day')} old; at most {most} are wanted"
        if days > most:
            yield from failure(credential, f"{owned(credential)} {text}", at)
        else:
            yield Verdict(Outcome.PASS, f"{credential.subject} {text}", at)


CHECK = Check(
    id="access.old_key",
    title="Key has not been replaced for too long",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Credential,
    judge=judge,
    settings=OldKeySettings,
    controls=("SECR-04",),
    same_as=("iam_rotate_access_key_90_days", "IAM.3"),
)
