"""An audit log whose files could be edited or removed without a trace.

Why it matters
    A record that its subject can edit proves nothing. Signed digests, written every hour, show
    that no file was changed, and that none is missing.

Verdicts
    PASS when digests of the log files are written; FAIL when they are not; UNKNOWN when the
    answer hangs on a value that could not be had.

How to mend it
    Turn on log file validation.

    AWS:

        resource "aws_cloudtrail" "main" {
          enable_log_file_validation = true
        }

    Check now and then with ``aws cloudtrail validate-logs``.

Sources
    Validating CloudTrail log file integrity, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
    CIS AWS Foundations 3.0 and 5.0: 3.2, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import AuditLog


def judge(log: AuditLog, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``tamper_evident``."""
    yield from wanted(
        log.tamper_evident,
        "tamper_evident",
        f"{log.subject} shows whether its files were changed or removed",
        f"{log.subject} does not show whether its files were changed or removed",
    )


CHECK = Check(
    id="logging.trail_not_validated",
    title="Changes to the audit log would go unnoticed",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AuditLog,
    judge=judge,
    controls=("LOG-02",),
    same_as=(
        "CKV_AWS_36",
        "AWS-0016",
        "AVD-AWS-0016",
        "aws-cloudtrail-enable-log-validation",
        "cloudtrail_log_file_validation_enabled",
        "kics:CloudTrail Log File Validation Disabled",
    ),
)
