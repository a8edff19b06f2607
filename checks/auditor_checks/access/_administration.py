"""Whether a principal is administrator, and whether that is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditor.answers import Answer, all_of
from auditor.checking import Outcome, Settings, Verdict, View
from auditor.facts import AccessPolicy, Grant, Principal, Unknown
from auditor_checks.access._effective import Account, account_in
from auditor_checks.access._holders import Holder
from auditor_checks.access._patterns import covers, every_action, every_resource

AT = "policies"


class AdministratorSettings(Settings, frozen=True, kw_only=True):
    """Names of principals that may be administrators, and of groups that may make their
    members so, with ``*`` and ``?`` as wildcards. The ones given at first are made by AWS
    Organizations, Control Tower and StackSets in every account that they open."""

    allowed: tuple[str, ...] = (
        "AWSControlTowerExecution",
        "OrganizationAccountAccessRole",
        "aws-controltower-AdministratorExecutionRole",
        "stacksets-exec-*",
    )


def judge_administrator(
    principal: Principal, view: View[Any], *, people: bool
) -> Iterator[Verdict]:
    """Fail an administrator that is not accepted.

    With ``people`` users, and roles open to people or accounts, are judged, else roles that
    only services can take. Groups, and roles that the provider keeps, are never judged.
    """
    account = account_in(view)
    holder = account.holders.get(principal.origin.address)
    if holder is None or principal.form == "group" or holder.unmodifiable():
        return
    concerned = _concerned(account, holder, people)
    if concerned is False:
        return
    decision = account.administrator(holder)
    answer = all_of((concerned, decision.answer))
    who = f"{principal.subject} {principal.name}"
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, AT)
    elif not answer:
        yield Verdict(Outcome.PASS, f"{who} is no administrator", AT)
    elif accepted(account, holder, view.settings.allowed):
        yield Verdict(Outcome.PASS, f"{who} is administrator, as is accepted", AT)
    else:
        yield Verdict(Outcome.FAIL, f"{who} is administrator via {decision.path}", AT)


def accepted(account: Account, holder: Holder, allowed: tuple[str, ...]) -> bool:
    """Say whether the name is accepted, or that of a group that makes it administrator."""
    if any(covers(pattern, holder.fact.name) for pattern in allowed):
        return True
    groups = (account.holders.get(address) for address in holder.groups)
    return any(
        group is not None
        and any(covers(pattern, group.fact.name) for pattern in allowed)
        and account.administrator(group).answer is True
        for group in groups
    )


_last: tuple[Sequence[Principal], frozenset[str]] = ((), frozenset())


def listed(view: View[Any]) -> frozenset[str]:
    """Return the addresses of the users and roles that the account lists, gathered once a unit."""
    global _last
    principals = view.all(Principal)
    read, found = _last
    if read is not principals:
        found = frozenset(
            principal.origin.address
            for principal in principals
            if principal.form in ("user", "role")
        )
        _last = (principals, found)
    return found


def judged_with_holder(policy: AccessPolicy, view: View[Any]) -> bool:
    """Say whether a policy is written into a user or role that the account lists: what it gives
    is then judged with all else that its holder has."""
    return policy.purpose == "identity" and policy.origin.address in listed(view)


def told_with_holder(policy: AccessPolicy, view: View[Any]) -> bool:
    """Say whether such a policy gives everything, which the judgement on its holder tells."""
    grants = () if isinstance(policy.grants, Unknown) else policy.grants
    return any(map(_gives_everything, grants)) and judged_with_holder(policy, view)


def _gives_everything(grant: Grant) -> bool:
    return (
        grant.effect == "allow"
        and any(isinstance(item, str) and every_action(item) for item in grant.actions)
        and any(isinstance(item, str) and every_resource(item) for item in grant.resources)
    )


def _concerned(account: Account, holder: Holder, people: bool) -> Answer:
    if holder.fact.form != "role":
        return people
    door = account.doors.get(holder.address)
    if door is None:
        return Unknown(f"the trust policy of {holder.label} was not read")
    open_to_people = door.people()
    return open_to_people if isinstance(open_to_people, Unknown) else open_to_people is people
