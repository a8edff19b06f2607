"""Security groups and their rules, inline or apart, of every provider generation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.facts import Fact, Firewall, NetworkRule, Place, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import unread
from auditor_resources.translate._base import Context, text, translates, unknown
from auditor_resources.translate._network import blocks_of_addresses, names, ports, protocol

Direction = Literal["in", "out"]
_DIRECTIONS: dict[str, Direction] = {"ingress": "in", "egress": "out"}


def _rule(body: Body, direction: Direction | Unknown, at: str, speaks: str) -> NetworkRule:
    spoken = protocol(body, speaks)
    from_port, to_port = ports(body, spoken)
    peers = (
        *blocks_of_addresses(body, "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"),
        *names(body, "security_groups", "source_security_group_id"),
        *names(body, "referenced_security_group_id", "prefix_list_ids", "prefix_list_id"),
        *(("self",) if body.get("self") is True else ()),
    )
    return NetworkRule(
        direction=direction,
        protocol=spoken,
        from_port=from_port,
        to_port=to_port,
        peers=peers,
        at=at,
    )


def unread_rule(direction: Direction, at: str, reason: Unknown) -> NetworkRule:
    """Return the rule that stands for those of one direction that could not be read."""
    return NetworkRule(
        direction=direction,
        allow=reason,
        protocol=reason,
        from_port=reason,
        to_port=reason,
        peers=(reason,),
        at=at,
    )


@translates("aws_security_group", "aws_default_security_group")
def group(resource: Resource, context: Context) -> Iterator[Fact]:
    """A group's inline rules. Without any, Terraform leaves it closed in both directions.

    Of a default group it matters whether there is any rule, so an unknown number of them
    leaves it unread.
    """
    rules: list[NetworkRule] = []
    places: dict[str, Place] = {}
    for name, direction in _DIRECTIONS.items():
        for index, block in enumerate(resource.body.blocks(name)):
            at = f"{name}[{index}]"
            rules.append(_rule(block, direction, at, "protocol"))
            if block.place.file:
                places[at] = Place(*block.place)
        reason = unread(resource.body, name)
        if reason is not None:
            rules.append(unread_rule(direction, name, reason))
            if resource.place.file:
                places[name] = Place(*resource.body.place_of(name))
    default = resource.type == "aws_default_security_group"
    hole = resource.body.hole("ingress") or resource.body.hole("egress")
    yield Firewall(
        origin=context.origin(resource),
        subject="default security group" if default else "security group",
        layer="group",
        rules=() if default and hole is not None else tuple(rules),
        unread=unknown(hole) if default and hole is not None else None,
        default=default,
        places=places,
    )


@translates("aws_security_group_rule")
def lone_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """One rule in the old style; ``type`` tells its direction."""
    kind = text(resource.body, "type").value
    direction: Direction | Unknown
    if isinstance(kind, Unknown):
        direction = kind
    else:
        direction = _DIRECTIONS.get(kind or "") or Unknown("type is neither ingress nor egress")
    yield _lone(resource, context, _rule(resource.body, direction, "", "protocol"))


@translates("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
def typed_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """One rule in the new style."""
    direction: Direction = "in" if "_ingress_" in resource.type else "out"
    yield _lone(resource, context, _rule(resource.body, direction, "", "ip_protocol"))


def _lone(resource: Resource, context: Context, rule: NetworkRule) -> Firewall:
    return Firewall(
        origin=context.origin(resource),
        subject="security group rule",
        layer="group",
        rules=(rule,),
        default=_belongs_to_default(resource),
    )


def _belongs_to_default(resource: Resource) -> bool:
    """Whether the rule's group is a VPC's default one, by what its id refers to."""
    value = resource.body.get("security_group_id")
    if not isinstance(value, model.Unknown):
        return False
    kinds = ("aws_default_security_group.", "aws_vpc.", "aws_default_vpc.")
    return len(value.refs) == 1 and any(
        value.refs[0].startswith(kind) or f".{kind}" in value.refs[0] for kind in kinds
    )
