"""A key that was in use once and is forgotten now.

Why it matters
    Nobody misses a forgotten key, so nobody notices when somebody else begins to use it.

Verdicts
    FAIL when an active key whose form is in ``forms`` was last used more than ``max_days`` (45)
    ago. PASS when it was used since, or is inactive. UNKNOWN when its last use could not be had,
    or when it is unused and nobody knows whether it is active. A key that was never used at all
    is the matter of ``access.never_used_key``.

How to mend it
    Switch the key off, and delete it when nobody has complained for a while.

    ``aws iam update-access-key --user-name NAME --access-key-id ID --status Inactive`` can be
    undone; ``aws iam delete-access-key --user-name NAME --access-key-id ID`` cannot.

Sources
    Find unused AWS credentials, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
    CIS AWS Foundations 3.0: 1.12; 5.0: 1.11, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Credential, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.access._credentials import failure, owned


class UnusedKeySettings(Settings, frozen=True, kw_only=True):
    """Days that a key may rest, and the forms of key whose use the provider records."""

    max_days: int = 45
    forms: tuple[str, ...] = ("access key", "service account key")


def judge(credential: Credential, view: View[UnusedKeySettings]) -> Iterator[Verdict]:
    """Weigh the days since ``last_used``."""
    used, at = credential.last_used, "last_used"
    if credential.form not in view.settings.forms or used is None:
        return
    if credential.active is False:
        yield Verdict(Outcome.PASS, f"{credential.subject} is inactive", at)
    elif isinstance(used, Unknown):
        yield Verdict(Outcome.UNKNOWN, used.reason, at)
    else:
        days, most = age_days(used, view.moment), view.settings.max_days
        text = f"was last used {counted(days, 'day')} ago; at most {most} are wanted"
        if days > most:
            yield from failure(credential, f"{owned(credential)} {text}", at)
        else:
            yield Verdict(Outcome.PASS, f"{credential.subject} {text}", at)


CHECK = Check(
    id="access.unused_key",
    title="Key is no longer used",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Credential,
    judge=judge,
    settings=UnusedKeySettings,
    controls=("ACC-03",),
    same_as=("iam_user_accesskey_unused",),
)
