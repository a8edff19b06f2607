"""VPCs, subnets and routes."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached, inverted
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    present,
    translates,
)
from auditor_resources.translate._network import blocks_of_addresses
from auditor_resources.translate._tables import either

_EVERYBODY = ("0.0.0.0/0", "::/0")


@translates("aws_vpc", "aws_default_vpc")
def vpc(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a flow log records the whole VPC (logs of single subnets do not count), and
    whether its default security group is adopted and left without rules."""
    logged = attached(context, resource, "aws_flow_log", "vpc_id", "id")
    yield context.setting(resource, "VPC", "flow_logs", logged)
    closed = _default_group(resource, context)
    yield context.setting(resource, "VPC", "default_group_closed", closed)


def _default_group(vpc_: Resource, context: Context) -> Answer:
    kind = "aws_default_security_group"
    adopted = attached(context, vpc_, kind, "vpc_id", "id")
    if adopted.value is not True:
        return adopted
    groups = context.linked(vpc_, kind, "vpc_id", "id")
    rules = [present(group.body, "ingress", "egress") for group in groups]
    return inverted(either(rules))


@translates("aws_subnet", "aws_default_subnet")
def subnet(resource: Resource, context: Context) -> Iterator[Fact]:
    """Public addresses on launch: off unless asked for, on in AWS's default subnets."""
    default = resource.type == "aws_default_subnet"
    public = flag(resource.body, "map_public_ip_on_launch", default)
    yield context.setting(resource, "subnet", "subnet_no_public_ip", inverted(public))


@translates("aws_route")
def route(resource: Resource, context: Context) -> Iterator[Fact]:
    """A single route, of interest when it leads to a peered VPC."""
    yield from _peering(
        resource,
        context,
        resource.body,
        "",
        "destination_cidr_block",
        "destination_ipv6_cidr_block",
    )


@translates("aws_route_table", "aws_default_route_table")
def route_table(resource: Resource, context: Context) -> Iterator[Fact]:
    """Every inline route that leads to a peered VPC."""
    for index, block in enumerate(resource.body.blocks("route")):
        part = f"route[{index}]"
        yield from _peering(resource, context, block, part, "cidr_block", "ipv6_cidr_block")


def _peering(
    resource: Resource, context: Context, body: Body, part: str, *destinations: str
) -> Iterator[Fact]:
    peered = present(body, "vpc_peering_connection_id")
    if peered.value is False:
        return
    answer = Answer(True)
    for peer in blocks_of_addresses(body, *destinations):
        if peer in _EVERYBODY:
            narrow = False if peered.value is True else peered.value
            answer = Answer(narrow, body.place_of(*destinations))
            break
        if not isinstance(peer, str):
            answer = Answer(peer, body.place_of(*destinations))
    yield context.setting(resource, "route", "peering_route_narrow", answer, part)
