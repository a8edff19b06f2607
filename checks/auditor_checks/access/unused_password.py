"""A console password that nobody uses any more.

Why it matters
    The owner has left, or works through a role now. A password that still opens the account is
    found in old leaks and guessed at leisure, and nobody notices when it works.

Verdicts
    FAIL when an active password was last used, or was set and never used, more than ``max_days``
    (45) ago. PASS when it was used or set since, or is inactive. UNKNOWN when the times could not
    be had, or when nobody knows whether an unused password is active. The root user's password
    has to stay and is not judged.

How to mend it
    Take the password away until its owner asks for it.

    ``aws iam delete-login-profile --user-name NAME`` leaves the user and its groups alone. When
    the owner has left, remove the user.

Sources
    Find unused AWS credentials, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
    CIS AWS Foundations 3.0: 1.12; 5.0: 1.11, https://www.cisecurity.org/benchmark/amazon_web_services
    PCI DSS 4.0.1: 8.2.6, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Credential, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.access._credentials import failure, owned


class UnusedPasswordSettings(Settings, frozen=True, kw_only=True):
    """Days that a password may rest."""

    max_days: int = 45


def judge(credential: Credential, view: View[UnusedPasswordSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``last_used``, or since ``created`` when it was never used."""
    used, at = credential.last_used, "last_used"
    since = credential.created if used is None else used
    if credential.form != "password" or credential.root is True or since is None:
        return
    if credential.active is False:
        yield Verdict(Outcome.PASS, f"{credential.subject} is inactive", at)
    elif isinstance(since, Unknown):
        yield Verdict(Outcome.UNKNOWN, since.reason, at)
    else:
        days, most = age_days(since, view.moment), view.settings.max_days
        passed = counted(days, "day")
        text = (
            f"was set {passed} ago and never used"
            if used is None
            else f"was last used {passed} ago"
        )
        text = f"{text}; at most {most} are wanted"
        if days <= most:
            yield Verdict(Outcome.PASS, f"{credential.subject} {text}", at)
        elif isinstance(credential.root, Unknown):
            yield Verdict(Outcome.UNKNOWN, credential.root.reason, at)
        else:
            yield from failure(credential, f"{owned(credential)} {text}", at)


CHECK = Check(
    id="access.unused_password",
    title="Console password is no longer used",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Credential,
    judge=judge,
    settings=UnusedPasswordSettings,
    controls=("ACC-03",),
    same_as=("iam_user_console_access_unused",),
)
