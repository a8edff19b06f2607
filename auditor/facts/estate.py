"""What there is: stores of data, rules of networks, audit logs, and single settings."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from auditor.facts._model import Fact, Unknown


class DataStore(Fact, frozen=True, kw_only=True):
    """Something that keeps data, and the answers people want about every such thing."""

    encrypted: bool | Unknown | None = None
    """Encrypted at rest, by whichever key."""
    key: Literal["customer", "provider", "none"] | Unknown | None = None
    """Who manages the key: the customer, the provider by default, or nobody (not encrypted)."""
    encrypted_in_transit: bool | Unknown | None = None
    public: bool | Unknown | None = None
    """Reachable from the internet by its own settings (network rules are judged apart)."""
    versioned: bool | Unknown | None = None
    backup_days: int | Unknown | None = None
    """Days that automatic backups are kept; 0 when there are none."""
    point_in_time_recovery: bool | Unknown | None = None
    deletion_protection: bool | Unknown | None = None
    multi_zone: bool | Unknown | None = None
    access_log: bool | Unknown | None = None
    """Records who read or wrote data."""


class NetworkRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule; ports inclusive, None for protocols without ports or for all of them."""

    direction: Literal["in", "out"] | Unknown
    allow: bool | Unknown = True
    protocol: str | Unknown = "all"
    """``tcp``, ``udp``, ``icmp``, a protocol number, or ``all``."""
    from_port: int | Unknown | None = None
    to_port: int | Unknown | None = None
    peers: tuple[str | Unknown, ...] = ()
    """CIDR blocks, or names of groups and tags. ``0.0.0.0/0`` and ``::/0`` are everybody."""
    at: str = ""
    """Attribute path of the rule within the resource: ``ingress[0]``."""
    order: int | None = None
    """Position where the first match decides (network ACLs); None where any allow wins."""


class Firewall(Fact, frozen=True, kw_only=True):
    """A set of network rules that belong together: a security group, an ACL, one lone rule."""

    layer: Literal["group", "acl", "firewall"]
    rules: tuple[NetworkRule, ...] = ()
    unread: Unknown | None = None
    """Why some rules could not be read."""
    default: bool = False
    """Whether the provider made it and attaches it where nothing else is chosen."""


class AuditLog(Fact, frozen=True, kw_only=True):
    """A record of who did what in an account."""

    enabled: bool | Unknown | None = None
    every_region: bool | Unknown | None = None
    tamper_evident: bool | Unknown | None = None
    """Whether changed or missing log files would be noticed."""
    watched: bool | Unknown | None = None
    """Whether it also flows to where alarms can be raised on it."""


class Setting(Fact, frozen=True, kw_only=True):
    """One switch of the long tail, named from a controlled vocabulary.

    The vocabulary is the set of settings that the installed checks judge;
    ``auditor checks --json`` lists it.
    """

    name: str
    value: bool | int | str | Unknown | None
