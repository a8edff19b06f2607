"""A region in which nothing is recorded of what people and programs do.

Why it matters
    Intruders work where nobody looks: machines for mining are started in regions that you never
    use. Without a trail the events vanish after ninety days and nothing can raise an alarm on them.

Verdicts
    PASS when a trail of this region, of every region or of the organisation covers it and is
    logging; FAIL when none does, or those that do are stopped or can't deliver. UNKNOWN when the
    answer could not be had.

How to mend it
    Make one trail that covers every region, and keep it logging.

    ``aws cloudtrail create-trail --name audit --s3-bucket-name BUCKET --is-multi-region-trail
    --enable-log-file-validation`` and ``aws cloudtrail start-logging --name audit``; in an
    organisation add ``--is-organization-trail`` from the management account.

Sources
    Creating a trail for your AWS account, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html
    CIS AWS Foundations 3.0 and 5.0: 3.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "region_trailed",
    id="logging.region_without_trail",
    title="No audit log covers the region",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="is covered by an audit log that records",
    bad="is covered by no audit log that records",
    controls=("LOG-01",),
    same_as=("cloudtrail_multi_region_enabled",),
)
