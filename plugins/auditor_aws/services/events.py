"""EventBridge: event buses, by the policies that open them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_resources.model import Resource

_BUS = "aws_cloudwatch_event_bus_policy"


def buses(api: Api) -> Iterator[Resource]:
    """Yield the policy of every bus that has one."""
    for item in api.pages("events", "list_event_buses", "EventBuses", Limit=100):
        if item.get("Policy"):
            yield api.resource(_BUS, item["Arn"], item, {"policy": item["Policy"]}, item["Name"])


SERVICE = Service(
    name="events",
    reach=Reach.REGIONAL,
    operations=("events:ListEventBuses",),
    parts=(buses,),
)
