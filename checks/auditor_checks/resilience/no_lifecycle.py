"""A bucket or repository without a rule for what is old.

Why it matters
    What nobody needs is stored, billed, and stolen along with the rest; images with known
    weaknesses stay ready to be started.

Verdicts
    PASS when at least one rule is in force; FAIL when none is. UNKNOWN when the answer could not be
    had.

How to mend it
    Write a rule for what may be moved or deleted, and when.

    ``aws s3api put-bucket-lifecycle-configuration --bucket NAME --lifecycle-configuration
    file://rules.json``; ``aws ecr put-lifecycle-policy --repository-name NAME
    --lifecycle-policy-text file://policy.json``.

Sources
    Managing the lifecycle of objects (Amazon S3), https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
    Automate the cleanup of images by using lifecycle policies in Amazon ECR, https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "lifecycle",
    id="resilience.no_lifecycle",
    title="Old content is never removed",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="moves or removes old content by rule",
    bad="keeps everything for ever",
    controls=("PRR-04",),
    same_as=(
        "ecr_repositories_lifecycle_policy_enabled",
        "s3_bucket_lifecycle_enabled",
    ),
)
