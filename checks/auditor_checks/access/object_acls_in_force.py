"""A bucket in which every object may carry an access list of its own.

Why it matters
    Whoever uploads an object can open it to others, or own it. Nobody sees that in the bucket's
    policy. AWS itself has advised against these lists since 2021.

Verdicts
    PASS when ownership is enforced, which puts all lists out of force; FAIL when it is not. UNKNOWN
    when the answer could not be had.

How to mend it
    Enforce the bucket owner's ownership, which puts the lists out of force.

    ``aws s3api put-bucket-ownership-controls --bucket NAME --ownership-controls
    'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'``; in Terraform
    ``aws_s3_bucket_ownership_controls``. First move what the lists allow into the policy.

Sources
    Controlling ownership of objects and disabling ACLs for your bucket, https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "acls_disabled",
    id="access.object_acls_in_force",
    title="Access lists of single objects are in force",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="decides access by policies alone",
    bad="lets access lists of buckets and objects decide as well",
    controls=("ACC-10",),
    same_as=("s3_bucket_acl_prohibited",),
)
