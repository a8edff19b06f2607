"""An encryption key that will be gone for good on a known day.

Why it matters
    With the key go all data under it, backups too, and nobody can bring them back, not even the
    provider. If the order was a mistake, or an intruder's, it can be taken back only until then.

Verdicts
    FAIL when the deletion of the key is ordered; PASS when it is not; UNKNOWN when that could not
    be had.

How to mend it
    Take the order back, unless you know for certain that nothing needs the key.

    AWS: ``aws kms cancel-key-deletion --key-id ID`` and then ``aws kms enable-key --key-id ID``.
    Look in CloudTrail for attempts to use the key, and for volumes, snapshots and buckets that name
    it.
    If the deletion is right, waive this finding until that day.

Sources
    Delete an AWS KMS key, https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
    Determine past usage of a KMS key, https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import EncryptionKey, Unknown
from auditor_checks._ages import counted


def judge(key: EncryptionKey, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``deletion``: a key of which no state was read at all is not judged."""
    day, at = key.deletion, "deletion"
    if isinstance(day, Unknown):
        yield Verdict(Outcome.UNKNOWN, day.reason, at)
    elif day is not None:
        left = (day - view.moment).days
        when = f"in {counted(left, 'day')}" if left > 0 else "within a day"
        text = f"{key.subject} will be gone for good {when}, on {day:%Y-%m-%d}"
        yield Verdict(Outcome.FAIL, text, at)
    elif key.enabled is not None:
        yield Verdict(Outcome.PASS, f"{key.subject} is not to be deleted", at)


CHECK = Check(
    id="secrets.key_pending_deletion",
    title="Encryption key is about to be deleted",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=EncryptionKey,
    judge=judge,
    controls=("SECR-05",),
    same_as=("kms_cmk_not_deleted_unintentionally", "KMS.3"),
)
