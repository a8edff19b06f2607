"""What each principal of an account may do, all its policies taken together.

The rules are those of IAM within one account (*Policy evaluation logic*): a principal may do
what an attached, inline or group policy allows, within its permissions boundary and the
ceilings over the account, unless any of them denies it. An answer that hangs on a policy that
was not read, or on a condition that cannot be judged, is unknown. Ceilings that were not
collected limit nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from auditor.answers import Answer, all_of, any_of, negate
from auditor.checking import View
from auditor.facts import AccessPolicy, Principal, Unknown
from auditor_checks._data import load
from auditor_checks.access._context import Context
from auditor_checks.access._holders import NO, Decision, Held, Holder
from auditor_checks.access._patterns import covers
from auditor_checks.access._readings import Library, Named, Policy
from auditor_checks.access._trust import Door

_WILDCARD = re.compile(r"[*?]")
NOBODY_KNOWS_LEVELS = "some ceilings allow it and some do not; where they apply was not told"


class Account:
    """The principals of one scope, the doors of its roles and the ceilings over it.

    ``policies`` may be held by any number of principals; each is read once. Conditions on the
    time are judged at the ``moment``, or taken to be met when it is not given.
    """

    def __init__(
        self,
        principals: Sequence[Principal],
        policies: Sequence[AccessPolicy],
        moment: datetime | None = None,
    ) -> None:
        self._moment = moment
        self.library = Library()
        self._managed: dict[str, Named] = {}
        self._inline: dict[str, list[Named]] = {}
        self._ceilings: dict[str, dict[str, list[Policy]]] = {}
        self.doors: dict[str, Door] = {}
        for fact in policies:
            self._take(fact)
        self._decisions: dict[tuple[Any, ...], Decision] = {}
        self._reaches: dict[tuple[int, str], frozenset[str]] = {}
        self._tails = {
            fact.origin.address: fact.origin.address.partition("::")[2].partition(":")[2].lower()
            for fact in principals
        }
        self._matched: dict[str, frozenset[str]] = {}
        self._equals: dict[tuple[Any, ...], int] = {}
        groups = {fact.origin.address: fact for fact in principals if fact.form == "group"}
        self.holders: dict[str, Holder] = {
            fact.origin.address: self._holder(fact, groups)
            for fact in principals
            if fact.form in ("user", "group", "role")
        }

    def _take(self, fact: AccessPolicy) -> None:
        address = fact.origin.address
        if fact.purpose == "trust":
            self.doors[address] = Door(fact)
        elif fact.purpose == "ceiling":
            levels = self._ceilings.setdefault(fact.origin.scope, {})
            levels.setdefault(fact.part, []).append(self.library.read(fact.grants))
        elif fact.purpose in ("identity", "provider"):
            policy = self.library.named(fact)
            if fact.purpose == "identity" and fact.attached_to in ("user", "group", "role"):
                self._inline.setdefault(address, []).append(policy)
            else:
                self._managed[address] = policy

    def _holder(self, fact: Principal, groups: Mapping[str, Principal]) -> Holder:
        held = [Held(policy.policy, policy.name) for policy in self._own(fact)]
        if isinstance(fact.member_of, Unknown):
            held.append(Held(self.library.read(fact.member_of), "its groups"))
        for address in () if isinstance(fact.member_of, Unknown) else fact.member_of or ():
            group = groups.get(address)
            name = address.rpartition("/")[2] if group is None else group.name
            found = [self.library.missing(address)] if group is None else self._own(group)
            held += [Held(policy.policy, policy.name, name) for policy in found]
        ceilings = self._over(fact.origin.scope)
        holder = Holder(fact, tuple(held), self._boundary(fact), ceilings, self._moment)
        holder.equal = self._equals.setdefault(holder.key, len(self._equals))
        return holder

    def _own(self, fact: Principal) -> list[Named]:
        found = list(self._inline.get(fact.origin.address, ()))
        if isinstance(fact.policies, Unknown):
            return [*found, Named("its policies", self.library.read(fact.policies))]
        return found + [self._attached(address) for address in fact.policies or ()]

    def _boundary(self, fact: Principal) -> Policy | None:
        if isinstance(fact.boundary, Unknown):
            return self.library.read(fact.boundary)
        return self._attached(fact.boundary).policy if fact.boundary else None

    def _attached(self, address: str) -> Named:
        return self._managed.get(address) or self.library.missing(address)

    def _over(self, scope: str) -> list[Policy]:
        levels = self._ceilings.get(scope, {})
        return [policy for level in levels.values() for policy in level]

    def reaches(self, holder: Holder, action: str) -> frozenset[str]:
        """Return the principals that the holder may be allowed to do the action to.

        Found by the patterns in its policies alone: only :meth:`decide` tells whether it may.
        """
        key = (holder.equal, action)
        found = self._reaches.get(key)
        if found is None:
            found = self._reaches[key] = self._reached(holder, action)
        return found

    def _reached(self, holder: Holder, action: str) -> frozenset[str]:
        if not self.may_touch(holder, action):
            return frozenset()
        found: set[str] = set()
        for held in holder.policies:
            if isinstance(held.policy.grants, Unknown):
                return frozenset(self.holders)
            for grant in held.policy.about(action):
                if grant.effect != "deny":
                    if grant.not_resources:
                        return frozenset(self.holders)
                    found = found.union(*map(self._matching, grant.resources))
        return frozenset(found)

    def _matching(self, pattern: str | Unknown) -> frozenset[str]:
        if isinstance(pattern, Unknown) or "${" in pattern:
            return frozenset(self.holders)
        if "*" not in pattern and "?" not in pattern:
            return frozenset({pattern} & self.holders.keys())
        found = self._matched.get(pattern)
        if found is None:
            found = self._matched[pattern] = frozenset(self._fitting(pattern))
        return found

    def _fitting(self, pattern: str) -> Iterator[str]:
        """Yield the principals a pattern matches, by its fixed beginning first.

        The beginning counts without the account, for which patterns often hold a wildcard.
        """
        head = _WILDCARD.split(pattern.partition("::")[2].partition(":")[2], maxsplit=1)[0]
        for address, tail in self._tails.items():
            if tail.startswith(head.lower()) and covers(pattern, address):
                yield address

    def may_touch(self, holder: Holder, action: str) -> bool:
        """Say quickly whether the holder may be allowed the action on anything."""
        key = (holder.equal, action)
        decision = self._decisions.get(key)
        if decision is None:
            every = [held.policy for held in holder.policies]
            limits = [holder.boundary] if holder.boundary else []
            above = [*limits, *self._over(holder.fact.origin.scope)]
            context = holder.context_of(action)
            answer = (
                any(policy.may_allow(action) for policy in every)
                and all(limit.may_allow(action) for limit in limits)
                and not any(policy.shuts(action, context) for policy in (*every, *above))
            )
            decision = self._decisions[key] = Decision(answer)
        return decision.answer is True

    def decide(
        self,
        holder: Holder,
        action: str,
        resource: str,
        extra: Mapping[str, str | None] | None = None,
        *,
        named: bool = False,
    ) -> Decision:
        """Say whether the holder may do the action to the resource, and by which path.

        A ``resource`` with wildcards stands for all that it matches. ``extra`` are condition
        keys of this very request. ``named`` tells that the resource's own policy names the
        holder: then it needs no policy of its own, and a user's boundary does not limit it.
        """
        if not named and not self.may_touch(holder, action):
            return NO
        more = tuple(sorted(extra.items())) if extra else ()
        key = (holder.equal, action, resource, more, named)
        decision = self._decisions.get(key)
        if decision is None:
            known = holder.context_of(action)
            context = {**known, **extra} if extra else known
            weigh = self._named if named else self._asking
            decision = self._decisions[key] = weigh(holder, action, resource, context)
        return decision

    def _asking(self, holder: Holder, action: str, resource: str, context: Context) -> Decision:
        own = self._allowed(holder, action, resource, context)
        if own.answer is False:
            return NO
        parts = (own.answer, self._inside(holder, action, resource, context))
        return self._limited(holder, action, resource, context, Decision(all_of(parts), own.path))

    def _named(self, holder: Holder, action: str, resource: str, context: Context) -> Decision:
        user = holder.fact.form == "user"
        inside = True if user else self._inside(holder, action, resource, context)
        asked = Decision(inside, "its trust policy lets it in")
        return self._limited(holder, action, resource, context, asked)

    def _limited(
        self, holder: Holder, action: str, resource: str, context: Context, asked: Decision
    ) -> Decision:
        """Take off what ceilings and denials take."""
        under = self._under(holder, action, resource, context)
        denied = self._denied(holder, action, resource, context)
        return Decision(all_of((asked.answer, under, negate(denied))), asked.path)

    def _allowed(self, holder: Holder, action: str, resource: str, context: Context) -> Decision:
        """Look for an allow in the policies held, without regard to limits."""
        doubt: Decision = NO
        for held in holder.policies:
            said = held.policy.says(action, resource, context)
            if said.allows is True:
                return Decision(True, held.path(said.statement))
            if isinstance(said.allows, Unknown) and doubt is NO:
                doubt = Decision(said.allows, held.path(said.statement))
        return doubt

    def _inside(self, holder: Holder, action: str, resource: str, context: Context) -> Answer:
        boundary = holder.boundary
        return True if boundary is None else boundary.says(action, resource, context).allows

    def _under(self, holder: Holder, action: str, resource: str, context: Context) -> Answer:
        """Say whether every level of ceilings allows the request."""
        return all_of(
            _level(place, [policy.says(action, resource, context).allows for policy in policies])
            for place, policies in self._levels(holder.fact.origin.scope)
        )

    def _levels(self, scope: str) -> Iterator[tuple[str, list[Policy]]]:
        """Yield the places over a scope with their ceilings; where the place was not told,
        those that only deny are left out, for another may allow what they do not."""
        for place, policies in self._ceilings.get(scope, {}).items():
            weighed = policies if place else [item for item in policies if _allows_something(item)]
            if weighed:
                yield place, weighed

    def _denied(self, holder: Holder, action: str, resource: str, context: Context) -> Answer:
        policies = [held.policy for held in holder.policies]
        policies += [holder.boundary] if holder.boundary else []
        policies += self._over(holder.fact.origin.scope)
        return any_of(policy.says(action, resource, context).denies for policy in policies)

    def somewhere(self, holder: Holder, action: str) -> Answer:
        """Say whether the holder may do the action to anything at all.

        Tried on one specimen of each pattern that its policies allow.
        """
        if not self.may_touch(holder, action):
            return False
        service = action.partition(":")[0]
        whole = holder.arn(f"arn:{{partition}}:{service}:x:{{account}}:x")
        tried: list[Answer] = []
        for held in holder.policies:
            if isinstance(held.policy.grants, Unknown):
                tried.append(held.policy.grants)
            for grant in held.policy.about(action):
                patterns = grant.resources if grant.effect != "deny" else ()
                specimens = [_specimen(item, whole) for item in patterns] or [whole]
                tried += [self.decide(holder, action, item).answer for item in specimens]
        return any_of(tried)

    def administrator(self, holder: Holder) -> Decision:
        """Say whether the holder may hand out any right, and so holds them all.

        Its policies and boundary must allow every right over rights (data file
        ``escalation_routes``) on everything; denials and ceilings must leave at least one.
        """
        key = (holder.equal, "administrator")
        decision = self._decisions.get(key)
        if decision is None:
            decision = self._decisions[key] = self._administers(holder)
        return decision

    def _administers(self, holder: Holder) -> Decision:
        rights = [
            (right["action"], holder.arn(right["resource"]))
            for right in load("escalation_routes")["administrator"]
        ]
        context: Context = {**holder.iam_context, **holder.handing_out}
        paths: list[str] = []
        wide: list[Answer] = []
        for action, resource in rights:
            own = self._allowed(holder, action, resource, context)
            wide.append(all_of((own.answer, self._inside(holder, action, resource, context))))
            if wide[-1] is False:
                return NO
            paths.append(own.path)
        left = any_of(
            self.decide(holder, action, resource, holder.handing_out).answer
            for action, resource in rights
        )
        return Decision(all_of((*wide, left)), paths[0])

    @cached_property
    def administrators(self) -> Mapping[str, Decision]:
        """Everybody who is, or may be, administrator, by address."""
        found = {address: self.administrator(holder) for address, holder in self.holders.items()}
        return {
            address: decision for address, decision in found.items() if decision.answer is not False
        }


def _allows_something(policy: Policy) -> bool:
    grants = policy.grants
    return isinstance(grants, Unknown) or any(grant.effect != "deny" for grant in grants)


def _level(place: str, answers: Iterable[Answer]) -> Answer:
    """Join the ceilings of one place; where places were not told, only unanimity is sure."""
    found = list(answers)
    some = any_of(found)
    if place or some is False:
        return some
    every = all_of(found)
    return Unknown(NOBODY_KNOWS_LEVELS) if every is False else every


def _specimen(pattern: str | Unknown, whole: str) -> str:
    """Return something that the pattern matches."""
    if isinstance(pattern, Unknown) or not pattern.strip("*"):
        return whole
    return pattern.replace("*", "x").replace("?", "x")


_last: tuple[Sequence[Principal], Sequence[AccessPolicy], Account] | None = None


def account_in(view: View[Any]) -> Account:
    """Return the account that a view shows: worked out once for all checks of a unit.

    The check must name :class:`Principal` and :class:`AccessPolicy` in ``also``. The account
    is kept together with the very sequences it was made of, so that no other can be mistaken
    for them; the next unit replaces it.
    """
    global _last
    principals, policies = view.all(Principal), view.all(AccessPolicy)
    if _last is not None and _last[0] is principals and _last[1] is policies:
        return _last[2]
    account = Account(principals, policies, view.moment)
    _last = (principals, policies, account)
    return account
