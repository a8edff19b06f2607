"""An audit log that is blind outside its own region.

Why it matters
    An intruder works where nobody looks: in a region that you do not use. Global services such as
    IAM are recorded in one region only, so a trail elsewhere misses them as well.

Verdicts
    PASS when the log covers all regions; FAIL when it covers one; UNKNOWN when the answer hangs
    on a value that could not be had.

How to mend it
    Make the trail cover all regions.

    AWS:

        resource "aws_cloudtrail" "main" {
          is_multi_region_trail         = true
          include_global_service_events = true
        }

Sources
    Understanding multi-Region trails, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html
    CIS AWS Foundations 3.0 and 5.0: 3.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import AuditLog


def judge(log: AuditLog, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``every_region``."""
    yield from wanted(
        log.every_region,
        "every_region",
        f"{log.subject} covers every region",
        f"{log.subject} covers one region only",
    )


CHECK = Check(
    id="logging.trail_single_region",
    title="Audit log covers one region only",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AuditLog,
    judge=judge,
    controls=("LOG-01",),
    same_as=(
        "CKV_AWS_67",
        "AWS-0014",
        "AVD-AWS-0014",
        "aws-cloudtrail-enable-all-regions",
        "kics:CloudTrail Multi Region Disabled",
        "AZU-0032",
        "AVD-AZU-0032",
    ),
)
