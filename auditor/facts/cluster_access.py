"""Who may do what in a cluster: accounts, roles and bindings."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from auditor.facts._model import Unknown
from auditor.facts.cluster import ClusterFact, Selector


class ServiceAccount(ClusterFact, frozen=True, kw_only=True):
    """An identity of pods."""

    automount: bool | Unknown | None = None
    """As written; None means that tokens are mounted."""
    secrets: tuple[str | Unknown, ...] = ()
    cloud_identity: str | Unknown = ""
    """The cloud's principal it acts as (role ARN, service account, client id); empty when none."""
    cloud: str = ""
    """``aws``, ``google`` or ``azure``."""


class AccessRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule of a role, as written; ``*`` is everything."""

    verbs: tuple[str | Unknown, ...] = ()
    groups: tuple[str | Unknown, ...] = ()
    resources: tuple[str | Unknown, ...] = ()
    """Plural, with the sub-resource: ``pods/exec``."""
    names: tuple[str | Unknown, ...] = ()
    """Only these objects; empty is all."""
    urls: tuple[str | Unknown, ...] = ()
    source: str = ""
    """The role it was aggregated from, where that could be told."""
    at: str = ""


class AccessRole(ClusterFact, frozen=True, kw_only=True):
    """A Role or ClusterRole."""

    rules: tuple[AccessRule, ...] | Unknown
    aggregates: tuple[Selector, ...] = ()
    """Labels of the roles that the cluster adds to it."""
    provided: bool = False
    """Whether the cluster brings it and keeps it (bootstrap roles, the distribution's own)."""


class AccessSubject(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is given a role."""

    form: Literal["User", "Group", "ServiceAccount"] | Unknown
    name: str | Unknown
    namespace: str = ""
    """Of a service account."""


class AccessBinding(ClusterFact, frozen=True, kw_only=True):
    """A role given to subjects: in one namespace, or everywhere when ``namespace`` is empty."""

    role_kind: Literal["Role", "ClusterRole"] | Unknown
    role: str | Unknown
    subjects: tuple[AccessSubject, ...] | Unknown
    provided: bool = False
    """As in :class:`AccessRole`."""
