"""What an account records about itself: CloudTrail, Config, GuardDuty, CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import AuditLog, DataStore, Fact
from auditor_resources.model import Resource
from auditor_resources.translate._base import (
    Context,
    customer_key,
    flag,
    present,
    translates,
)
from auditor_resources.translate._tables import all_of, among, any_of, days, has, key, on, tables


@translates("aws_cloudtrail")
def trail(resource: Resource, context: Context) -> Iterator[Fact]:
    """A trail: it logs once made, but in one region and without proof unless told otherwise."""
    body, subject = resource.body, "CloudTrail trail"
    yield context.fact(
        AuditLog,
        resource,
        subject,
        answers={
            "enabled": flag(body, "enable_logging", True),
            "every_region": flag(body, "is_multi_region_trail", False),
            "tamper_evident": flag(body, "enable_log_file_validation", False),
            "watched": present(body, "cloud_watch_logs_group_arn"),
        },
    )
    store = {"key": customer_key(body, "kms_key_id")}
    yield context.fact(DataStore, resource, subject, answers=store)
    insights = has("insight_selector")(body)
    yield context.setting(resource, subject, "trail_insights", insights)


tables(
    "aws_cloudtrail_event_data_store",
    subject="CloudTrail event data store",
    key=key("kms_key_id"),
)
tables(
    "aws_cloudwatch_log_group",
    subject="log group",
    settings={"log_retention_days": days("retention_in_days", 0)},
    key=key("kms_key_id"),
)
tables(
    "aws_cloudwatch_metric_alarm",
    subject="CloudWatch alarm",
    settings={"alarm_acts": all_of(on("actions_enabled", True), has("alarm_actions"))},
)
tables(
    "aws_config_configuration_aggregator",
    subject="Config aggregator",
    settings={
        "config_every_region": any_of(
            on("account_aggregation_source.all_regions"),
            on("organization_aggregation_source.all_regions"),
        )
    },
)
tables(
    "aws_guardduty_detector",
    subject="GuardDuty detector",
    settings={"threat_detection": on("enable", True)},
)
tables(
    "aws_guardduty_organization_configuration",
    subject="GuardDuty of the organisation",
    settings={
        "threat_detection": any_of(
            on("auto_enable"), among("auto_enable_organization_members", ("ALL", "NEW"))
        )
    },
)
