"""An audit log that is stored and never looked at.

Why it matters
    Files in a bucket are read after the damage. Sent to a log group as well, they can raise an
    alarm within minutes: on use of the root user, on a changed policy, on a stopped trail.

Verdicts
    PASS when the log also flows to a log service that can raise alarms; FAIL when it does not;
    UNKNOWN when the answer hangs on a value that could not be had. Alarms raised elsewhere from
    the same bucket cannot be seen here: waive it then.

How to mend it
    Send the trail to a log group and put metric filters with alarms on it.

    AWS:

        resource "aws_cloudtrail" "main" {
          cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
          cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
        }

Sources
    Sending events to CloudWatch Logs, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import AuditLog


def judge(log: AuditLog, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``watched``."""
    yield from wanted(
        log.watched,
        "watched",
        f"{log.subject} flows to where alarms can be raised",
        f"{log.subject} is only stored, so nothing can raise an alarm on it",
    )


CHECK = Check(
    id="logging.trail_not_watched",
    title="No alarm can be raised on the audit log",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AuditLog,
    judge=judge,
    controls=("LOG-04",),
    same_as=(
        "CKV2_AWS_10",
        "AWS-0162",
        "AVD-AWS-0162",
        "aws-cloudtrail-ensure-cloudwatch-integration",
        "cloudtrail_cloudwatch_logging_enabled",
        "kics:CloudTrail Not Integrated With CloudWatch",
    ),
)
