"""How pods are reached: policies, services and routes of a cluster."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from auditor.facts._model import Unknown
from auditor.facts.cluster import ClusterFact, Selector
from auditor.facts.workloads import Port


class NetworkPolicyPeer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may be spoken with: pods by labels, namespaces by labels, or addresses."""

    pods: Selector | None = None
    namespaces: Selector | None = None
    cidr: str | Unknown = ""
    excepts: tuple[str | Unknown, ...] = ()


class NetworkPolicyRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One allowance. Empty ``peers`` is everybody, empty ``ports`` every port."""

    direction: Literal["in", "out"]
    at: str
    peers: tuple[NetworkPolicyPeer, ...] = ()
    ports: tuple[str, ...] = ()
    """``TCP/443``, ``UDP/53``, ``TCP/8000-8100``, or a name."""


class NetworkPolicy(ClusterFact, frozen=True, kw_only=True):
    """What the pods it selects may speak with. Selected and allowed nothing is isolated."""

    pods: Selector
    ingress: bool | Unknown = True
    """Whether it governs incoming traffic."""
    egress: bool | Unknown = False
    rules: tuple[NetworkPolicyRule, ...] | Unknown = ()


class NetworkService(ClusterFact, frozen=True, kw_only=True):
    """A Service: a name and an address before pods."""

    type: str | Unknown = "ClusterIP"
    selector: dict[str, str | Unknown] | None = None
    """None when it has none (its end points are made by others)."""
    external_ips: tuple[str | Unknown, ...] = ()
    external_name: str | Unknown = ""
    source_ranges: tuple[str | Unknown, ...] = ()
    internal: bool | Unknown = False
    """Whether annotations keep its load balancer off the internet."""
    ports: tuple[Port, ...] = ()
    target_ports: tuple[str, ...] = ()
    """Number or name of each port at the pods, in the order of ``ports``."""
    node_ports: tuple[int, ...] = ()
    headless: bool = False
    endpoints: int | None = None
    """Ready addresses behind it, where they could be counted."""


class RouteTls(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A certificate of a route: the Secret that holds it and the hosts it is for."""

    secret: str | Unknown = ""
    hosts: tuple[str | Unknown, ...] = ()


class Route(ClusterFact, frozen=True, kw_only=True):
    """An Ingress, a Gateway listener set or a route: what lets the outside in."""

    hosts: tuple[str | Unknown, ...] | Unknown = ()
    """An empty string stands for every host."""
    tls: tuple[RouteTls, ...] | Unknown = ()
    plain: bool | Unknown | None = None
    """Whether it serves clients without TLS; None where it depends on the controller."""
    backends: tuple[str | Unknown, ...] = ()
    """Names of Services, ``namespace/name`` where another namespace is meant."""
    class_name: str | Unknown | None = None
    snippets: tuple[str, ...] = ()
    """Annotations that put configuration into the controller as it is."""
    issuer: str = ""
    """Whoever is asked by annotation to issue its certificates."""
    paths: tuple[str | Unknown, ...] = ()
    """What it claims: host and path of each rule in one (``shop.example.com/api``)."""
