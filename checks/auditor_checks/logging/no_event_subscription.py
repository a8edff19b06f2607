"""Failovers, failures and changes of databases of which nobody is told.

Why it matters
    The service writes down that an instance failed over, ran out of storage, or got another
    parameter group. Without a subscription people learn of it from their users.

Verdicts
    One verdict a source of events in each region that has databases. PASS when a subscription that
    is on covers its critical events; FAIL when none does. UNKNOWN when the answer could not be had.

How to mend it
    Subscribe a topic that people read to the critical events of databases.

    ``aws rds create-event-subscription --subscription-name databases --sns-topic-arn ARN
    --source-type db-instance --event-categories failure maintenance "configuration change"
    --enabled``; in Terraform ``aws_db_event_subscription``.

Sources
    Working with Amazon RDS event notification, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "event_subscription",
    id="logging.no_event_subscription",
    title="Events of databases reach nobody",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="reach somebody",
    bad="reach nobody",
    controls=("LOG-04", "PRR-03"),
    same_as=(
        "rds_cluster_critical_event_subscription",
        "rds_instance_critical_event_subscription",
        "rds_instance_event_subscription_parameter_groups",
        "rds_instance_event_subscription_security_groups",
    ),
)
