"""A policy whose actions, together, let the holder gain rights it was not given.

Why it matters
    Rights over rights are rights over everything. Whoever may attach a policy, pass any role to a
    new function, or rewrite the policy of a key, is an administrator by a detour that no list of
    administrators shows.

Verdicts
    FAIL when all actions of a known combination (data file ``escalation``) are allowed without
    limit on their resources, and no denial without conditions takes one of them back. A resource
    is no limit when it is ``*`` or every one of a type (``arn:aws:iam::123456789012:role/*``).
    Conditions on how or when a call is made (MFA, TLS, region, time) are no limit either; any
    other condition is taken for one. PASS when no combination is complete. UNKNOWN when that
    hangs on a part that could not be had. Only identity policies of AWS are judged, each one
    alone: rights that come together from several policies are not seen. One that gives everything
    to a user or role of a live account is judged by ``access.administrator``.

How to mend it
    Limit the listed actions to named resources, and those that hand on roles to the service they
    are for.

        statement {
          actions   = ["iam:PassRole"]
          resources = [aws_iam_role.worker.arn]

          condition {
            test     = "StringEquals"
            variable = "iam:PassedToService"
            values   = ["lambda.amazonaws.com"]
          }
        }

    Where people must create roles, demand a permissions boundary by the condition
    ``iam:PermissionsBoundary``.

Sources
    AWS IAM Privilege Escalation: Methods and Mitigation, https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
    Granting a user permissions to pass a role to an AWS service, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    Permissions boundaries for IAM entities, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Principal, Unknown
from auditor_checks._data import load
from auditor_checks.access._administration import told_with_holder
from auditor_checks.access._conditions import CIRCUMSTANCE_KEYS
from auditor_checks.access._grants import allowing, allows, denied, may_be_unlimited, unlimited_for
from auditor_checks.access._patterns import covers

_SHOWN = 3


def judge(policy: AccessPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Try every known combination on what the policy allows without limit."""
    if policy.purpose != "identity" or policy.origin.provider != "aws":
        return
    if told_with_holder(policy, view):
        return
    if isinstance(policy.grants, Unknown):
        yield Verdict(Outcome.UNKNOWN, policy.grants.reason, "grants")
        return
    grants = tuple(grant for grant in policy.grants if _may_count(grant))
    combinations = load("escalation")["combinations"]
    reached = {action for grant in grants for action in _reached(grant)}
    held = {action: _allowed(policy.grants, grants, action) for action in reached}
    ways = [
        (way, all_of(held.get(action, False) for action in way["actions"])) for way in combinations
    ]
    open_ways = [way for way, answer in ways if answer is True]
    doubts = [answer for _, answer in ways if isinstance(answer, Unknown)]
    if open_ways:
        shown = "; ".join(_described(way["name"], way["actions"]) for way in open_ways[:_SHOWN])
        more = len(open_ways) - _SHOWN
        rest = f"; and {more} more ways" if more > 0 else ""
        yield Verdict(Outcome.FAIL, f"{policy.subject} lets its holder {shown}{rest}", "grants")
    elif doubts:
        yield Verdict(Outcome.UNKNOWN, doubts[0].reason, "grants")
    else:
        text = f"{policy.subject} opens no known way to more rights"
        yield Verdict(Outcome.PASS, text, "grants")


def _described(name: str, actions: list[str]) -> str:
    return f"{name} ({' with '.join(actions)})"


def _may_count(grant: Grant) -> bool:
    """Say whether the grant may allow some action without limit."""
    return (
        grant.effect != "deny"
        and may_be_unlimited(grant)
        and all(condition.key.lower() in CIRCUMSTANCE_KEYS for condition in grant.conditions)
    )


def _reached(grant: Grant) -> frozenset[str]:
    """Return the actions of the combinations that the grant may reach."""
    if grant.not_actions or any(isinstance(action, Unknown) for action in grant.actions):
        return _covered("*")
    return frozenset().union(*(_covered(str(action)) for action in grant.actions))


@lru_cache(maxsize=4096)
def _covered(pattern: str) -> frozenset[str]:
    combinations = load("escalation")["combinations"]
    actions = (action for way in combinations for action in way["actions"])
    return frozenset(action for action in actions if covers(pattern, action))


def _allowed(every: tuple[Grant, ...], grants: tuple[Grant, ...], action: str) -> Answer:
    return any_of(all_of(_conditions_of(every, grant, action)) for grant in grants)


def _conditions_of(every: tuple[Grant, ...], grant: Grant, action: str) -> Iterator[Answer]:
    yield allows(grant, action)
    yield allowing(grant)
    yield unlimited_for(grant, action)
    yield not denied(every, grant, action)


CHECK = Check(
    id="access.privilege_escalation",
    title="Policy lets its holder raise their own rights",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    controls=("ACC-02",),
    also=(Principal,),
    same_as=(
        "CKV_AWS_109",
        "CKV_AWS_110",
        "CKV_AWS_286",
        "CKV_AWS_289",
        "AWS-0342",
        "AVD-AWS-0342",
        "iam_inline_policy_allows_privilege_escalation",
        "iam_policy_allows_privilege_escalation",
        "kics:IAM Role Policy passRole Allows All",
        "kics:User With Privilege Escalation By Actions 'iam:PutUserPolicy'",
        "iam_no_custom_policy_permissive_role_assumption",
    ),
)
