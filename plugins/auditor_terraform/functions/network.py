"""Functions on IP networks."""

from __future__ import annotations

import ipaddress

from auditor_resources.model import Value
from auditor_resources.values import Failed, List
from auditor_terraform.functions.registry import function
from auditor_terraform.limits import MAX_ELEMENTS

Number = int | float
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(text: str) -> Network:
    if not text.rpartition("/")[2].isdigit() or "/" not in text:
        raise Failed("no CIDR prefix")
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise Failed("no CIDR prefix") from None


def _whole(value: Number) -> int:
    if not isinstance(value, int):
        raise Failed("a whole number is required")
    return value


@function("cidrhost", "sn")
def host(prefix: str, number: Number) -> Value:
    """Return the host of a number in a network; negative ones count from the end."""
    network = _network(prefix)
    at = _whole(number)
    if at < 0:
        at += network.num_addresses
    if not 0 <= at < network.num_addresses:
        raise Failed("the network has no host of this number")
    return str(network.network_address + at)


@function("cidrnetmask", "s")
def netmask(prefix: str) -> Value:
    """Return the netmask of an IPv4 network."""
    network = _network(prefix)
    if network.version != 4:
        raise Failed("IPv6 networks have no netmask")
    return str(network.netmask)


def _subnet(network: Network, bits: int, number: int) -> Network:
    length = network.prefixlen + bits
    if bits < 0 or length > network.max_prefixlen:
        raise Failed("the network has not as many bits")
    if not 0 <= number < 1 << bits:
        raise Failed("the network has no subnet of this number")
    start = int(network.network_address) + (number << (network.max_prefixlen - length))
    return _made(network, start, length)


def _made(network: Network, start: int, length: int) -> Network:
    """Return a network of the same family as ``network``."""
    if network.version == 4:
        return ipaddress.IPv4Network((start, length))
    return ipaddress.IPv6Network((start, length))


@function("cidrsubnet", "snn")
def subnet(prefix: str, bits: Number, number: Number) -> Value:
    """Return the subnet of a number."""
    return str(_subnet(_network(prefix), _whole(bits), _whole(number)))


@function("cidrsubnets", "sn*")
def subnets(prefix: str, *bits: Number) -> Value:
    """Return subnets one after the other, each with as many more bits."""
    network = _network(prefix)
    if len(bits) > MAX_ELEMENTS:
        raise Failed("too large: too many elements")
    found: list[str] = []
    at = int(network.network_address)
    for more in bits:
        length = network.prefixlen + _whole(more)
        if more < 1 or length > network.max_prefixlen:
            raise Failed("the network has not as many bits")
        size = 1 << (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size > int(network.broadcast_address) + 1:
            raise Failed("the subnets do not fit into the network")
        found.append(str(_made(network, at, length)))
        at += size
    return List(found)
