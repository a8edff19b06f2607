"""A secret that nobody has fetched for months.

Why it matters
    The system behind it is gone, or gets its secret from somewhere less safe. Until it is deleted
    the secret opens a door for everybody who may read it.

Verdicts
    FAIL when nobody has fetched the secret for more than ``max_days`` (90), or ever since it was
    made that long ago. PASS when somebody did, or it is younger. UNKNOWN when the times could not
    be had.

How to mend it
    Delete the secret with a waiting time, and what it opens as well.

    AWS: ``aws secretsmanager delete-secret --secret-id NAME --recovery-window-in-days 30``. Whoever
    needs it after all gets an error that can be alarmed on, and ``aws secretsmanager
    restore-secret --secret-id NAME`` brings it back. Copies in other regions that wait for a
    disaster can be waived.

Sources
    AWS Secrets Manager best practices, https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html
    AWS Security Hub control SecretsManager.3, https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-3
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import ManagedSecret, Unknown
from auditor_checks._ages import counted


class UnusedSecretSettings(Settings, frozen=True, kw_only=True):
    """Days that a secret may lie unread."""

    max_days: int = 90


def judge(secret: ManagedSecret, view: View[UnusedSecretSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``last_read``, or since ``created`` when nobody ever read it.

    Days are those of the calendar, as the provider records reading by the day.
    """
    read, at = secret.last_read, "last_read"
    since = secret.created if read is None else read
    if since is None:
        return
    if isinstance(since, Unknown):
        yield Verdict(Outcome.UNKNOWN, since.reason, at)
        return
    days, most = _calendar_days(since, view.moment), view.settings.max_days
    ago = f"{counted(days, 'day')} ago"
    deed = f"was last read {ago}" if read else f"was made {ago} and never read since"
    outcome = Outcome.FAIL if days > most else Outcome.PASS
    yield Verdict(outcome, f"{secret.subject} {deed}; at most {most} are wanted", at)


def _calendar_days(since: datetime, moment: datetime) -> int:
    return max(0, (moment.astimezone(UTC).date() - since.astimezone(UTC).date()).days)


CHECK = Check(
    id="secrets.unused_secret",
    title="Secret is no longer read",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=ManagedSecret,
    settings=UnusedSecretSettings,
    judge=judge,
    controls=("SECR-02",),
    same_as=("secretsmanager_secret_unused", "SecretsManager.3"),
)
