"""An encryption key that is switched off and left lying.

Why it matters
    Nothing can be decrypted with it, so whatever is under it cannot be read: a surprise on the day
    of a restore. If nothing is under it, the key only costs money and clutters reviews.

Verdicts
    FAIL when the key is disabled; PASS when it is enabled; NOT APPLICABLE when its deletion is
    ordered already (``secrets.key_pending_deletion``). UNKNOWN when its state could not be had.

How to mend it
    Find out what is under the key, and either enable it or order its deletion.

    AWS: ``aws kms enable-key --key-id ID`` or ``aws kms schedule-key-deletion --key-id ID
    --pending-window-in-days 30``. The order can be taken back until the last day.

Sources
    Enable and disable keys (AWS KMS), https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import EncryptionKey, Unknown


def judge(key: EncryptionKey, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``enabled`` of keys that are to stay."""
    enabled, at = key.enabled, "enabled"
    if enabled is None:
        return
    if enabled is True:
        yield Verdict(Outcome.PASS, f"{key.subject} is enabled", at)
    elif isinstance(key.deletion, Unknown):
        yield Verdict(Outcome.UNKNOWN, key.deletion.reason, at)
    elif key.deletion is not None:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{key.subject} is to be deleted", at)
    elif isinstance(enabled, Unknown):
        yield Verdict(Outcome.UNKNOWN, enabled.reason, at)
    else:
        yield Verdict(Outcome.FAIL, f"{key.subject} is disabled, but kept", at)


CHECK = Check(
    id="secrets.disabled_key",
    title="Encryption key is disabled but kept",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=EncryptionKey,
    judge=judge,
    controls=("SECR-05",),
    same_as=("kms_cmk_are_used",),
)
