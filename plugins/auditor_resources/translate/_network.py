"""Pieces of network rules: peers, protocols and ports, as facts spell them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from auditor.facts import Unknown
from auditor_resources import model
from auditor_resources.model import Body
from auditor_resources.translate._base import number, text
from auditor_resources.translate._policy import shown

_PROTOCOLS = {"-1": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_PORTLESS = ("all", "icmp", "icmpv6")
_OWN_ADDRESSES = (
    "aws_vpc.",
    "aws_default_vpc.",
    "aws_subnet.",
    "aws_default_subnet.",
    "aws_eip.",
    "aws_instance.",
    "aws_nat_gateway.",
    "aws_network_interface.",
    "aws_vpc_ipv4_cidr_block_association.",
    "aws_ip_ranges.",
)


def elements(body: Body, name: str) -> list[Any]:
    """Return the elements of a list attribute; a lone value counts as a list of it."""
    value = body.get(name)
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None and item != ""]


def blocks_of_addresses(body: Body, *names: str) -> Iterator[str | Unknown]:
    """Yield CIDR blocks; those that mean everybody in one spelling.

    An address that belongs to a resource of the estate is never everybody, so it is
    named after the resource instead of being Unknown.
    """
    for name in names:
        for value in elements(body, name):
            yield _address(value)


def _address(value: Any) -> str | Unknown:
    if isinstance(value, model.Partial):
        if value.known_text().endswith("/0"):
            return Unknown(value.reason)
        return shown(value) if isinstance(value.parts[-1], str) else Unknown(value.reason)
    if isinstance(value, model.Unknown):
        if len(value.refs) == 1 and any(kind in value.refs[0] for kind in _OWN_ADDRESSES):
            return f"${{{value.refs[0]}}}"
        return Unknown(value.reason)
    block = str(value)
    if block.endswith("/0"):
        try:
            return str(ip_network(block.strip(), strict=False))
        except ValueError:
            return block
    return block


def names(body: Body, *attributes: str) -> Iterator[str]:
    """Yield names of groups and lists; those that are not known yet by their resource."""
    for attribute in attributes:
        for value in elements(body, attribute):
            if isinstance(value, model.Unknown):
                yield f"${{{value.refs[0] if value.refs else attribute}}}"
            else:
                yield str(value)


def protocol(body: Body, name: str) -> str | Unknown:
    """Read a protocol given by name or number."""
    value = text(body, name).value
    if value is None:
        return Unknown(f"{name} is not set")
    if isinstance(value, Unknown):
        return value
    return _PROTOCOLS.get(value.lower(), str(value.lower()))


def ports(body: Body, spoken: str | Unknown) -> tuple[int | Unknown | None, int | Unknown | None]:
    """Read ``from_port`` and ``to_port``; none for protocols without ports."""
    if spoken in _PORTLESS:
        return None, None
    return number(body, "from_port", None).value, number(body, "to_port", None).value
