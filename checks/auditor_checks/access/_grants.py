"""What a policy's grants allow, once exclusions and denials are taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from auditor.answers import Answer, all_of, any_of, negate
from auditor.checking import Outcome, Verdict
from auditor.facts import AccessPolicy, Grant, Unknown
from auditor_checks.access._conditions import PRINCIPAL_KEYS, narrows, spares_only
from auditor_checks.access._patterns import (
    anyone,
    covers,
    disjoint,
    every_resource,
    every_resource_for,
)

Fault: TypeAlias = str | Unknown
"""What is wrong with a grant, following the subject (``allows …``); empty when nothing is."""


def judged(
    policy: AccessPolicy, fault: Callable[[Grant], Fault], good: str, *, doubts: bool = True
) -> Iterator[Verdict]:
    """Judge a policy grant by grant and give one verdict on all of it.

    A known fault decides; without one an unknown part leaves the policy unknown. Without
    ``doubts`` that is left to the checks of the same grants that matter more.
    """
    if isinstance(policy.grants, Unknown):
        if doubts:
            yield Verdict(Outcome.UNKNOWN, policy.grants.reason, "grants")
        return
    faults: list[str] = []
    unknown: Unknown | None = None
    for position, grant in enumerate(policy.grants, start=1):
        found = fault(grant)
        if isinstance(found, Unknown):
            unknown = unknown or found
        elif found:
            faults.append(f"{found} ({grant.statement or f'statement {position}'})")
    if faults:
        others = len(faults) - 1
        rest = "1 more statement does" if others == 1 else f"{others} more statements do"
        more = f", and {rest} the same" if others else ""
        yield Verdict(Outcome.FAIL, f"{policy.subject} {faults[0]}{more}", "grants")
    elif unknown is not None:
        if doubts:
            yield Verdict(Outcome.UNKNOWN, unknown.reason, "grants")
    else:
        yield Verdict(Outcome.PASS, f"{policy.subject} {good}", "grants")


def grants_of(policy: AccessPolicy) -> tuple[Grant, ...]:
    """Return the grants, or none when they could not be read."""
    return () if isinstance(policy.grants, Unknown) else policy.grants


def said(answer: Answer, fault: str) -> Fault:
    """Return the fault when the answer is yes."""
    if isinstance(answer, Unknown):
        return answer
    return fault if answer else ""


def allowing(grant: Grant) -> Answer:
    """Say whether the grant allows rather than denies."""
    return grant.effect if isinstance(grant.effect, Unknown) else grant.effect == "allow"


def allows(grant: Grant, action: str) -> Answer:
    """Say whether the grant's words reach one concrete action, whatever its effect."""
    if grant.not_actions:
        return negate(any_of(_covering(pattern, action) for pattern in grant.not_actions))
    return any_of(_covering(pattern, action) for pattern in grant.actions)


def unlimited(grant: Grant) -> Answer:
    """Say whether the grant reaches every resource, or every one but a few."""
    if grant.not_resources:
        return negate(any_of(_known(every_resource, item) for item in grant.not_resources))
    return any_of(_known(every_resource, item) for item in grant.resources)


def unlimited_for(grant: Grant, action: str) -> Answer:
    """Say whether the grant leaves open on which resources of its service the action works."""
    if grant.not_resources:
        return unlimited(grant)
    return any_of(
        item if isinstance(item, Unknown) else every_resource_for(item, action)
        for item in grant.resources
    )


def may_be_unlimited(grant: Grant) -> bool:
    """Say whether :func:`unlimited_for` may give anything but no, for some action."""
    return bool(grant.not_resources) or any(
        isinstance(item, Unknown) or item.endswith("*") for item in grant.resources
    )


def denied(grants: tuple[Grant, ...], allow: Grant, action: str) -> bool:
    """Say whether a denial without conditions surely takes the action off the allow again."""
    return any(
        deny.effect == "deny" and not deny.conditions and _takes(deny, allow, action)
        for deny in grants
    )


def open_to_anyone(grants: tuple[Grant, ...], grant: Grant) -> Answer:
    """Say whether the grant lets in whoever comes.

    It does when it names everybody, none of its conditions holds them to what the author
    chose, and no denial shuts out everybody else.
    """
    named: Answer = any_of(_known(anyone, principal) for principal in grant.principals)
    if grant.not_principals:
        named = negate(any_of(_known(anyone, principal) for principal in grant.not_principals))
    held = any_of(narrows(condition, PRINCIPAL_KEYS) for condition in grant.conditions)
    return all_of((allowing(grant), named, negate(held), negate(_shut(grants, grant))))


def _shut(grants: tuple[Grant, ...], allow: Grant) -> Answer:
    """Say whether denials leave nobody in public any part of the allow."""
    actions = [action for action in allow.actions if isinstance(action, str)]
    if len(actions) != len(allow.actions) or not actions:
        return False
    return all_of(any_of(_shuts(deny, allow, action) for deny in grants) for action in actions)


def _shuts(deny: Grant, allow: Grant, action: str) -> Answer:
    if deny.effect != "deny" or not _takes(deny, allow, action):
        return False
    return all_of(spares_only(condition, PRINCIPAL_KEYS) for condition in deny.conditions)


def _takes(deny: Grant, allow: Grant, action: str) -> bool:
    return (
        _within(action, deny.actions, deny.not_actions)
        and _resources_within(deny, allow)
        and _principals_within(deny, allow)
    )


def _within(
    item: str, patterns: tuple[str | Unknown, ...], exceptions: tuple[str | Unknown, ...]
) -> bool:
    if exceptions:
        return all(isinstance(other, str) and disjoint(other, item) for other in exceptions)
    return any(isinstance(pattern, str) and covers(pattern, item) for pattern in patterns)


def _resources_within(deny: Grant, allow: Grant) -> bool:
    if any(isinstance(item, str) and every_resource(item) for item in deny.resources):
        return True
    if not deny.resources and not deny.not_resources:
        return not allow.resources and not allow.not_resources
    return bool(allow.resources) and all(
        isinstance(item, str) and _within(item, deny.resources, deny.not_resources)
        for item in allow.resources
    )


def _principals_within(deny: Grant, allow: Grant) -> bool:
    if deny.not_principals:
        return all(
            isinstance(item, str) and not anyone(item) and item not in allow.principals
            for item in deny.not_principals
        )
    if not deny.principals:
        return not allow.principals and not allow.not_principals
    if any(isinstance(item, str) and anyone(item) for item in deny.principals):
        return True
    return bool(allow.principals) and all(item in deny.principals for item in allow.principals)


def _covering(pattern: str | Unknown, action: str) -> Answer:
    return pattern if isinstance(pattern, Unknown) else covers(pattern, action)


def _known(test: Callable[[str], bool], item: str | Unknown) -> Answer:
    return item if isinstance(item, Unknown) else test(item)


def taken_back(grants: tuple[Grant, ...], grant: Grant) -> bool:
    """Say whether every action that a grant names is denied again elsewhere."""
    return bool(grant.actions) and all(
        isinstance(action, str) and denied(grants, grant, action) for action in grant.actions
    )
