"""Routes by which principals of an account reach full administration.

The nodes are its users, groups and roles. An edge leads from one to another that it can
become or act as: a role it can assume, whose trust it can rewrite, or that it can hand to a
service that runs its code; a user it can make itself a key or password of; a group it can
join. Whoever can raise its own rights is at the goal in one hop. The search goes backwards
from the administrators, one level of hops at a time, so each route found is a shortest one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from auditor.answers import Answer, all_of, any_of, negate
from auditor.facts import Unknown
from auditor_checks._data import load
from auditor_checks.access._effective import Account
from auditor_checks.access._holders import Decision, Holder
from auditor_checks.access._trust import ASSUME

PASS_ROLE = "iam:PassRole"


class Edge(Struct, frozen=True):
    """One hop: whether it can be gone, and what is done, following ``can``."""

    answer: Answer
    text: str


class Route(Struct, frozen=True):
    """The hops to administration. ``doubt`` tells why it may not be one; empty when it is.

    ``hops`` are ``(what is done, label of who is reached then)``; the label is empty where
    the hop itself gives full administration, and ``end`` is then empty too.
    """

    hops: tuple[tuple[str, str], ...] = ()
    end: str = ""
    doubt: str = ""

    def told(self) -> str:
        """Return the route in words, following the principal's name."""
        words: list[str] = []
        for position, (done, reached) in enumerate(self.hops):
            words.append(f"{', who' if position else ''} can {done}")
            if not reached:
                return "".join(words)
        return f"{''.join(words)}, who is administrator via {self.end}"


class Routes:
    """The routes of one account, worked out once.

    ``sure`` and ``doubtful`` map addresses of principals that are no administrators to their
    routes; who is in neither has none. ``tried`` counts the edges that were weighed.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._rules: Mapping[str, Any] = load("escalation_routes")
        self._holders = [account.holders[address] for address in sorted(account.holders)]
        doors = account.doors.values()
        self._named = frozenset[str]().union(*(door.names for door in doors))
        self._asked = sorted(frozenset[str]().union(*(door.keys for door in doors)))
        self._running: dict[int, list[tuple[Mapping[str, Any], Answer]]] = {}
        self.tried = 0
        self._unsure = False
        certain = {
            address: Route(end=decision.path)
            for address, decision in account.administrators.items()
            if decision.answer is True
        }
        reached = self._search(certain, doubting=False)
        self.sure = {address: route for address, route in reached.items() if route.hops}
        perhaps = {
            address: Route(end=decision.path, doubt=decision.answer.reason)
            for address, decision in account.administrators.items()
            if isinstance(decision.answer, Unknown) and address not in reached
        }
        self.doubtful: Mapping[str, Route] = {}
        if perhaps or self._unsure:
            wider = self._search({**reached, **perhaps}, doubting=True)
            self.doubtful = {
                address: route for address, route in wider.items() if address not in reached
            }

    def _search(self, starts: Mapping[str, Route], *, doubting: bool) -> dict[str, Route]:
        reached, made = dict(starts), dict[Any, Route | None]()
        frontier = [holder for holder in self._holders if holder.address in reached]
        first = True
        while frontier or first:
            found: dict[str, Route] = {}
            hopped: dict[Any, Route | None] = {}
            for holder in self._holders:
                if holder.address in reached or provided(holder):
                    continue
                alike = self._alike(holder)
                if alike not in hopped:
                    hopped[alike] = self._hop(holder, frontier, reached, doubting)
                route = hopped[alike]
                if route is None and first:
                    route = self._goal(self._raises(holder, holder, "itself"), doubting)
                if route is None and first:
                    if alike not in made:
                        made[alike] = self._goal(self._making(holder), doubting)
                    route = made[alike]
                if route is not None:
                    found[holder.address] = route
            reached |= found
            frontier = [holder for holder in self._holders if holder.address in found]
            first = False
        return reached

    def _alike(self, holder: Holder) -> tuple[Any, ...]:
        """Return a key that is equal for holders with the same ways to all others."""
        named = holder.address in self._named or holder.fact.name in self._named
        told = tuple(holder.context.get(key) for key in self._asked)
        return (holder.equal, holder.address if named else "", told)

    def _hop(
        self,
        holder: Holder,
        frontier: Sequence[Holder],
        reached: Mapping[str, Route],
        doubting: bool,
    ) -> Route | None:
        """Return the route over the first target on the frontier that the holder can become."""
        for target in frontier:
            edge = self._taken(self._edges(holder, target), doubting)
            if edge is not None:
                rest = reached[target.address]
                doubt = rest.doubt
                if isinstance(edge.answer, Unknown):
                    doubt = edge.answer.reason
                hops = ((edge.text, target.label), *rest.hops)
                return Route(hops, rest.end, doubt)
        return None

    def _goal(self, edges: Iterable[Edge], doubting: bool) -> Route | None:
        edge = self._taken(edges, doubting)
        if edge is None:
            return None
        doubt = edge.answer.reason if isinstance(edge.answer, Unknown) else ""
        return Route(((edge.text, ""),), "", doubt)

    def _taken(self, edges: Iterable[Edge], doubting: bool) -> Edge | None:
        """Return the first edge that can be gone, or may be when doubting."""
        for edge in edges:
            self.tried += 1
            if edge.answer is True:
                return edge
            if isinstance(edge.answer, Unknown):
                self._unsure = True
                if doubting:
                    return edge
        return None

    def _best(self, edges: Iterable[Edge]) -> Edge | None:
        """Return the first sure edge, else the first that may be gone."""
        found = [edge for edge in edges if edge.answer is not False]
        return next((edge for edge in found if edge.answer is True), found[0] if found else None)

    def _edges(self, holder: Holder, target: Holder) -> Iterator[Edge]:
        form = target.fact.form
        if form == "role":
            if _service_linked(target):
                return
            yield from self._assuming(holder, target)
            if not target.unmodifiable():
                yield from self._controlling(holder, target)
            yield from self._passing(holder, target)
        elif form == "user" or holder.fact.form != "role":
            yield from self._controlling(holder, target)

    def _assuming(self, holder: Holder, role: Holder) -> Iterator[Edge]:
        """Assume the role: its trust names the holder, or its account and the holder may."""
        door = self._account.doors.get(role.address)
        if door is None:
            if self._account.may_touch(holder, ASSUME):
                own = self._account.decide(holder, ASSUME, role.address)
                unread = Unknown(f"the trust policy of {role.label} was not read")
                yield _edge(f"assume {role.label}", all_of((own.answer, unread)), own, ASSUME)
            return
        admitted = door.admits(holder.address, holder.context)
        if admitted.by_name is not False and holder.fact.form != "group":
            named = self._account.decide(holder, ASSUME, role.address, named=True)
            answer = all_of((admitted.by_name, named.answer))
            yield Edge(answer, f"assume {role.label} ({named.path})")
        if admitted.by_account is not False:
            own = self._account.decide(holder, ASSUME, role.address)
            answer = all_of((admitted.by_account, own.answer))
            yield _edge(f"assume {role.label}", answer, own, ASSUME)

    def _controlling(self, holder: Holder, target: Holder) -> Iterator[Edge]:
        """Take over a user, rewrite the trust of a role, or join a group."""
        for rule in self._rules["become"][target.fact.form]:
            if target.address not in self._account.reaches(holder, rule["action"]):
                continue
            own = self._account.decide(holder, rule["action"], target.address)
            answer = own.answer
            if answer is not False and "password" in rule:
                answer = all_of((answer, self._signing_in(holder, target, rule)))
            if answer is not False and target.fact.form == "role":
                answer = all_of((answer, self._entering(holder, target.address)))
            yield _edge(rule["name"].format(target=target.label), answer, own, rule["action"])

    def _entering(self, holder: Holder, role: str) -> Answer:
        """Say whether nothing keeps the holder from a role whose trust it has written."""
        return self._account.decide(holder, ASSUME, role, named=True).answer

    def _signing_in(self, holder: Holder, target: Holder, rule: Mapping[str, Any]) -> Answer:
        """Say whether a new password would open the console as the target."""
        password, factor = target.fact.password, target.fact.second_factor
        if isinstance(password, Unknown):
            fits: Answer = password
        else:
            fits = bool(password) == rule["password"]
        without = negate(factor) if factor is not None else True
        off = self._account.decide(holder, rule["despite_second_factor"], target.address).answer
        return all_of((fits, any_of((without, off))))

    def _passing(self, holder: Holder, role: Holder) -> Iterator[Edge]:
        """Hand the role to a service that runs what the holder tells it."""
        door = self._account.doors.get(role.address)
        if door is None or role.address not in self._account.reaches(holder, PASS_ROLE):
            return
        for rule, runs in self._runs(holder):
            service = rule["service"]
            if isinstance(door.grants, tuple) and service not in door.services:
                continue
            served = door.serves(service, role.account)
            passing = {"iam:passedtoservice": service}
            own = self._account.decide(holder, PASS_ROLE, role.address, passing)
            done = rule["name"].format(target=role.label)
            answer = all_of((served, own.answer, runs))
            yield _edge(done, answer, own, PASS_ROLE, rule["actions"])

    def _runs(self, holder: Holder) -> list[tuple[Mapping[str, Any], Answer]]:
        """Return the ways of making a service run that the holder has, or may have."""
        found = self._running.get(holder.equal)
        if found is None:
            answers = (
                (
                    rule,
                    all_of(self._account.somewhere(holder, action) for action in rule["actions"]),
                )
                for rule in self._rules["pass"]
            )
            found = [(rule, answer) for rule, answer in answers if answer is not False]
            self._running[holder.equal] = found
        return found

    def _making(self, holder: Holder) -> Iterator[Edge]:
        """Raise the rights of somebody new, or of somebody the holder can become."""
        if holder.fact.form == "group":
            return
        yield from self._creating(holder)
        reached = {
            target
            for form in ("role", "user")
            for rule in self._rules["raise"][form]
            for target in self._account.reaches(holder, rule["action"])
        }
        for address in sorted(reached - {holder.address}):
            target = self._account.holders[address]
            become = self._best(self._edges(holder, target))
            if target.fact.form != "group" and become is not None:
                for edge in self._raises(holder, target, target.label, others=True):
                    answer = all_of((edge.answer, become.answer))
                    yield Edge(answer, f"{edge.text} and then {become.text}")

    def _raises(
        self, holder: Holder, target: Holder, label: str, *, others: bool = False
    ) -> Iterator[Edge]:
        """Put any right on the target: by itself, its groups, or a policy it holds."""
        if target.unmodifiable():
            return
        free = self._unbound(holder, target)
        if free is False:
            return
        rules, form = self._rules["raise"], target.fact.form
        objects: list[tuple[str, str, str]] = [(form, target.address, label)]
        if not others:
            groups = ((address, address.rpartition("/")[2]) for address in target.groups)
            objects += [("group", address, f"its group {name}") for address, name in groups]
            objects += [
                ("policy", address, f"policy {address.rpartition('/')[2]}, which it holds")
                for address in self._custom_policies(target)
            ]
        extra = {**holder.handing_out, "iam:permissionsboundary": _boundary_of(target)}
        for kind, address, name in objects:
            for rule in rules[kind]:
                if self._account.may_touch(holder, rule["action"]):
                    own = self._account.decide(holder, rule["action"], address, extra)
                    answer = all_of((own.answer, free))
                    yield _edge(rule["name"].format(target=name), answer, own, rule["action"])

    def _custom_policies(self, holder: Holder) -> Iterator[str]:
        """Yield the policies of the account's own that the holder has, directly or by group."""
        facts = [holder.fact]
        known = self._account.holders
        facts += [known[group].fact for group in holder.groups if group in known]
        for fact in facts:
            for address in fact.policies if isinstance(fact.policies, tuple) else ():
                if f"::{holder.account}:policy/" in address:
                    yield address

    def _unbound(self, holder: Holder, target: Holder) -> Answer:
        """Say whether the target's boundary would let administration through, or can go."""
        boundary = target.boundary
        if boundary is None:
            return True
        context = {**target.iam_context, **target.handing_out}
        wide = [
            boundary.says(right["action"], target.arn(right["resource"]), context)
            for right in self._rules["administrator"]
        ]
        open_ = all_of(all_of((said.allows, negate(said.denies))) for said in wide)
        remove = self._rules["raise"]["unbound"].get(target.fact.form, "")
        if open_ is True or not remove:
            return open_
        extra = {"iam:permissionsboundary": _boundary_of(target)}
        return any_of((open_, self._account.decide(holder, remove, target.address, extra).answer))

    def _creating(self, holder: Holder) -> Iterator[Edge]:
        """Create a principal with any right; tried under each name its policies allow."""
        for rule in self._rules["make"]:
            actions: list[str] = rule["actions"]
            if not all(self._account.may_touch(holder, action) for action in actions):
                continue
            for address in _specimens(holder, actions, holder.arn(rule["resource"])):
                extra = holder.handing_out
                own = [self._account.decide(holder, action, address, extra) for action in actions]
                answer = all_of(decision.answer for decision in own)
                if answer is not False and actions[0] == "iam:CreateRole":
                    answer = all_of((answer, self._entering(holder, address)))
                yield _edge(rule["name"], answer, own[0], actions[0], actions[1:])


def _edge(
    done: str, answer: Answer, own: Decision, action: str, others: Sequence[str] = ()
) -> Edge:
    more = f", with {' and '.join(others)}" if others else ""
    return Edge(answer, f"{done} ({action} via {own.path}{more})")


def _specimens(holder: Holder, actions: Sequence[str], prefix: str) -> Iterator[str]:
    """Yield addresses below the prefix that the holder's policies seem to allow."""
    form = prefix.rpartition(":")[2]
    tails = {
        pattern.partition(f":{form}")[2].replace("*", "x").replace("?", "x") or "x"
        for held in holder.policies
        for action in actions
        for grant in held.policy.about(action)
        for pattern in grant.resources
        if grant.effect != "deny" and isinstance(pattern, str) and "${" not in pattern
    }
    for tail in sorted({"x"} | tails):
        yield prefix + tail


def _boundary_of(holder: Holder) -> str | None:
    boundary = holder.fact.boundary
    return boundary if isinstance(boundary, str) else None


def _service_linked(holder: Holder) -> bool:
    return ":role/aws-service-role/" in holder.address


def provided(holder: Holder) -> bool:
    """Say whether the provider keeps it for itself, so that nobody sets out from it."""
    return _service_linked(holder) or (
        holder.fact.provider_managed and ":role/aws-reserved/" not in holder.address
    )


_last: tuple[Account, Routes] | None = None


def routes_in(account: Account) -> Routes:
    """Return the routes of an account, worked out once."""
    global _last
    if _last is None or _last[0] is not account:
        _last = (account, Routes(account))
    return _last[1]
