"""A bucket without replication.

Why it matters
    A region may fail, an account may be closed or taken over. A copy in another of each outlives
    it.

Verdicts
    PASS when a replication rule is in force; FAIL when none is. Waive buckets whose content can be
    made anew. UNKNOWN when the answer could not be had.

How to mend it
    Replicate what can't be made anew to a bucket in another region or account.

    ``aws s3api put-bucket-replication --bucket NAME --replication-configuration
    file://replication.json``; both buckets need versioning. In Terraform
    ``aws_s3_bucket_replication_configuration``.

Sources
    Replicating objects within and across Regions, https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "replicated",
    id="resilience.not_replicated",
    title="Objects exist in one place only",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="is copied to another bucket",
    bad="is copied nowhere",
    controls=("RES-01", "BCK-01"),
    same_as=("s3_bucket_cross_region_replication",),
)
