"""A key that was made and never used.

Why it matters
    Keys made "just in case", usually together with the user, lie in a file or a message until
    somebody finds them. As nothing depends on them, they can go today.

Verdicts
    FAIL when an active key whose form is in ``forms`` is older than ``grace_days`` (1) and was
    never used. PASS when it is younger, has been used, or is inactive. UNKNOWN when age or use
    could not be had, or when nobody knows whether the key is active. Keys that do not tell their
    age are not judged.

How to mend it
    Delete the key, and make one when a program needs it.

    ``aws iam delete-access-key --user-name NAME --access-key-id ID``. Do not tick the box for an
    access key when you make a user for a person.

Sources
    Managing access keys for IAM users, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
    CIS AWS Foundations 3.0: 1.11, 1.12; 5.0: 1.10, 1.11, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Credential, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.access._credentials import failure, owned


class NeverUsedSettings(Settings, frozen=True, kw_only=True):
    """Days that a new key may wait for its first use, and the forms whose use is recorded."""

    grace_days: int = 1
    forms: tuple[str, ...] = ("access key", "service account key")


def judge(credential: Credential, view: View[NeverUsedSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``created`` of keys without any ``last_used``."""
    created, used, at = credential.created, credential.last_used, "last_used"
    if credential.form not in view.settings.forms or created is None:
        return
    subject = credential.subject
    if credential.active is False:
        yield Verdict(Outcome.PASS, f"{subject} is inactive", at)
    elif isinstance(used, Unknown):
        yield Verdict(Outcome.UNKNOWN, used.reason, at)
    elif used is not None:
        yield Verdict(Outcome.PASS, f"{subject} has been used", at)
    elif isinstance(created, Unknown):
        yield Verdict(Outcome.UNKNOWN, created.reason, at)
    else:
        days, grace = age_days(created, view.moment), view.settings.grace_days
        text = f"was made {counted(days, 'day')} ago and never used"
        if days > grace:
            yield from failure(credential, f"{owned(credential)} {text}", at)
        else:
            yield Verdict(Outcome.PASS, f"{subject} {text} yet", at)


CHECK = Check(
    id="access.never_used_key",
    title="Key was never used",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Credential,
    judge=judge,
    settings=NeverUsedSettings,
    controls=("ACC-03", "SECR-04"),
    same_as=("iam_user_no_setup_initial_access_key",),
)
