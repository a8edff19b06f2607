"""Azure's network security groups, and the firewalls of its databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, summarize_address_range
from typing import Any, Literal

from auditor.facts import Fact, Firewall, NetworkRule, Place, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Context, number, text, translates, unknown
from auditor_resources.translate._columns import everybody_in
from auditor_resources.translate._network import blocks_of_addresses, elements, names

Ports = tuple[int | Unknown | None, int | Unknown | None]

_EVERYBODY = "0.0.0.0/0"
_PORTS = re.compile(r"([0-9]+)(?:-([0-9]+))?")
_SUBJECT = "network security rule"


def _word(body: Body, name: str) -> str | Unknown:
    value = text(body, name).value
    if value is None:
        return Unknown(f"{name} is not set")
    return value if isinstance(value, Unknown) else str(value).lower()


def _port(item: Any) -> Ports:
    if isinstance(item, model.Unknown):
        return unknown(item), unknown(item)
    written = str(item).strip()
    if written == "*":
        return None, None
    found = _PORTS.fullmatch(written)
    if found is None:
        reason = Unknown(f"{written} is not a range of ports")
        return reason, reason
    return int(found[1]), int(found[2] or found[1])


def _ports(body: Body) -> list[Ports]:
    items = elements(body, "destination_port_range") + elements(body, "destination_port_ranges")
    return [_port(item) for item in items] or [(None, None)]


def _peers(body: Body, end: Literal["source", "destination"]) -> tuple[str | Unknown, ...]:
    found = (
        *blocks_of_addresses(body, f"{end}_address_prefix", f"{end}_address_prefixes"),
        *names(body, f"{end}_application_security_group_ids"),
    )
    return tuple(_EVERYBODY if everybody_in(peer).value is True else peer for peer in found)


def _protocols(spoken: str | Unknown, every_port: bool) -> tuple[str | Unknown, ...]:
    """``*`` with a port speaks of that port only, whether of TCP or of UDP."""
    if spoken != "*":
        return (spoken,)
    return ("all",) if every_port else ("tcp", "udp")


def _rules(body: Body, at: str) -> Iterator[NetworkRule]:
    direction, access, spoken = (_word(body, name) for name in ("direction", "access", "protocol"))
    way: Literal["in", "out"] | Unknown
    way = (
        direction if isinstance(direction, Unknown) else "out" if direction == "outbound" else "in"
    )
    peers = _peers(body, "destination" if way == "out" else "source")
    order = number(body, "priority", None).value
    for low, high in _ports(body):
        for protocol in _protocols(spoken, every_port=low is None):
            yield NetworkRule(
                direction=way,
                allow=access if isinstance(access, Unknown) else access == "allow",
                protocol=protocol,
                from_port=low,
                to_port=high,
                peers=peers,
                at=at,
                order=order if isinstance(order, int) else None,
            )


@translates("azurerm_network_security_group")
def group(resource: Resource, context: Context) -> Iterator[Fact]:
    """A group's inline rules, decided by priority; Azure's own rules behind them are left out."""
    rules: list[NetworkRule] = []
    places: dict[str, Place] = {}
    for index, block in enumerate(resource.body.blocks("security_rule")):
        at = f"security_rule[{index}]"
        rules += _rules(block, at)
        places[at] = Place(*block.place)
    hole = resource.body.hole("security_rule")
    yield Firewall(
        origin=context.origin(resource),
        subject="network security group",
        layer="group",
        rules=tuple(rules),
        unread=None if hole is None else unknown(hole),
        places=places,
    )


@translates("azurerm_network_security_rule")
def lone_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """One rule of a group."""
    yield Firewall(
        origin=context.origin(resource),
        subject=_SUBJECT,
        layer="group",
        rules=tuple(_rules(resource.body, "")),
    )


_DATABASE_PORTS = {
    "azurerm_mariadb_firewall_rule": 3306,
    "azurerm_mssql_firewall_rule": 1433,
    "azurerm_mysql_firewall_rule": 3306,
    "azurerm_mysql_flexible_server_firewall_rule": 3306,
    "azurerm_postgresql_firewall_rule": 5432,
    "azurerm_postgresql_flexible_server_firewall_rule": 5432,
    "azurerm_redis_firewall_rule": 6380,
    "azurerm_sql_firewall_rule": 1433,
    "azurerm_synapse_firewall_rule": 1433,
}


def _range(first: str | Unknown, last: str | Unknown) -> Iterator[str | Unknown]:
    """Yield the blocks between two addresses; ``0.0.0.0`` alone stands for Azure's services."""
    for address in (first, last):
        if isinstance(address, Unknown):
            yield address
            return
    if first == last == "0.0.0.0":
        yield "AzureServices"
        return
    try:
        blocks = summarize_address_range(IPv4Address(first), IPv4Address(last))
        yield from (str(block) for block in blocks)
    except (AddressValueError, ValueError, TypeError):
        yield Unknown("the range of addresses makes no sense")


@translates(*_DATABASE_PORTS)
def database_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """A range of addresses that a database lets in."""
    first = _address(resource.body, "start_ip_address", "start_ip")
    last = _address(resource.body, "end_ip_address", "end_ip")
    port = _DATABASE_PORTS[resource.type]
    yield Firewall(
        origin=context.origin(resource),
        subject="database firewall rule",
        layer="firewall",
        rules=(
            NetworkRule(
                direction="in",
                protocol="tcp",
                from_port=port,
                to_port=port,
                peers=tuple(_range(first, last)),
            ),
        ),
    )


def _address(body: Body, *spellings: str) -> str | Unknown:
    for name in spellings:
        value = text(body, name).value
        if isinstance(value, str | Unknown):
            return value
    return Unknown(f"{spellings[0]} is not set")
