"""Whether subnets lead straight to the internet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from auditor_aws.api import Api
from auditor_resources.model import Unknown

OPERATION = "ec2:DescribeRouteTables"
"""What asking for it calls, once."""
_EVERYWHERE = ("0.0.0.0/0", "::/0")


class Subnets:
    """The routes of this region: a subnet without a table of its own has the VPC's main one."""

    def __init__(self, api: Api) -> None:
        self._by_subnet: dict[str, bool] = {}
        self._main: dict[str, bool] = {}
        self._unlisted: Unknown | None = None
        listed = api.listed("ec2", "describe_route_tables", "RouteTables")
        if isinstance(listed, Unknown):
            self._unlisted = listed
            return
        for table in listed:
            opens = any(_to_internet(route) for route in table.get("Routes", ()))
            for association in table.get("Associations", ()):
                if association.get("SubnetId"):
                    self._by_subnet[association["SubnetId"]] = opens
                elif association.get("Main"):
                    self._main[table["VpcId"]] = opens

    def private(self, subnets: Iterable[str], network: str | None) -> bool | Unknown:
        """Say whether none of the subnets of a VPC has a route to an internet gateway."""
        if self._unlisted is not None:
            return self._unlisted
        doubt = False
        for subnet in subnets:
            opens = self._by_subnet.get(subnet, self._main.get(network or ""))
            if opens:
                return False
            doubt = doubt or opens is None
        return Unknown("the route table of a subnet is in another account") if doubt else True


def _to_internet(route: dict[str, Any]) -> bool:
    everywhere = (route.get("DestinationCidrBlock"), route.get("DestinationIpv6CidrBlock"))
    return (
        any(block in _EVERYWHERE for block in everywhere)
        and str(route.get("GatewayId", "")).startswith("igw-")
        and route.get("State", "active") == "active"
    )
