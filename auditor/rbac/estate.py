"""The roles and bindings of one cluster or tree of manifests, joined.

A binding gives its subjects the rules of its role: in its own namespace, everywhere when it is
a ClusterRoleBinding. A ClusterRole with ``aggregationRule`` has the rules of all ClusterRoles
that its selectors match: a cluster has filled them in, manifests are joined by
:mod:`auditor.rbac.aggregation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

import msgspec
from msgspec import Struct

from auditor.answers import Answer, any_of
from auditor.facts import (
    AccessBinding,
    AccessRole,
    AccessRule,
    AccessSubject,
    Selector,
    Unknown,
)
from auditor.rbac.aggregation import Aggregation
from auditor.rbac.builtin import built_in
from auditor.rbac.powers import IMPERSONATE, Power, within
from auditor.rbac.rules import Request, allows, everything
from auditor.rbac.scopes import is_asked_within
from auditor.selection import selects

EVERYWHERE = ""
"""The namespace of what holds in all of them."""

_AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-"
_WITHIN = {"admin": ("edit", "view"), "edit": ("view",), "view": ()}
"""Roles of the cluster's own whose additions others have too."""


class Identity(Struct, frozen=True, order=True):
    """Somebody who is given roles; ``namespace`` is that of a service account."""

    form: str
    name: str
    namespace: str = ""

    def __str__(self) -> str:
        where = f"{self.namespace}/" if self.namespace else ""
        return f"{self.form} {where}{self.name}"


class Rules:
    """The rules of a role, aggregated ones included."""

    def __init__(self, rules: Iterable[AccessRule]) -> None:
        self._rules = tuple(rules)
        self._having: dict[str, AccessRule | None] = {}
        self._allowing: dict[Request, AccessRule | None] = {}
        self._touched: dict[tuple[str, ...], Answer] = {}

    def __iter__(self) -> Iterator[AccessRule]:
        return iter(self._rules)

    def having(self, power: Power) -> AccessRule | None:
        """Return the first rule that surely gives a right over objects of any name."""
        if power.name not in self._having:
            self._having[power.name] = next(
                (rule for rule in self._rules if power.held_by(rule) is True), None
            )
        return self._having[power.name]

    def allowing(self, request: Request) -> AccessRule | None:
        """Return the first rule that surely allows a request."""
        if request not in self._allowing:
            self._allowing[request] = next(
                (rule for rule in self._rules if allows(rule, request) is True), None
            )
        return self._allowing[request]

    def touched_by(self, powers: Sequence[Power]) -> Answer:
        """Say whether any rule gives one of some rights, be it over named objects only."""
        names = tuple(power.name for power in powers)
        if names not in self._touched:
            self._touched[names] = any_of(
                power.touched_by(rule) for power in powers for rule in self._rules
            )
        return self._touched[names]

    @cached_property
    def impersonates(self) -> bool:
        """Whether any rule may let its holder act as somebody, be it as one who is named."""
        return any(IMPERSONATE.touched_by(rule) is not False for rule in self._rules)

    @cached_property
    def everything(self) -> Answer:
        """Whether they allow everything on everything."""
        return any_of(map(everything, self._rules))


class Grant:
    """A binding and the rules that it gives, in ``namespace`` or everywhere."""

    def __init__(self, binding: AccessBinding, rules: Rules) -> None:
        self.binding = binding
        self.rules = rules

    @property
    def namespace(self) -> str:
        """Where it holds; :data:`EVERYWHERE` for all namespaces and what belongs to none."""
        return self.binding.namespace

    @property
    def role(self) -> str:
        """``ClusterRole edit``."""
        return f"{self.binding.role_kind} {self.binding.role}"

    def path(self, identity: Identity | None, rule: AccessRule | None = None) -> str:
        """Say how a right comes to somebody, from the holder to the rule's own role."""
        binding = self.binding
        parts = [
            *([str(identity)] if identity else []),
            f"{binding.origin.kind} {_qualified(binding.namespace, binding.name)}",
            self.role,
        ]
        if rule is not None and rule.source and rule.source != binding.role:
            parts.append(f"aggregated {rule.source}")
        return " ← ".join(parts)

    def allows(self, request: Request, namespace: str) -> Answer:
        """Say whether the grant allows a request in a namespace, or everywhere for ``""``."""
        return any_of(answer for answer, _ in self.matches(request, namespace))

    def matches(self, request: Request, namespace: str) -> Iterator[tuple[Answer, AccessRule]]:
        """Yield the rules that allow a request, or may."""
        if self.namespace and (
            request.url or namespace != self.namespace or not is_asked_within(request, namespace)
        ):
            return
        for rule in self.rules:
            answer = allows(rule, request)
            if answer is not False:
                yield answer, rule

    def having(self, power: Power) -> AccessRule | None:
        """Return the first rule that surely gives a right where the grant holds, over objects of
        any name."""
        return self.rules.having(within(power) if self.namespace else power)

    def touched_by(self, powers: Sequence[Power]) -> Answer:
        """Say whether any rule gives one of some rights where the grant holds, be it over named
        objects only."""
        return self.rules.touched_by([within(it) for it in powers] if self.namespace else powers)

    @property
    def administrator(self) -> Answer:
        """Whether it gives everything on everything, everywhere."""
        return False if self.namespace else self.rules.everything


class Estate:
    """Who holds what. Roles and bindings of one name (in overlays, say) add up."""

    def __init__(self, roles: Sequence[AccessRole], bindings: Sequence[AccessBinding]) -> None:
        self.bindings = bindings
        self._roles: dict[tuple[str, str, str], list[AccessRole]] = {}
        for role in roles:
            self._roles.setdefault((role.origin.kind, role.namespace, role.name), []).append(role)
        self._cluster_roles = [role for role in roles if role.origin.kind == "ClusterRole"]
        self._aggregation = Aggregation(self._cluster_roles)
        self._rules: dict[tuple[str, str, str], Rules | Unknown | None] = {}
        self._grants: dict[int, Grant | Unknown | None] = {}

    def rules(self, kind: str, namespace: str, name: str) -> Rules | Unknown | None:
        """Return the rules of a role, aggregated ones with their source; None when there is no
        such role. Of the roles that every cluster has, Kubernetes' own rules are taken where
        they were not read."""
        key = (kind, "" if kind == "ClusterRole" else namespace, name)
        if key not in self._rules:
            self._rules[key] = self._resolve(key)
        return self._rules[key]

    def grant(self, binding: AccessBinding) -> Grant | Unknown | None:
        """Return what a binding gives; None when its role is not there."""
        key = id(binding)
        if key not in self._grants:
            self._grants[key] = self._grant(binding)
        return self._grants[key]

    def _grant(self, binding: AccessBinding) -> Grant | Unknown | None:
        kind, name = binding.role_kind, binding.role
        if isinstance(kind, Unknown):
            return kind
        if isinstance(name, Unknown):
            return name
        rules = self.rules(kind, binding.namespace, name)
        if rules is None or isinstance(rules, Unknown):
            return rules
        return Grant(binding, rules)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Everything that could be resolved, in the order of the bindings."""
        found = (self.grant(binding) for binding in self.bindings)
        return tuple(item for item in found if isinstance(item, Grant))

    @cached_property
    def holdings(self) -> dict[Identity, list[Grant]]:
        """The grants that name each subject, without those of the groups it is in."""
        found: dict[Identity, list[Grant]] = {}
        for grant in self.grants:
            for identity in identities(grant.binding):
                found.setdefault(identity, []).append(grant)
        return found

    @cached_property
    def unresolved(self) -> Unknown | None:
        """Why some binding could not be read, or None."""
        for binding in self.bindings:
            for hole in (self.grant(binding), binding.subjects):
                if isinstance(hole, Unknown):
                    return hole
        return None

    def may_administer(self, identity: Identity) -> Unknown | None:
        """Return why somebody may be administrator by a binding that was not read whole."""
        holes = self._holes
        names = (None, identity, *groups_of(identity))
        found = [holes[name] for name in names if name in holes]
        return min(found, key=itemgetter(0))[1] if found else None

    @cached_property
    def _holes(self) -> dict[Identity | None, tuple[int, Unknown]]:
        """The first of the doubtful bindings of each subject, with its number; of those whose
        subjects are not known under None."""
        found: dict[Identity | None, tuple[int, Unknown]] = {}
        for number, (binding, hole) in enumerate(self._doubtful):
            for name in (None,) if binding.subjects is hole else tuple(identities(binding)):
                found.setdefault(name, (number, hole))
        return found

    @cached_property
    def _doubtful(self) -> list[tuple[AccessBinding, Unknown]]:
        """Bindings that may give administration, with what of them was not read."""
        found = []
        for binding in self.bindings:
            grant = self.grant(binding)
            if binding.namespace or grant is None:
                continue
            answer = grant if isinstance(grant, Unknown) else grant.administrator
            if answer is not False and isinstance(binding.subjects, Unknown):
                found.append((binding, binding.subjects))
            elif isinstance(answer, Unknown):
                found.append((binding, answer))
        return found

    def of(self, identity: Identity) -> Iterator[tuple[Identity, Grant]]:
        """Yield all grants of somebody, with the name or group they are given to."""
        for name in (identity, *groups_of(identity)):
            for grant in self.holdings.get(name, ()):
                yield name, grant

    def _resolve(self, key: tuple[str, str, str]) -> Rules | Unknown | None:
        defined = self._roles.get(key)
        if defined is None:
            return self._built_in(*key)
        found: list[AccessRule] = []
        for role in defined:
            rules = self._of_role(role)
            if isinstance(rules, Unknown):
                return rules
            found += rules
        return Rules(found)

    def _of_role(self, role: AccessRole) -> Iterable[AccessRule] | Unknown:
        if not role.aggregates or isinstance(role.rules, Unknown):
            return role.rules
        if role.live:
            return self._with_sources(role, role.rules)
        return self._aggregation.gathered(role.aggregates, role.name)

    def _built_in(self, kind: str, namespace: str, name: str) -> Rules | Unknown | None:
        """Return Kubernetes' own rules with what roles that were read add to them."""
        own = built_in(kind, namespace, name)
        if own is None or kind == "Role" or name not in _WITHIN:
            return None if own is None else Rules(own)
        labels = [f"{_AGGREGATE}{item}" for item in (name, *_WITHIN[name])]
        wanted = [Selector(labels={label: "true"}) for label in labels]
        added = self._aggregation.gathered(wanted, name, sure=True)
        return added if isinstance(added, Unknown) else Rules((*own, *added))

    def _with_sources(self, role: AccessRole, rules: Iterable[AccessRule]) -> Iterator[AccessRule]:
        sources: dict[AccessRule, str] = {}
        for other in self._cluster_roles:
            if _chosen(role, other) is True and not isinstance(other.rules, Unknown):
                for rule in other.rules:
                    sources.setdefault(_bare(rule), other.name)
        for rule in rules:
            yield msgspec.structs.replace(rule, source=sources.get(_bare(rule), ""))


def identities(binding: AccessBinding) -> Iterator[Identity]:
    """Yield the subjects of a binding that could be read."""
    if not isinstance(binding.subjects, Unknown):
        for subject in binding.subjects:
            identity = identity_of(subject)
            if identity is not None:
                yield identity


def identity_of(subject: AccessSubject) -> Identity | None:
    """Return who a subject is; a user by the name of a service account is that account."""
    if isinstance(subject.form, Unknown) or isinstance(subject.name, Unknown):
        return None
    if subject.form == "User" and subject.name.startswith("system:serviceaccount:"):
        _, _, namespace, name = (*subject.name.split(":", 3), "", "")[:4]
        return Identity("ServiceAccount", name, namespace)
    namespace = subject.namespace if subject.form == "ServiceAccount" else ""
    return Identity(subject.form, subject.name, namespace)


def groups_of(identity: Identity) -> tuple[Identity, ...]:
    """Return the groups that the API server itself puts somebody into."""
    if identity.form == "ServiceAccount":
        return (
            Identity("Group", f"system:serviceaccounts:{identity.namespace}"),
            Identity("Group", "system:serviceaccounts"),
            Identity("Group", "system:authenticated"),
        )
    if identity == Identity("User", "system:anonymous"):
        return (Identity("Group", "system:unauthenticated"),)
    return (Identity("Group", "system:authenticated"),) if identity.form == "User" else ()


def _chosen(role: AccessRole, other: AccessRole) -> Answer:
    if other is role:
        return False
    return any_of(selects(selector, other.labels) for selector in role.aggregates)


def _bare(rule: AccessRule) -> AccessRule:
    return msgspec.structs.replace(rule, source="", at="")


def _qualified(namespace: str, name: str) -> str:
    return f"{namespace}/{name}" if namespace else name
