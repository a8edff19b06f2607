"""An encryption key whose material is, or may be, in several regions.

Why it matters
    Data that were to stay in one region can be decrypted in another, under another policy. For
    recovery elsewhere that is just what one wants, so this is a hint to look, and no alarm.

Verdicts
    FAIL when the key is made for several regions; PASS when it belongs to one; UNKNOWN when that
    could not be had.

How to mend it
    Waive it where another region has to decrypt, and use a key of one region elsewhere.

    AWS: a key cannot be changed from the one kind to the other. ``aws kms create-key`` makes one of
    a single region unless ``--multi-region`` is given; encrypt anew under it, and then order the
    deletion of the old one. A policy that denies ``kms:ReplicateKey`` keeps further copies away.

Sources
    Security considerations for multi-Region keys, https://docs.aws.amazon.com/kms/latest/developerguide/mrk-when-to-use.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import EncryptionKey


def judge(key: EncryptionKey, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``multi_region``."""
    yield from unwanted(
        key.multi_region,
        "multi_region",
        f"{key.subject} belongs to one region",
        f"{key.subject} is made for several regions",
    )


CHECK = Check(
    id="secrets.multi_region_key",
    title="Encryption key is made for several regions",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=EncryptionKey,
    judge=judge,
    controls=("SECR-05", "ENC-02"),
    same_as=("kms_cmk_not_multi_region",),
)
