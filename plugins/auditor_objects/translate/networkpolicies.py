"""Network policies: what pods may speak with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.facts import (
    Fact,
    NetworkPolicy,
    NetworkPolicyPeer,
    NetworkPolicyRule,
    Place,
    Selector,
    Unknown,
)
from auditor_objects.model import Node, Object
from auditor_objects.selectors import selector
from auditor_objects.translate import Context

_DIRECTIONS: tuple[tuple[Literal["in", "out"], str, str], ...] = (
    ("in", "ingress", "from"),
    ("out", "egress", "to"),
)


def _policy(obj: Object, context: Context) -> Iterator[Fact]:
    spec = obj.get("spec")
    places: dict[str, Place] = {}
    pods = spec.get("podSelector")
    ingress, egress = _governs(spec)
    if pods and pods.place:
        places["pods"] = pods.place
    yield obj.fact(
        NetworkPolicy,
        pods=selector(pods) or Selector(),
        ingress=ingress,
        egress=egress,
        rules=_rules(spec, places),
        places=places,
    )


def _governs(spec: Node) -> tuple[bool | Unknown, bool | Unknown]:
    """Say whether a policy governs incoming and outgoing traffic.

    Without ``policyTypes`` it always governs the former, and the latter if it has rules for it
    (API reference, NetworkPolicySpec).
    """
    types = spec.get("policyTypes")
    if not types:
        return True, bool(spec.get("egress"))
    if not isinstance(types.value, list):
        hole = types.wrong("a list")
        return hole, hole
    words = types.texts()
    hole_in = next((word for word in words if isinstance(word, Unknown)), None)
    return (
        True if "Ingress" in words else hole_in or False,
        True if "Egress" in words else hole_in or False,
    )


def _rules(spec: Node, places: dict[str, Place]) -> tuple[NetworkPolicyRule, ...] | Unknown:
    found: list[NetworkPolicyRule] = []
    for direction, key, peers in _DIRECTIONS:
        listed = spec.get(key)
        if listed and not isinstance(listed.value, list):
            return listed.wrong("a list")
        for number, rule in enumerate(listed.items()):
            at = f"{key}[{number}]"
            if rule.place:
                places[at] = rule.place
            found.append(
                NetworkPolicyRule(
                    direction=direction,
                    at=at,
                    peers=tuple(_peers(rule.get(peers))),
                    ports=tuple(_ports(rule.get("ports"))),
                )
            )
    return tuple(found)


def _peers(listed: Node) -> Iterator[NetworkPolicyPeer]:
    if listed and not isinstance(listed.value, list):
        yield NetworkPolicyPeer(cidr=listed.wrong("a list"))
        return
    for item in listed.items():
        block = item.get("ipBlock")
        cidr = block.get("cidr").text()
        if not isinstance(item.value, dict):
            cidr = item.wrong("a peer")
        yield NetworkPolicyPeer(
            pods=selector(item.get("podSelector")),
            namespaces=selector(item.get("namespaceSelector")),
            cidr="" if cidr is None else cidr,
            excepts=block.get("except").texts(),
        )


def _ports(listed: Node) -> Iterator[str]:
    if listed and not isinstance(listed.value, list):
        listed.wrong("a list")
        yield "?"
        return
    for item in listed.items():
        protocol = item.get("protocol").known("TCP")
        port, last = item.get("port").known(), item.get("endPort").known()
        span = f"{port}-{last}" if last else port
        yield f"{protocol}/{span}" if span else protocol


TRANSLATORS = {
    "networking.k8s.io/NetworkPolicy": _policy,
    "extensions/NetworkPolicy": _policy,
}
