"""A secret that has stayed the same for too long.

Why it matters
    A plan for rotation is not a rotation. Functions that rotate break with a network rule or a
    password policy, the old value simply goes on working, and nobody notices.

Verdicts
    FAIL when the secret was last rotated, or made when it never was, more than ``max_days`` (90)
    ago; and when it should rotate by itself and is more than ``slack_days`` (7) behind its own
    period. PASS when it was rotated or made since. UNKNOWN when the times could not be had. What
    people change by hand the provider does not count as rotation. Whether rotation is switched on
    is the matter of ``secrets.rotation_disabled``.

How to mend it
    Rotate the secret now, and see to it that the next rotation comes by itself.

    AWS: ``aws secretsmanager rotate-secret --secret-id NAME`` rotates at once where rotation is set
    up. When it does not get through, read the log of the rotation function; the label
    ``AWSPENDING`` left on a version is the mark of one that stopped half way.

Sources
    Troubleshoot AWS Secrets Manager rotation, https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
    PCI DSS 4.0.1: 8.6.3, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, all_of
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import ManagedSecret, Unknown
from auditor_checks._ages import age_days, counted


class NotRotatedSettings(Settings, frozen=True, kw_only=True):
    """The greatest age of a secret's value, and how far rotation may lag behind, in days."""

    max_days: int = 90
    slack_days: int = 7


def judge(secret: ManagedSecret, view: View[NotRotatedSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``last_rotated``, or since ``created`` when it never was."""
    rotated, at = secret.last_rotated, "last_rotated"
    since = secret.created if rotated is None else rotated
    if since is None:
        return
    if isinstance(since, Unknown):
        yield Verdict(Outcome.UNKNOWN, since.reason, at)
        return
    days, most = age_days(since, view.moment), view.settings.max_days
    ago = f"{counted(days, 'day')} ago"
    made = f"was made {ago} and never rotated by machine since"
    deed = f"was last rotated {ago}" if rotated else made
    text = f"{secret.subject} {deed}"
    behind = _behind(secret, days - view.settings.slack_days)
    if days > most:
        yield Verdict(Outcome.FAIL, f"{text}; at most {most} are wanted", at)
    elif isinstance(behind, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{text}; its period: {behind.reason}", at)
    elif behind:
        text = f"{text}, although it should rotate every {secret.rotation_days} days"
        yield Verdict(Outcome.FAIL, text, at)
    else:
        yield Verdict(Outcome.PASS, f"{text}; at most {most} are wanted", at)


def _behind(secret: ManagedSecret, days: int) -> Answer:
    """Whether rotation is on with a period shorter than that."""
    period = secret.rotation_days
    if secret.rotation is None or period is None or days <= 0:
        return False
    late = period if isinstance(period, Unknown) else period < days
    return all_of((secret.rotation, late))


CHECK = Check(
    id="secrets.not_rotated",
    title="Secret has not been rotated for too long",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=ManagedSecret,
    settings=NotRotatedSettings,
    judge=judge,
    controls=("SECR-03",),
    same_as=("secretsmanager_secret_rotated_periodically", "SecretsManager.4"),
)
