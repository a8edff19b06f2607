"""Which network rules let everybody through, to which ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec.structs import replace

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Outcome, Settings, Verdict
from auditor.facts import Firewall, NetworkRule, Unknown
from auditor_checks._networks import versions_open

Direction = Literal["in", "out"]
Covering = Callable[[NetworkRule], Answer]

_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_EVERY_PROTOCOL = frozenset({"all", "-1", "*", "any"})
_LAST_PORT = 65535
_VERSIONS = (4, 6)


class ExposureSettings(Settings, frozen=True, kw_only=True):
    """From which size on an address block counts as everybody: prefixes shorter than these.

    No organisation's own block is wider than /8 in IPv4.
    """

    widest_ipv4: int = 8
    widest_ipv6: int = 16


def to_port(protocol: str, port: int) -> Covering:
    """Return the test whether a rule speaks of a port."""

    def covering(rule: NetworkRule) -> Answer:
        return any_of(
            (every_protocol(rule), all_of((_carries(rule, protocol), _spans(rule, port, port))))
        )

    return covering


def to_all_ports(rule: NetworkRule) -> Answer:
    """Say whether a rule speaks of every protocol, or of every port of TCP or UDP."""
    ported = any_of((_carries(rule, "tcp"), _carries(rule, "udp")))
    return any_of((every_protocol(rule), all_of((ported, _spans(rule, 1, _LAST_PORT)))))


def every_protocol(rule: NetworkRule) -> Answer:
    """Say whether a rule speaks of every protocol."""
    protocol = rule.protocol
    return protocol if isinstance(protocol, Unknown) else protocol.lower() in _EVERY_PROTOCOL


def doors(
    firewall: Firewall, direction: Direction, covering: Covering, settings: ExposureSettings
) -> list[tuple[NetworkRule, Answer]]:
    """Return the rules that let everybody through, with True or why that is not sure.

    Without an order any allow opens. With one, the first rule that speaks of everybody and
    of the whole target decides, for IPv4 and IPv6 apart; rules for some peers only, or for
    a part of the target, neither open nor close it.
    """

    def reaches(rule: NetworkRule, versions: tuple[int, ...]) -> Answer:
        return all_of(
            (_goes(rule, direction), covering(rule), _everybody(rule, versions, settings))
        )

    found: dict[NetworkRule, Answer] = {}
    for rule in firewall.rules:
        if rule.order is None:
            answer = all_of((rule.allow, reaches(rule, _VERSIONS)))
            if answer is not False:
                found[rule] = answer
    ordered = sorted((rule for rule in firewall.rules if rule.order is not None), key=_order)
    for version in _VERSIONS:
        door = _first(ordered, lambda rule, v=version: reaches(rule, (v,)))  # type: ignore[misc]
        if door is not None and found.get(door[0]) is not True:
            found[door[0]] = door[1]
    return list(found.items())


def facing_everybody(
    firewall: Firewall, direction: Direction, settings: ExposureSettings
) -> Firewall:
    """Return the firewall with only the rules that may speak of everybody in that direction."""
    facing = tuple(
        rule
        for rule in firewall.rules
        if _goes(rule, direction) is not False
        and _everybody(rule, _VERSIONS, settings) is not False
    )
    return replace(firewall, rules=facing)


def judged(
    firewall: Firewall,
    found: list[tuple[NetworkRule, Answer]],
    bad: str | Callable[[NetworkRule], str],
    good: str,
) -> Iterator[Verdict]:
    """Give a failure for every place that opens; without one, say what is not sure, or pass.

    ``bad`` follows the subject; a function tells it of the rule.
    """
    subject = firewall.subject
    opened: dict[str, NetworkRule] = {}
    doubted: dict[str, Unknown] = {}
    for rule, answer in found:
        at = rule.at or "rules"
        if isinstance(answer, Unknown):
            doubted.setdefault(at, answer)
        else:
            opened.setdefault(at, rule)
    for at, rule in opened.items():
        fault = bad if isinstance(bad, str) else bad(rule)
        yield Verdict(Outcome.FAIL, f"{subject} {fault} ({peers_shown(rule)})", at)
    if opened:
        return
    for at, unknown in doubted.items():
        yield Verdict(Outcome.UNKNOWN, unknown.reason, at)
    if firewall.unread is not None:
        yield Verdict(Outcome.UNKNOWN, firewall.unread.reason, "rules")
    elif not doubted:
        yield Verdict(Outcome.PASS, f"{subject} {good}", "rules")


def judge_port(
    firewall: Firewall, settings: ExposureSettings, port: int, name: str
) -> Iterator[Verdict]:
    """Judge whether everybody can come in to one TCP port."""
    found = doors(firewall, "in", to_port("tcp", port), settings)
    label = f"port {port} ({name})"
    yield from judged(firewall, found, f"opens {label} to everybody", f"keeps {label} closed")


def ports_shown(rule: NetworkRule) -> str:
    """Return the rule's ports as text: ``port 9464``, ``ports 9000 to 9999``."""
    low, high = rule.from_port, rule.to_port
    return f"port {low}" if low == high else f"ports {low or 0} to {high or _LAST_PORT}"


def peers_shown(rule: NetworkRule) -> str:
    """Return the rule's known peers as text, at most three."""
    known = [peer for peer in rule.peers if isinstance(peer, str)]
    more = ", …" if len(known) > 3 else ""
    return ", ".join(known[:3]) + more


def _first(
    ordered: list[NetworkRule], reaches: Callable[[NetworkRule], Answer]
) -> tuple[NetworkRule, Answer] | None:
    opener: tuple[NetworkRule, Answer] | None = None
    closer: Unknown | None = None
    for rule in ordered:
        match = reaches(rule)
        if match is False:
            continue
        doubt = next((part for part in (match, rule.allow) if isinstance(part, Unknown)), None)
        if doubt is None:
            if not rule.allow:
                return opener
            return (rule, True) if closer is None else (rule, closer)
        if rule.allow is not False:
            opener = opener or (rule, doubt)
        if rule.allow is not True:
            closer = closer or doubt
    return opener


def _order(rule: NetworkRule) -> int:
    return rule.order or 0


def _goes(rule: NetworkRule, direction: Direction) -> Answer:
    return rule.direction if isinstance(rule.direction, Unknown) else rule.direction == direction


def _everybody(rule: NetworkRule, versions: tuple[int, ...], settings: ExposureSettings) -> Answer:
    return any_of(
        peer
        if isinstance(peer, Unknown)
        else not versions_open(peer, settings.widest_ipv4, settings.widest_ipv6).isdisjoint(
            versions
        )
        for peer in rule.peers
    )


def _carries(rule: NetworkRule, protocol: str) -> Answer:
    if isinstance(rule.protocol, Unknown):
        return rule.protocol
    name = rule.protocol.lower()
    return _PROTOCOLS.get(name, name) == protocol


def _spans(rule: NetworkRule, first: int, last: int) -> Answer:
    low, high = rule.from_port, rule.to_port
    if low == -1 and high == -1:
        return True
    below = low if isinstance(low, Unknown) else (low or 0) <= first
    above = high if isinstance(high, Unknown) else (_LAST_PORT if high is None else high) >= last
    return all_of((below, above))
