"""From the log group of a trail to people: metric filters, alarms, topics, subscribers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from auditor_aws.api import Api
from auditor_aws.services._event_classes import EventClass
from auditor_resources.model import Unknown

OPERATIONS = (
    "logs:DescribeMetricFilters",
    "cloudwatch:DescribeAlarms",
    "sns:ListSubscriptionsByTopic",
)
_ACTING = ("lambda", "ssm", "ssm-incidents", "aiops")
"""Services besides SNS that do something about an alarm."""
_NOT_YET = ("PendingConfirmation", "Deleted")


class Alarms:
    """Who hears of what stands in one log group of this account and region."""

    def __init__(self, api: Api, group_arn: str) -> None:
        self._api = api
        group = group_arn.split(":")[6]
        self._filters = api.listed(
            "logs", "describe_metric_filters", "metricFilters", logGroupName=group
        )
        self._alarms: list[Any] | Unknown | None = None
        self._heard = cache(self._subscribed)

    def raised_by(self, events: EventClass) -> bool | Unknown:
        """Say whether somebody is told when an event of the class is logged."""
        if isinstance(self._filters, Unknown):
            return self._filters
        metrics = {
            (metric["metricNamespace"], metric["metricName"])
            for item in self._filters
            if events.told_by(item.get("filterPattern", ""))
            for metric in item["metricTransformations"]
        }
        if not metrics:
            return False
        if self._alarms is None:
            self._alarms = self._api.listed("cloudwatch", "describe_alarms", "MetricAlarms")
        if isinstance(self._alarms, Unknown):
            return self._alarms
        return any_of(
            self._heard(action)
            for alarm in self._alarms
            if alarm["ActionsEnabled"] and metrics & set(_metrics(alarm))
            for action in alarm.get("AlarmActions", ())
        )

    def _subscribed(self, action: str) -> bool | Unknown:
        service, owner = action.split(":")[2], action.split(":")[4]
        if service != "sns":
            return service in _ACTING
        if owner != self._api.account:
            return Unknown(f"who hears of {action} is known in account {owner}")
        found = self._api.listed(
            "sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=action
        )
        if isinstance(found, Unknown):
            return found
        return any(item.get("SubscriptionArn") not in _NOT_YET for item in found)


def _metrics(alarm: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the metrics that an alarm looks at, alone or in a formula."""
    if alarm.get("MetricName"):
        yield alarm["Namespace"], alarm["MetricName"]
    for part in alarm.get("Metrics", ()):
        metric = part.get("MetricStat", {}).get("Metric", {})
        if metric.get("MetricName"):
            yield metric.get("Namespace", ""), metric["MetricName"]


def any_of(values: Iterable[bool | Unknown]) -> bool | Unknown:
    """Join by *or*: the first yes, else the first unknown, else no."""
    doubt: Unknown | None = None
    for value in values:
        if value is True:
            return True
        if isinstance(value, Unknown):
            doubt = doubt or value
    return doubt or False
