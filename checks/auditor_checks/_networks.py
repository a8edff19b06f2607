"""How much of the internet a network address block holds."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

EVERYBODY = frozenset({"*", "any", "internet", "0.0.0.0", "::", "0/0"})
"""Words that providers write for every address there is, in lower case."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")


@lru_cache(maxsize=8192)
def versions_open(peer: str, widest_ipv4: int, widest_ipv6: int) -> frozenset[int]:
    """Return the IP versions (4, 6) of which the peer stands for everybody.

    A block with a prefix shorter than the widest one allowed counts as everybody, so
    that ``0.0.0.0/1`` with ``128.0.0.0/1`` is no way round. Anything that is not an
    address block, such as the name of a group, stands for nobody in public.
    """
    text = peer.strip().lower()
    if text in EVERYBODY:
        return frozenset({4, 6}) if text.isalpha() or text == "*" else _version_of(text)
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return frozenset()
    if isinstance(network, IPv4Network):
        return frozenset({4}) if network.prefixlen < widest_ipv4 else frozenset()
    wide = network.prefixlen < widest_ipv6 and network.overlaps(_GLOBAL_UNICAST)
    return frozenset({6}) if wide else frozenset()


def _version_of(text: str) -> frozenset[int]:
    return frozenset({6 if ":" in text else 4})
