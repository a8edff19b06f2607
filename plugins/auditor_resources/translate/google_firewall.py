"""Google Cloud's firewall rules, of networks and of hierarchical policies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from auditor.facts import Fact, Firewall, NetworkRule, Place, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Context, flag, text, texts, translates, unknown
from auditor_resources.translate._network import blocks_of_addresses, names, protocol
from auditor_resources.translate._tables import has

Ports = tuple[int | Unknown | None, int | Unknown | None]
Direction = Literal["in", "out"]

_EVERYBODY = "0.0.0.0/0"
_PORTS = re.compile(r"([0-9]+)(?:-([0-9]+))?")
_NAMED_SOURCES = (
    "src_address_groups",
    "src_fqdns",
    "src_networks",
    "src_region_codes",
    "src_secure_tags",
    "src_threat_intelligences",
)
"""What else may tell the sources of a policy's rule."""

_OPEN_BY_DEFAULT = (("icmp", None), ("tcp", 22), ("tcp", 3389))
"""What ``default-allow-icmp``, ``-ssh`` and ``-rdp`` of a default network let in."""


def _direction(body: Body) -> Direction | Unknown:
    found = text(body, "direction", "INGRESS").value
    if isinstance(found, Unknown):
        return found
    return "out" if str(found).upper() == "EGRESS" else "in"


def _ports(body: Body) -> list[Ports]:
    """Return the port ranges; no list means every port."""
    written = texts(body, "ports")
    if isinstance(written, Unknown):
        return [(written, written)]
    return [_range(item) for item in written or ()] or [(None, None)]


def _range(item: str | Unknown) -> Ports:
    if isinstance(item, Unknown):
        return item, item
    found = _PORTS.fullmatch(item.strip())
    if found is None:
        reason = Unknown(f"{item} is not a range of ports")
        return reason, reason
    return int(found[1]), int(found[2] or found[1])


def _enforced(body: Body, allow: bool | Unknown) -> bool | Unknown | None:
    """Return what the rule says, or None when it is switched off."""
    disabled = flag(body, "disabled", False).value
    if disabled is True:
        return None
    return disabled if isinstance(disabled, Unknown) and allow is not False else allow


def _peers(body: Body, inward: bool, prefix: tuple[str, str]) -> tuple[str | Unknown, ...]:
    """Return who is at the other end; a rule that names nobody speaks of everybody."""
    if not inward:
        return tuple(blocks_of_addresses(body, prefix[1])) or (_EVERYBODY,)
    return (
        *blocks_of_addresses(body, prefix[0]),
        *names(body, "source_tags", "source_service_accounts"),
        *(name for name in _NAMED_SOURCES if has(name)(body).value is not False),
    ) or (_EVERYBODY,)


def _rules(
    body: Body,
    kind: str,
    speaks: str,
    allow: bool | Unknown,
    direction: Direction | Unknown,
    peers: tuple[str | Unknown, ...],
    at: str = "",
) -> Iterator[tuple[NetworkRule, Place]]:
    for index, block in enumerate(body.blocks(kind)):
        spoken = protocol(block, speaks)
        for low, high in _ports(block):
            yield (
                NetworkRule(
                    direction=direction,
                    allow=allow,
                    protocol=spoken,
                    from_port=low,
                    to_port=high,
                    peers=peers,
                    at=f"{at}{kind}[{index}]",
                ),
                Place(*block.place),
            )


def _firewall(
    resource: Resource,
    context: Context,
    subject: str,
    rules: list[tuple[NetworkRule, Place]],
    hole: model.Unknown | None,
) -> Firewall:
    return Firewall(
        origin=context.origin(resource),
        subject=subject,
        layer="firewall",
        rules=tuple(rule for rule, _ in rules),
        unread=None if hole is None else unknown(hole),
        places={rule.at: place for rule, place in rules},
    )


@translates("google_compute_firewall")
def firewall(resource: Resource, context: Context) -> Iterator[Fact]:
    """A rule of a network; a disabled one is as good as none.

    Without any source the rule admitted everybody before provider 4.0 (2021-11), which has
    since refused to plan it.
    """
    body = resource.body
    direction = _direction(body)
    peers = _peers(body, direction != "out", ("source_ranges", "destination_ranges"))
    rules: list[tuple[NetworkRule, Place]] = []
    for kind, allow in (("allow", True), ("deny", False)):
        effect = _enforced(body, allow)
        if effect is not None:
            rules += _rules(body, kind, "protocol", effect, direction, peers)
    hole = body.hole("allow") or body.hole("deny")
    yield _firewall(resource, context, "firewall rule", rules, hole)


@translates(
    "google_compute_firewall_policy_rule",
    "google_compute_network_firewall_policy_rule",
    "google_compute_region_network_firewall_policy_rule",
)
def policy_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """A rule of a firewall policy; ``goto_next`` leaves the decision to others."""
    body = resource.body
    direction = _direction(body)
    action = text(body, "action").value
    effect = _enforced(body, action if isinstance(action, Unknown) else action == "allow")
    rules: list[tuple[NetworkRule, Place]] = []
    if effect is not None and action != "goto_next":
        for match in body.blocks("match"):
            peers = _peers(match, direction != "out", ("src_ip_ranges", "dest_ip_ranges"))
            rules += _rules(
                match, "layer4_configs", "ip_protocol", effect, direction, peers, "match[0]."
            )
    yield _firewall(resource, context, "firewall policy rule", rules, body.hole("match"))


@translates("google_project")
def project(resource: Resource, context: Context) -> Iterator[Fact]:
    """The default network that a project is born with, unless ``auto_create_network`` is false.

    It comes with rules that let everybody in by SSH, RDP and ICMP.
    """
    made = flag(resource.body, "auto_create_network", True)
    if made.value is False:
        return
    answered = isinstance(made.value, Unknown)
    rules = tuple(
        NetworkRule(
            direction="in",
            allow=made.value,
            protocol=spoken,
            from_port=port,
            to_port=port,
            peers=(_EVERYBODY,),
            at="auto_create_network",
        )
        for spoken, port in _OPEN_BY_DEFAULT
    )
    yield Firewall(
        origin=context.origin(resource),
        subject="default network",
        layer="group",
        rules=() if answered else rules,
        unread=made.value if answered else None,
        default=True,
        places={"auto_create_network": Place(*made.place)} if made.place else {},
    )
