"""AppStream: fleets that stream applications."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_resources.model import Resource


def fleets(api: Api) -> Iterator[Resource]:
    """Yield every fleet."""
    for item in api.pages("appstream", "describe_fleets", "Fleets"):
        values = {
            "enable_default_internet_access": item.get("EnableDefaultInternetAccess", False),
            "idle_disconnect_timeout_in_seconds": item.get("IdleDisconnectTimeoutInSeconds"),
        }
        yield api.resource("aws_appstream_fleet", item["Arn"], item, values, item["Name"])


SERVICE = Service(
    name="appstream",
    reach=Reach.REGIONAL,
    operations=("appstream:DescribeFleets",),
    parts=(fleets,),
)
