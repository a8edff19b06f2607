"""Who can do what: policies read into grants, principals, their roles and credentials."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from auditor.facts._model import Fact, Unknown

ANYONE = "*"
"""The principal that stands for everybody, signed in or not (``*``, ``allUsers``, ``Everyone``)."""


class Condition(Struct, frozen=True, omit_defaults=True):
    """One condition of a grant: ``StringEquals``, ``aws:SourceAccount``, ``("123456789012",)``."""

    operator: str
    key: str
    values: tuple[str, ...] | Unknown = ()


class Grant(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One permission as written. An element that could not be resolved is an Unknown.

    ``actions`` and ``not_actions`` are mutually exclusive, as are the resources.
    Empty ``principals`` means: whoever the policy is attached to.
    """

    effect: Literal["allow", "deny"] | Unknown = "allow"
    principals: tuple[str | Unknown, ...] = ()
    """``*`` is anyone; ``service:lambda.amazonaws.com`` a service, ``federated:…`` a federation."""
    not_principals: tuple[str | Unknown, ...] = ()
    actions: tuple[str | Unknown, ...] = ()
    not_actions: tuple[str | Unknown, ...] = ()
    resources: tuple[str | Unknown, ...] = ()
    not_resources: tuple[str | Unknown, ...] = ()
    conditions: tuple[Condition, ...] = ()
    role: str | Unknown = ""
    """The provider's named bundle of actions, where one is granted: ``roles/owner``."""
    statement: str = ""
    """Sid or position, for people."""


class AccessPolicy(Fact, frozen=True, kw_only=True):
    """A policy: ``identity`` (what a principal may do), ``resource`` (who may use this
    thing), ``trust`` (who may become this principal), ``provider`` (an identity policy that
    the provider maintains: it matters only through those it is attached to), or ``ceiling``
    (what nobody in an account may exceed)."""

    purpose: Literal["identity", "resource", "trust", "provider", "ceiling"]
    grants: tuple[Grant, ...] | Unknown
    attached_to: str = ""
    """``user``, ``group``, ``role``, ``account`` or empty when unattached or unknown."""


class PolicyAttachment(Fact, frozen=True, kw_only=True):
    """A policy given to a principal by name."""

    principal_kind: Literal["user", "group", "role", "several"]
    policy: str | Unknown
    """Name or ARN of the policy."""


class Principal(Fact, frozen=True, kw_only=True):
    """Somebody or something that acts, as the account lists it.

    Its own address is what policies, groups and trusts name. Policies written into it are
    :class:`AccessPolicy` facts at the same address.
    """

    form: Literal["root", "user", "group", "role", "permission set"]
    name: str
    created: datetime | Unknown | None = None
    last_active: datetime | Unknown | None = None
    """When it last did anything that the provider records; None when it never did."""
    activity_known_since: datetime | None = None
    """From when on the provider records activity: silence before it says nothing."""
    password: bool | Unknown | None = None
    """Whether it may sign in to the console with a password."""
    second_factor: bool | Unknown | None = None
    hardware_factor: bool | Unknown | None = None
    """Whether a second factor is a device of its own rather than an application."""
    provider_managed: bool = False
    """Whether the provider made it for one of its services and keeps it."""
    member_of: tuple[str, ...] | Unknown | None = None
    """Addresses of its groups."""
    policies: tuple[str, ...] | Unknown | None = None
    """Addresses of the policies attached to it by name."""
    boundary: str | Unknown | None = None
    """Address of the policy that its permissions cannot exceed."""
    services_granted: tuple[str, ...] | Unknown | None = None
    """Services that its policies open, where the provider tells."""
    services_unused: tuple[str, ...] | Unknown | None = None
    """Those of them that it did not use as long as the provider looks back."""


class RoleAssignment(Fact, frozen=True, kw_only=True):
    """A role given to somebody for a target, by a directory above the accounts."""

    principal: str | Unknown
    """Name of the user or group."""
    principal_kind: Literal["user", "group"] | Unknown
    role: str
    """Name of the permission set or role."""
    target: str
    """The account, project or cluster it holds for."""


class Credential(Fact, frozen=True, kw_only=True):
    """Something a principal signs in with; ages derive from ``created``."""

    form: str
    """``access key``, ``password``, ``service account key``, ``client secret``."""
    principal: str | Unknown
    root: bool | Unknown = False
    """Whether it belongs to the account's all-powerful first user."""
    created: datetime | Unknown | None = None
    last_used: datetime | Unknown | None = None
    active: bool | Unknown | None = None


class PasswordPolicy(Fact, frozen=True, kw_only=True):
    """The account's rules for passwords; ages in days; 0 or False where a rule is off."""

    minimum_length: int | Unknown | None = None
    lowercase: bool | Unknown | None = None
    uppercase: bool | Unknown | None = None
    numbers: bool | Unknown | None = None
    symbols: bool | Unknown | None = None
    maximum_age_days: int | Unknown | None = None
    """0 when passwords never expire."""
    remembered: int | Unknown | None = None
    """How many earlier passwords may not be used again."""
