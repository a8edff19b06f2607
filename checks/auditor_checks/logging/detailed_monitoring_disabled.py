"""A machine, database or firewall whose metrics are too coarse to see what goes on.

Why it matters
    Five minutes are long: a machine can be overloaded and recovered within them, and scaling that
    waits for the next value comes too late.

Verdicts
    PASS when detailed metrics are on: of EC2 every minute rather than every five, of RDS those of
    the operating system, of MSK those of each broker, of web firewalls those of each rule. FAIL
    when they are off; UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Turn on detailed monitoring where you scale or raise alarms on these metrics.

    AWS:

        resource "aws_instance" "web" {
          monitoring = true
        }

    It is billed by metric.

Sources
    Manage detailed monitoring for your EC2 instances, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "detailed_monitoring",
    id="logging.detailed_monitoring_disabled",
    title="Detailed monitoring is off",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="reports detailed metrics",
    bad="reports no detailed metrics",
    controls=("PRR-03",),
    same_as=(
        "CKV_AWS_126",
        "ec2_instance_detailed_monitoring_enabled",
        "kics:EC2 Instance Monitoring Disabled",
        "kafka_cluster_enhanced_monitoring_enabled",
        "rds_instance_enhanced_monitoring_enabled",
        "wafv2_webacl_rule_logging_enabled",
    ),
)
