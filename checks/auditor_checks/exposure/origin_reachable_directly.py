"""A bucket behind CloudFront that does not recognise the distribution.

Why it matters
    If the bucket has to be public for the distribution to read it, firewall, logs and geographic
    limits in front of it can be walked around.

Verdicts
    PASS when the origin uses an origin access control, or an origin access identity, the older
    way; FAIL when it uses neither. Origins that are web sites or servers are not judged. UNKNOWN
    when the answer could not be had.

How to mend it
    Use an origin access control, and let the bucket's policy admit only the distribution.

    ``aws cloudfront create-origin-access-control``, name its number in the origin, and allow
    ``cloudfront.amazonaws.com`` under ``aws:SourceArn`` of the distribution in the bucket's policy;
    in Terraform ``aws_cloudfront_origin_access_control``.

Sources
    Restrict access to an Amazon S3 origin, https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "origin_access_controlled",
    id="exposure.origin_reachable_directly",
    title="Bucket behind the distribution can be reached past it",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is reached through the distribution only",
    bad="cannot tell the distribution from anybody else",
    controls=("ACC-10",),
    same_as=("cloudfront_distributions_s3_origin_access_control",),
)
