"""VPC: networks, subnets, routes, addresses, and what joins them to other networks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from auditor.facts import Fact, Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._vpc_connections import (
    client_vpns,
    endpoint_services,
    endpoints,
    transit_gateways,
    tunnels,
)
from auditor_aws.services._vpc_idle import IdleDefaults
from auditor_aws.services._vpc_rules import acls, groups
from auditor_aws.shapes import Item, tags
from auditor_resources.model import Resource, Unknown

_RECORDING = "ACTIVE"
_MOST = 1000
"""Things a page, where AWS would give fewer unasked."""


def networks(api: Api) -> Iterator[Resource | Fact]:
    """Yield the account's own VPCs, and the subnets, groups, ACLs and endpoints in them.

    VPCs and subnets that another account shares are that account's to mend. Of a default VPC in
    which nothing stands, only that is told.
    """
    interfaces = api.listed(
        "ec2", "describe_network_interfaces", "NetworkInterfaces", MaxResults=_MOST
    )
    subnets = api.listed("ec2", "describe_subnets", "Subnets")
    doors = api.listed("ec2", "describe_vpc_endpoints", "VpcEndpoints")
    vpcs = api.listed("ec2", "describe_vpcs", "Vpcs")
    idle = IdleDefaults(vpcs, interfaces)
    if not isinstance(vpcs, Unknown):
        own = [vpc for vpc in vpcs if vpc["OwnerId"] == api.account]
        logs = api.listed("ec2", "describe_flow_logs", "FlowLogs") if own else []
        for vpc in own:
            yield from _default(api, vpc, idle)
            if idle.holds(vpc["VpcId"]) is not True:
                yield from _vpc(api, vpc, logs, subnets, doors, interfaces, idle)
    for subnet in () if isinstance(subnets, Unknown) else subnets:
        if subnet["OwnerId"] == api.account and idle.holds(subnet["VpcId"]) is not True:
            yield _subnet(api, subnet, idle)
    if not isinstance(doors, Unknown):
        yield from endpoints(api, doors)
    yield from groups(api, interfaces, idle)
    yield from acls(api, interfaces)


def _default(api: Api, vpc: Item, idle: IdleDefaults) -> Iterator[Setting]:
    """Yield of a default VPC whether anything stands in it."""
    if vpc["IsDefault"]:
        address = api.arn("ec2", f"vpc/{vpc['VpcId']}")
        empty = idle.holds(vpc["VpcId"])
        used = empty if isinstance(empty, Unknown) else not empty
        subject = f"default VPC of {api.region}"
        yield api.setting("aws_vpc", address, subject, "default_network_used", used, vpc)


def _vpc(
    api: Api,
    vpc: Item,
    logs: list[Any] | Unknown,
    subnets: list[Any] | Unknown,
    doors: list[Any] | Unknown,
    interfaces: list[Any] | Unknown,
    idle: IdleDefaults,
) -> Iterator[Setting]:
    """Yield what is asked of a VPC. Its default group is judged as the group it is."""
    name = vpc["VpcId"]
    address = api.arn("ec2", f"vpc/{name}")

    def answer(setting: str, value: Any) -> Setting:
        return api.setting("aws_vpc", address, "VPC", setting, value, vpc)

    recorded: Any = logs
    if not isinstance(logs, Unknown):
        recorded = any(log["ResourceId"] == name and _records(log) for log in logs)
    yield answer("flow_logs", idle.unless(name, recorded))
    if isinstance(subnets, Unknown):
        yield answer("several_zones", subnets)
    else:
        zones = {subnet["AvailabilityZone"] for subnet in subnets if subnet["VpcId"] == name}
        if zones:
            yield answer("several_zones", idle.unless(name, len(zones) > 1))
    private = _private_endpoint(api, name, doors, interfaces)
    if private is not None:
        yield replace(answer("private_endpoint", private), part="ec2")


def _records(log: Item) -> bool:
    return log["FlowLogStatus"] == _RECORDING and log.get("DeliverLogsStatus") != "FAILED"


def _private_endpoint(
    api: Api, vpc: str, doors: list[Any] | Unknown, interfaces: list[Any] | Unknown
) -> bool | Unknown | None:
    """Say whether machines reach the API of EC2 without the internet; None where neither
    machines nor functions are."""
    if isinstance(interfaces, Unknown):
        return interfaces
    if not any(item["VpcId"] == vpc and _of_workload(item) for item in interfaces):
        return None
    if isinstance(doors, Unknown):
        return doors
    service = f".{api.region}.ec2"
    return any(door["VpcId"] == vpc and door["ServiceName"].endswith(service) for door in doors)


def _of_workload(interface: Item) -> bool:
    attached = interface.get("Attachment") or {}
    return "InstanceId" in attached or interface.get("InterfaceType") == "lambda"


def _subnet(api: Api, subnet: Item, idle: IdleDefaults) -> Resource:
    public = subnet["MapPublicIpOnLaunch"]
    values = {
        "map_public_ip_on_launch": idle.unless(subnet["VpcId"], public),
        "tags": tags(subnet.get("Tags")),
    }
    address = subnet.get("SubnetArn") or api.arn("ec2", f"subnet/{subnet['SubnetId']}")
    return api.resource("aws_subnet", address, subnet, values)


def routes(api: Api) -> Iterator[Resource]:
    """Yield route tables with their routes to peered VPCs."""
    for table in api.pages("ec2", "describe_route_tables", "RouteTables"):
        if table["OwnerId"] != api.account:
            continue
        peered = [route for route in table["Routes"] if route.get("VpcPeeringConnectionId")]
        values = {"route": [_route(route) for route in peered], "tags": tags(table.get("Tags"))}
        address = api.arn("ec2", f"route-table/{table['RouteTableId']}")
        yield api.resource("aws_route_table", address, table, values)


def _route(route: dict[str, Any]) -> dict[str, Any]:
    block: Any = route.get("DestinationCidrBlock")
    if route.get("DestinationPrefixListId"):
        block = Unknown(f"the addresses in {route['DestinationPrefixListId']} are not read")
    return {
        "cidr_block": block,
        "ipv6_cidr_block": route.get("DestinationIpv6CidrBlock"),
        "vpc_peering_connection_id": route["VpcPeeringConnectionId"],
    }


def addresses(api: Api) -> Iterator[Setting]:
    """Yield Elastic IP addresses, and whether they are used."""
    for item in api.pages("ec2", "describe_addresses", "Addresses"):
        name = item.get("AllocationId") or item["PublicIp"]
        address = api.arn("ec2", f"elastic-ip/{name}")
        used = bool(item.get("AssociationId") or item.get("InstanceId"))
        yield api.setting("aws_eip", address, "Elastic IP address", "in_use", used, item)


SERVICE = Service(
    name="vpc",
    reach=Reach.REGIONAL,
    operations=(
        "ec2:DescribeAddresses",
        "ec2:DescribeClientVpnEndpoints",
        "ec2:DescribeFlowLogs",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeTransitGateways",
        "ec2:DescribeVpcEndpointServiceConfigurations",
        "ec2:DescribeVpcEndpointServicePermissions",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
        "ec2:DescribeVpnConnections",
    ),
    parts=(
        networks,
        routes,
        addresses,
        endpoint_services,
        transit_gateways,
        client_vpns,
        tunnels,
    ),
)
