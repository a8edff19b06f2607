"""A user who has done nothing for a long time.

Why it matters
    Forgotten users keep their rights. They are the first thing an intruder looks for, because
    nobody notices when they wake up.

Verdicts
    FAIL when a user has done nothing for more than ``max_days`` (90): by the last use of password
    and keys, or since it was made when nothing was ever used. PASS when it was active or made
    since. UNKNOWN when its activity could not be had, or when the provider's record does not
    reach back that far.

How to mend it
    Remove the user, or take its credentials away until somebody asks for them.

    ``aws iam delete-login-profile --user-name NAME`` and ``aws iam update-access-key --user-name
    NAME --access-key-id ID --status Inactive`` close the door and keep the user. Accounts for an
    emergency that are meant to lie unused can be waived, with a date for the next trial.

Sources
    Find unused AWS credentials, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
    PCI DSS 4.0.1: 8.2.6, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Principal
from auditor_checks.access._activity import judge_silence


class InactiveUserSettings(Settings, frozen=True, kw_only=True):
    """Days that a user may do nothing."""

    max_days: int = 90


def judge(principal: Principal, view: View[InactiveUserSettings]) -> Iterator[Verdict]:
    """Judge ``last_active`` of users."""
    if principal.form == "user" and not principal.provider_managed:
        yield from judge_silence(principal, view.moment, view.settings.max_days)


CHECK = Check(
    id="access.inactive_user",
    title="User is no longer active",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=InactiveUserSettings,
    controls=("ACC-03",),
)
