"""The door of a role: whom its trust policy lets in.

Within one account a trust policy that names a principal, or everybody, suffices; one that
names the account (its root) lets in those whose own policies allow it (*Cross account policy
evaluation logic*; *Principal*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from auditor.answers import Answer, all_of, any_of, negate
from auditor.facts import ANYONE, AccessPolicy, Condition, Grant, Unknown
from auditor_checks.access._context import Context, lets, stops
from auditor_checks.access._grants import allowing, allows
from auditor_checks.access._patterns import anyone

ASSUME = "sts:AssumeRole"
_FEDERATED = ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")
_SERVICE = "service:"
_CLUSTER = "/oidc.eks."
"""Part of the identity provider of an EKS cluster, which speaks for its workloads."""
_SESSION = re.compile(r"arn:[^:]*:sts::(?P<account>[0-9]{12}):assumed-role/(?P<name>[^/]+)/.+")
_ACCOUNT = re.compile(r"arn:[^:]*:(?:iam|sts)::(?P<account>[0-9]{12}):.+")
_REGION = re.compile(r"\.[a-z]{2}(?:-[a-z]+)+-[0-9]\.")
_BARE_ACCOUNT = re.compile(r"[0-9]{12}")


class Admission(Struct, frozen=True):
    """Whether a role lets somebody in by name, and whether as one of its account."""

    by_name: Answer
    by_account: Answer


_SHUT = Admission(False, False)


class Door:
    """One role's trust policy, sorted once by the kinds of those it names."""

    __slots__ = (
        "_admitting",
        "_denying",
        "_names",
        "_serving",
        "_vague",
        "grants",
        "keys",
        "names",
        "services",
    )

    def __init__(self, policy: AccessPolicy) -> None:
        self.grants = policy.grants
        grants = () if isinstance(policy.grants, Unknown) else policy.grants
        reaching = [grant for grant in grants if allows(grant, ASSUME) is not False]
        self._admitting = [grant for grant in reaching if grant.effect != "deny" and _people(grant)]
        self._denying = [grant for grant in reaching if grant.effect != "allow"]
        names = [item for grant in self._admitting for item in grant.principals]
        self._names = frozenset(name for name in names if isinstance(name, str))
        self.names = frozenset(name for grant in reaching for name in _told_apart(grant))
        """ARNs of principals and names of roles that the policy tells from others."""
        self.keys = frozenset(
            condition.key.lower() for grant in reaching for condition in grant.conditions
        )
        """Condition keys that it asks for."""
        self._vague = any(grant.not_principals for grant in self._admitting) or any(
            isinstance(name, Unknown) or anyone(name) or _SESSION.fullmatch(name) is not None
            for name in names
        )
        self._serving = [grant for grant in reaching if grant.effect != "deny"]
        self.services = frozenset(name for grant in self._serving for name in _services(grant))
        """Services that the policy names in an allow."""

    def admits(self, address: str, context: Context) -> Admission:
        """Say whether a principal of the role's own account is let in, by ARN."""
        if isinstance(self.grants, Unknown):
            return Admission(self.grants, self.grants)
        root = ":".join([*address.split(":")[:5], "root"])
        if not self._vague and address not in self._names and root not in self._names:
            return _SHUT
        shut = any_of(
            all_of((_covers(grant, address), stops(grant.conditions, context)))
            for grant in self._denying
        )
        named, shared = [], []
        for grant in self._admitting:
            held = all_of((allowing(grant), lets(grant.conditions, context), negate(shut)))
            named.append(all_of((_names(grant, address), held)))
            shared.append(all_of((_names_account(grant, address), held)))
        return Admission(any_of(named), any_of(shared))

    def serves(self, service: str, account: str) -> Answer:
        """Say whether the service may act as the role for things in the account."""
        if isinstance(self.grants, Unknown):
            return self.grants
        if service not in self.services:
            return False
        shut = any_of(
            all_of((_shuts_out(grant, service), stops(grant.conditions, _service(account))))
            for grant in self._denying
        )
        return any_of(
            all_of((negate(shut), _serves(grant, account)))
            for grant in self._serving
            if service in _services(grant)
        )

    def people(self) -> Answer:
        """Say whether anybody but services and clusters may come in: people, roles, accounts."""
        if isinstance(self.grants, Unknown):
            return self.grants
        return bool(self._admitting) or any(
            isinstance(name, str) and name.startswith("federated:") and _CLUSTER not in name
            for grant in self.grants
            if grant.effect != "deny" and any(allows(grant, action) for action in _FEDERATED)
            for name in grant.principals
        )


def foreign_accounts(grant: Grant, home: str) -> tuple[str, ...]:
    """Return the accounts other than ``home`` that a grant of a trust policy names, sorted."""
    found = {account_in_principal(item) for item in grant.principals if isinstance(item, str)}
    return tuple(sorted(account for account in found if account and account != home))


def account_in_principal(principal: str) -> str:
    """Return the account that a principal belongs to, or is; empty when it tells none."""
    if _BARE_ACCOUNT.fullmatch(principal):
        return principal
    found = _ACCOUNT.fullmatch(principal)
    return found["account"] if found else ""


def _services(grant: Grant) -> frozenset[str]:
    """Return the services that a grant names, without region and country."""
    return frozenset(
        _REGION.sub(".", item.removeprefix(_SERVICE)).removesuffix(".cn")
        for item in grant.principals
        if isinstance(item, str) and item.startswith(_SERVICE)
    )


def _serves(grant: Grant, account: str) -> Answer:
    conditions = _other(grant.conditions, account)
    return all_of((allowing(grant), lets(conditions, _service(account))))


def _shuts_out(grant: Grant, service: str) -> bool:
    return service in _services(grant) or ANYONE in grant.principals


def _other(conditions: tuple[Condition, ...], account: str) -> tuple[Condition, ...]:
    """Leave out the conditions that anything of a kind in the account meets as the source."""
    return tuple(
        item
        for item in conditions
        if item.key.lower() != "aws:sourcearn"
        or isinstance(item.values, Unknown)
        or not any(_is_any_of(value, account) for value in item.values)
    )


def _is_any_of(source: str, account: str) -> bool:
    parts = source.split(":", 5)
    return len(parts) == 6 and parts[4] in (account, "*") and parts[5].endswith("*")


def _told_apart(grant: Grant) -> Iterator[str]:
    for item in (*grant.principals, *grant.not_principals):
        if isinstance(item, str):
            session = _SESSION.fullmatch(item)
            yield session["name"] if session else item


def _people(grant: Grant) -> bool:
    """Say whether the grant may let in anybody but services and federations."""
    return bool(grant.not_principals) or any(
        isinstance(item, Unknown) or not item.startswith((_SERVICE, "federated:", "canonical:"))
        for item in grant.principals
    )


def _names(grant: Grant, address: str) -> Answer:
    if grant.not_principals:
        return negate(any_of(_is(item, address) for item in grant.not_principals))
    return any_of(_is(item, address) for item in grant.principals)


def _names_account(grant: Grant, address: str) -> Answer:
    return any_of(
        item if isinstance(item, Unknown) else _is_account(item, address)
        for item in grant.principals
    )


def _covers(grant: Grant, address: str) -> Answer:
    """Say whether a denial is for the principal."""
    return any_of((_names(grant, address), _names_account(grant, address)))


def _is(principal: str | Unknown, address: str) -> Answer:
    if isinstance(principal, Unknown):
        return principal
    if principal == address or (anyone(principal) and not principal.startswith(_SERVICE)):
        return True
    session = _SESSION.fullmatch(principal)
    if session is None or ":role/" not in address:
        return False
    account, name = address.split(":")[4], address.rpartition("/")[2]
    return session["account"] == account and session["name"] == name


def _is_account(principal: str, address: str) -> bool:
    return principal.endswith(":root") and account_in_principal(principal) == address.split(":")[4]


def _service(account: str) -> Mapping[str, str | None]:
    return {"aws:sourceaccount": account, "aws:principalisawsservice": "true"}
