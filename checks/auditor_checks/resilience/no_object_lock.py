"""A bucket without Object Lock.

Why it matters
    Backups and logs have to survive the administrator's stolen key. Only a lock in compliance mode
    does that.

Verdicts
    PASS when the lock is on for the bucket; FAIL when it is not. Waive buckets that hold neither
    backups nor evidence. UNKNOWN when the answer could not be had.

How to mend it
    Turn Object Lock on for buckets of backups and logs, with a default retention.

    ``aws s3api put-object-lock-configuration --bucket NAME --object-lock-configuration
    'ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=COMPLIANCE,Days=30}}'``; the bucket
    needs versioning.

Sources
    Locking objects with Object Lock, https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "object_lock",
    id="resilience.no_object_lock",
    title="Objects can be deleted by whoever has the rights",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="can lock its objects against deletion",
    bad="cannot lock its objects against deletion",
    controls=("BCK-02",),
    same_as=("s3_bucket_object_lock",),
)
