"""CloudWatch: alarms, and whether they do anything."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_resources.model import Resource


def alarms(api: Api) -> Iterator[Resource]:
    """Yield every alarm on a metric."""
    for item in api.pages("cloudwatch", "describe_alarms", "MetricAlarms"):
        values = {
            "actions_enabled": item["ActionsEnabled"],
            "alarm_actions": item.get("AlarmActions") or [],
        }
        yield api.resource(
            "aws_cloudwatch_metric_alarm", item["AlarmArn"], item, values, item["AlarmName"]
        )


SERVICE = Service(
    name="cloudwatch",
    reach=Reach.REGIONAL,
    operations=("cloudwatch:DescribeAlarms",),
    parts=(alarms,),
)
