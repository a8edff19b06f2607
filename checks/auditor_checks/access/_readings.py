"""One policy, read for what it says about one action on one resource.

Every policy is read once however many hold it, and every answer is worked out once for
each combination of the context keys that the policy looks at.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from auditor.answers import Answer, all_of, any_of, negate
from auditor.facts import AccessPolicy, Grant, Unknown
from auditor_checks.access._context import Context, filled, keys_in, lets, stops
from auditor_checks.access._grants import allowing, allows
from auditor_checks.access._patterns import covers, covers_exactly


class Said(Struct, frozen=True):
    """What a policy says of a request: whether it allows, by which statement, and denies."""

    allows: Answer
    statement: str
    denies: Answer


_NOTHING = Said(False, "", False)


class Policy:
    """The grants of one policy text. ``weighed`` counts the answers worked out so far."""

    __slots__ = ("_said", "_speaking", "grants", "keys", "weighed")

    def __init__(self, grants: tuple[Grant, ...] | Unknown) -> None:
        self.grants = grants
        self.keys = _keys(grants)
        self.weighed = 0
        self._speaking: dict[str, tuple[Grant, ...]] = {}
        self._said: dict[tuple[str, str, tuple[str | None, ...]], Said] = {}

    def may_allow(self, action: str) -> bool:
        """Say whether the policy may allow the action on anything."""
        if isinstance(self.grants, Unknown):
            return True
        return any(grant.effect != "deny" for grant in self.about(action))

    def shuts(self, action: str, context: Context) -> bool:
        """Say whether the policy surely denies the action on everything."""
        return any(
            grant.effect == "deny"
            and any(isinstance(item, str) and covers(item, "*") for item in grant.resources)
            and all_of((allows(grant, action), stops(grant.conditions, context))) is True
            for grant in self.about(action)
        )

    def about(self, action: str) -> tuple[Grant, ...]:
        """Return the grants that reach the action, of either effect."""
        found = self._speaking.get(action)
        if found is None:
            grants = () if isinstance(self.grants, Unknown) else self.grants
            found = tuple(grant for grant in grants if allows(grant, action) is not False)
            self._speaking[action] = found
        return found

    def says(self, action: str, resource: str, context: Context) -> Said:
        """Judge a request. A ``resource`` with wildcards stands for all that it matches."""
        if isinstance(self.grants, Unknown):
            return Said(self.grants, "", self.grants)
        grants = self.about(action)
        if not grants:
            return _NOTHING
        key = (action, resource, tuple(context.get(name) for name in self.keys))
        said = self._said.get(key)
        if said is None:
            self.weighed += 1
            said = self._said[key] = _weigh(grants, action, resource, context)
        return said


class Named(Struct, frozen=True):
    """A policy under the name people know it by."""

    name: str
    policy: Policy


class Library:
    """Every policy text of an account, read once however often it is written down."""

    def __init__(self) -> None:
        self._read: dict[tuple[Grant, ...] | Unknown, Policy] = {}

    def read(self, grants: tuple[Grant, ...] | Unknown) -> Policy:
        """Return the reading of a text."""
        found = self._read.get(grants)
        if found is None:
            found = self._read[grants] = Policy(grants)
        return found

    def named(self, fact: AccessPolicy) -> Named:
        """Read a policy fact; an inline policy's name is the last part of ``part``."""
        inline = fact.part.rpartition("/")[2]
        name = inline or fact.origin.address.rpartition("/")[2]
        return Named(f"policy {name}", self.read(fact.grants))

    def missing(self, address: str) -> Named:
        """Return what stands for a policy that is held but not among the facts."""
        name = address.rpartition("/")[2]
        return Named(f"policy {name}", self.read(Unknown(f"policy {address} was not read")))

    @property
    def weighed(self) -> int:
        """How many answers of single policies were worked out so far."""
        return sum(policy.weighed for policy in self._read.values())


def _keys(grants: tuple[Grant, ...] | Unknown) -> tuple[str, ...]:
    """Return the condition keys and variables that the answers may depend on."""
    keys: set[str] = set()
    for grant in () if isinstance(grants, Unknown) else grants:
        keys |= keys_in(grant.resources) | keys_in(grant.not_resources)
        for condition in grant.conditions:
            keys.add(condition.key.lower())
            if not isinstance(condition.values, Unknown):
                keys |= keys_in(condition.values)
    return tuple(sorted(keys))


def _weigh(grants: Sequence[Grant], action: str, resource: str, context: Context) -> Said:
    unknown: Unknown | None = None
    statement = ""
    allowed: Answer = False
    denied: list[Answer] = []
    for grant in grants:
        reached = all_of((allows(grant, action), _reaches(grant, resource, context)))
        if reached is False:
            continue
        if grant.effect != "allow":
            effect = negate(allowing(grant))
            denied.append(all_of((effect, reached, stops(grant.conditions, context))))
        if grant.effect == "deny" or allowed is True:
            continue
        answer = all_of((allowing(grant), reached, lets(grant.conditions, context)))
        if answer is True:
            allowed, statement = True, grant.statement
        elif isinstance(answer, Unknown) and unknown is None:
            unknown, statement = answer, grant.statement
    if allowed is False and unknown is not None:
        allowed = unknown
    return Said(allowed, statement, any_of(denied))


def _reaches(grant: Grant, resource: str, context: Context) -> Answer:
    if grant.not_resources:
        return negate(any_of(_matches(item, resource, context) for item in grant.not_resources))
    return any_of(_matches(item, resource, context) for item in grant.resources)


def _matches(pattern: str | Unknown, resource: str, context: Context) -> Answer:
    if isinstance(pattern, Unknown):
        return pattern
    wanted = filled(pattern, context)
    if wanted is None:
        return False
    if isinstance(wanted, Unknown):
        head = pattern.partition("${")[0]
        return wanted if covers_exactly(f"{head}*", resource) else False
    return covers_exactly(wanted, resource)
