"""A trail that exists but does not record.

Why it matters
    It looks like an audit log in every list, which is worse than none. Switching the recorder off
    and leaving it in place is also what an intruder does first.

Verdicts
    PASS when the log records; FAIL when it is switched off, or when its files can't be delivered to
    their bucket; UNKNOWN when the answer hangs on a
    value that could not be had.

How to mend it
    Switch the recording on, and raise an alarm when anybody stops it.

    AWS:

        resource "aws_cloudtrail" "main" {
          enable_logging = true
        }

Sources
    AWS CloudTrail: turning off logging for a trail, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html
    CIS AWS Foundations 3.0 and 5.0: 3.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import AuditLog


def judge(log: AuditLog, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``enabled``."""
    yield from wanted(
        log.enabled,
        "enabled",
        f"{log.subject} records activity",
        f"{log.subject} is declared but records nothing",
    )


CHECK = Check(
    id="logging.trail_disabled",
    title="Audit log records nothing",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=AuditLog,
    judge=judge,
    controls=("LOG-01",),
    same_as=(
        "CKV_AWS_251",
        "CKV2_GCP_5",
        "CKV_AZURE_38",
        "AZU-0033",
        "AVD-AZU-0033",
        "GCP-0079",
        "AVD-GCP-0079",
    ),
)
