"""Which rules ClusterRoles with an ``aggregationRule`` gather, where no cluster has done it yet.

The controller of a cluster writes into such a role the rules of all other ClusterRoles that its
selectors match, over whatever it stated itself, and begins again whenever a role changes. In a
circle (two that gather each other) what one of them stated may have been taken over by another
before it was overwritten, and then it never goes away: there the rules of all are kept.
Source: ``pkg/controller/clusterroleaggregation`` of Kubernetes 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from auditor.answers import any_of
from auditor.facts import AccessRole, AccessRule, Selector, Unknown
from auditor.selection import selects


class Aggregation:
    """The ClusterRoles that were read, and which of them gather which.

    Sets of roles are numbers here, one bit a role: thousands of roles may all gather each other.
    """

    def __init__(self, roles: Sequence[AccessRole]) -> None:
        self._roles = roles
        self._named: dict[str, int] = {}
        self._labelled: dict[tuple[str, str], int] = {}
        self._unread = 0
        for number, role in enumerate(roles):
            self._named[role.name] = self._named.get(role.name, 0) | 1 << number
            for key, value in role.labels.items():
                if isinstance(value, Unknown):
                    self._unread |= 1 << number
                else:
                    label = (key, value)
                    self._labelled[label] = self._labelled.get(label, 0) | 1 << number
        self._matches: dict[bytes, tuple[int, int]] = {}
        self._chosen: dict[int, int | Unknown] = {}
        self._circles: dict[int, bool] = {}
        self._sourced: dict[int, tuple[AccessRule, ...]] = {}

    def gathered(
        self, selectors: Sequence[Selector], name: str, *, sure: bool = False
    ) -> list[AccessRule] | Unknown:
        """Return the rules that a role of this name gathers, with their source.

        :param sure: leave out roles that the selectors may match, rather than not to know.
        """
        reached = self._reached(self._choice(selectors, name, sure=sure))
        if isinstance(reached, Unknown):
            return reached
        found: list[AccessRule] = []
        for number in _members(reached):
            role = self._roles[number]
            if isinstance(role.rules, Unknown):
                return role.rules
            if not role.aggregates or self._in_a_circle(number):
                found += self._with_source(number, role.rules)
        return found

    def _choice(
        self, selectors: Sequence[Selector], name: str, *, sure: bool = False
    ) -> int | Unknown:
        """Return the roles that selectors match, but for the one that has them."""
        certain = doubtful = 0
        for selector in selectors:
            matched = self._matched(selector)
            certain |= matched[0]
            doubtful |= matched[1]
        others = ~self._named.get(name, 0)
        first = next(_members(doubtful & ~certain & others), None)
        if first is not None and not sure:
            answer = any_of(selects(item, self._roles[first].labels) for item in selectors)
            if isinstance(answer, Unknown):
                return answer
        return certain & others

    def _matched(self, selector: Selector) -> tuple[int, int]:
        """Return the roles that a selector matches, and those that it may match."""
        key = msgspec.json.encode(selector)
        if key not in self._matches:
            certain = doubtful = 0
            for number in _members(self._candidates(selector)):
                answer = selects(selector, self._roles[number].labels)
                if isinstance(answer, Unknown):
                    doubtful |= 1 << number
                elif answer:
                    certain |= 1 << number
            self._matches[key] = certain, doubtful
        return self._matches[key]

    def _candidates(self, selector: Selector) -> int:
        """Return the roles that have a label of a selector, or may have it."""
        for key, value in selector.labels.items():
            if key and isinstance(value, str):
                return self._labelled.get((key, value), 0) | self._unread
        return (1 << len(self._roles)) - 1

    def _chosen_by(self, number: int) -> int | Unknown:
        if number not in self._chosen:
            role = self._roles[number]
            self._chosen[number] = self._choice(role.aggregates, role.name)
        return self._chosen[number]

    def _reached(self, chosen: int | Unknown) -> int | Unknown:
        """Return these roles, those that they gather, and so on."""
        if isinstance(chosen, Unknown):
            return chosen
        reached = todo = chosen
        while todo:
            number = todo.bit_length() - 1
            more = self._chosen_by(number)
            if isinstance(more, Unknown):
                return more
            todo = (todo ^ 1 << number) | (more & ~reached)
            reached |= more
        return reached

    def _in_a_circle(self, number: int) -> bool:
        """Say whether a role gathers from one that gathers from it."""
        if number not in self._circles:
            reached = self._reached(self._chosen_by(number))
            self._circles[number] = not isinstance(reached, Unknown) and bool(reached >> number & 1)
        return self._circles[number]

    def _with_source(self, number: int, rules: tuple[AccessRule, ...]) -> tuple[AccessRule, ...]:
        if number not in self._sourced:
            name = self._roles[number].name
            self._sourced[number] = tuple(
                msgspec.structs.replace(rule, source=name) for rule in rules
            )
        return self._sourced[number]


def _members(roles: int) -> Iterator[int]:
    """Yield the numbers of the roles of a set, in their order."""
    while roles:
        lowest = roles & -roles
        yield lowest.bit_length() - 1
        roles ^= lowest
