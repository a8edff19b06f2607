"""CloudWatch: alarms, and whether they do anything, by themselves or as part of another alarm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item
from auditor_resources.model import Resource, Unknown

_ALARM = re.compile(r"""\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*["']?(.+?)["']?\s*\)""")
"""An alarm in the rule of a composite one, by its name or ARN (*PutCompositeAlarm*)."""


def alarms(api: Api) -> Iterator[Resource]:
    """Yield every alarm on a metric. One without actions of its own may be an input of a
    composite alarm, which acts for it."""
    found = list(
        api.pages("cloudwatch", "describe_alarms", "MetricAlarms", AlarmTypes=["MetricAlarm"])
    )
    speakers: dict[str, Any] | Unknown = {}
    if not all(map(_acts, found)):
        speakers = _speakers(api)
    for item in found:
        enabled, actions = item["ActionsEnabled"], item.get("AlarmActions") or []
        if not _acts(item):
            if isinstance(speakers, Unknown):
                enabled, actions = speakers, speakers
            elif item["AlarmName"] in speakers:
                enabled, actions = True, speakers[item["AlarmName"]]
        values = {"actions_enabled": enabled, "alarm_actions": actions}
        yield api.resource(
            "aws_cloudwatch_metric_alarm", item["AlarmArn"], item, values, item["AlarmName"]
        )


def _acts(item: Item) -> bool:
    return bool(item["ActionsEnabled"] and item.get("AlarmActions"))


def _speakers(api: Api) -> dict[str, Any] | Unknown:
    """Return the actions of the composite alarms that act, by the names of their inputs."""
    found = api.listed(
        "cloudwatch", "describe_alarms", "CompositeAlarms", AlarmTypes=["CompositeAlarm"]
    )
    if isinstance(found, Unknown):
        return found
    return {
        name.rpartition(":alarm:")[2]: item["AlarmActions"]
        for item in found
        if _acts(item)
        for name in _ALARM.findall(item["AlarmRule"])
    }


SERVICE = Service(
    name="cloudwatch",
    reach=Reach.REGIONAL,
    operations=("cloudwatch:DescribeAlarms",),
    parts=(alarms,),
)
