"""Network ACLs: ordered rules, inline or apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.facts import Fact, Firewall, NetworkRule, Place, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import unread
from auditor_resources.translate._base import Context, flag, number, text, translates
from auditor_resources.translate._network import blocks_of_addresses, ports, protocol
from auditor_resources.translate.aws_security_groups import unread_rule

Direction = Literal["in", "out"]
_DIRECTIONS: tuple[tuple[str, Direction], ...] = (("ingress", "in"), ("egress", "out"))


def _allows(body: Body, name: str) -> bool | Unknown:
    action = text(body, name).value
    if isinstance(action, Unknown):
        return action
    if action is None:
        return Unknown(f"{name} is not set")
    return bool(action.lower() == "allow")


def _rule(
    body: Body, direction: Direction | Unknown, at: str, action: str, rank: str
) -> NetworkRule:
    spoken = protocol(body, "protocol")
    from_port, to_port = ports(body, spoken)
    order = number(body, rank, None).value
    return NetworkRule(
        direction=direction,
        allow=_allows(body, action),
        protocol=spoken,
        from_port=from_port,
        to_port=to_port,
        peers=tuple(blocks_of_addresses(body, "cidr_block", "ipv6_cidr_block")),
        at=at,
        order=order if isinstance(order, int) else None,
    )


@translates("aws_network_acl", "aws_default_network_acl")
def acl(resource: Resource, context: Context) -> Iterator[Fact]:
    """An ACL's inline rules; what none of them allows is refused."""
    rules: list[NetworkRule] = []
    places: dict[str, Place] = {}
    for name, direction in _DIRECTIONS:
        for index, block in enumerate(resource.body.blocks(name)):
            at = f"{name}[{index}]"
            rank = "rule_no" if block.get("rule_no") is not None else "rule_number"
            rules.append(_rule(block, direction, at, "action", rank))
            if block.place.file:
                places[at] = Place(*block.place)
        reason = unread(resource.body, name)
        if reason is not None:
            rules.append(unread_rule(direction, name, reason))
            if resource.place.file:
                places[name] = Place(*resource.body.place_of(name))
    yield Firewall(
        origin=context.origin(resource),
        subject="network ACL",
        layer="acl",
        rules=tuple(rules),
        default=resource.type == "aws_default_network_acl",
        places=places,
    )


@translates("aws_network_acl_rule")
def acl_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """One rule of an ACL, for incoming traffic unless ``egress`` is true."""
    leaving = flag(resource.body, "egress", False).value
    direction: Direction | Unknown
    if isinstance(leaving, Unknown):
        direction = leaving
    else:
        direction = "out" if leaving else "in"
    yield Firewall(
        origin=context.origin(resource),
        subject="network ACL rule",
        layer="acl",
        rules=(_rule(resource.body, direction, "", "rule_action", "rule_number"),),
    )
