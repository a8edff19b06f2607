"""A message broker that does not record who managed it.

Why it matters
    The general log tells that the broker ran, not who managed it by JMX or from the console: who
    made a user, who emptied a queue. The audit log tells it.

Verdicts
    PASS when the audit log is published; FAIL when it is not; UNKNOWN when the answer hangs on a
    value that could not be had. RabbitMQ has no audit log, so its brokers are not judged.

How to mend it
    Turn the audit log on beside the general log.

    AWS:

        resource "aws_mq_broker" "orders" {
          engine_type = "ActiveMQ"

          logs {
            audit   = true
            general = true
          }
        }

Sources
    Logs of an Amazon MQ broker, https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-amazonmq-broker-loglist.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "broker_audit_log",
    id="logging.broker_audit_log_disabled",
    title="Message broker keeps no audit log",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="keeps an audit log",
    bad="keeps no audit log",
    controls=("LOG-01",),
    same_as=(
        "AWS-0070",
        "AVD-AWS-0070",
        "aws-mq-enable-audit-logging",
        "kics:MQ Broker Logging Disabled",
        "CKV_AWS_197",
    ),
)
