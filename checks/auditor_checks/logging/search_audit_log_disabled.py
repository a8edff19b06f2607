"""A search domain that does not record who searched for what.

Why it matters
    Slow logs tell how long a query took, not who made it. The audit log records sign-ins, queries
    and changes of rights by user, which is what is asked for after a leak.

Verdicts
    PASS when audit logs are published; FAIL when they are not; UNKNOWN when the answer hangs on a
    value that could not be had.

How to mend it
    Publish the audit log, which needs fine-grained access control on the domain.

    AWS:

        resource "aws_opensearch_domain" "search" {
          advanced_security_options {
            enabled = true
          }
          log_publishing_options {
            log_type                 = "AUDIT_LOGS"
            cloudwatch_log_group_arn = aws_cloudwatch_log_group.audit.arn
          }
        }

    Enable audit logging in the domain's dashboard as well, else nothing is published.

Sources
    Monitoring audit logs in Amazon OpenSearch Service, https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "search_audit_log",
    id="logging.search_audit_log_disabled",
    title="Search domain keeps no audit log",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="keeps an audit log",
    bad="keeps no audit log",
    controls=("LOG-01",),
    same_as=(
        "CKV_AWS_317",
        "AWS-0042",
        "AVD-AWS-0042",
        "aws-elasticsearch-enable-domain-logging",
        "opensearch_service_domains_audit_logging_enabled",
    ),
)
