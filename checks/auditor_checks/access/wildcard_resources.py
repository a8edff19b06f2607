"""A policy that allows actions on every resource where a few could be named.

Why it matters
    An action without a resource works on everything of its kind in the account: the staging job
    that may stop *its* instance may stop every instance. The limit costs one line and keeps a
    mistake or a break-in where it happened.

Verdicts
    FAIL when a statement without conditions allows, on every resource (``*`` or ``NotResource``),
    an action that AWS can limit to a resource, and no denial takes it back. PASS when resources
    are named, when a condition limits the statement, or when all its actions only list or
    describe, or cannot be limited (data file ``unscopable_actions``). UNKNOWN when that hangs on
    a part that could not be had. Only identity policies of AWS are judged, but for
    those that give everything to a user or role of a live account (``access.administrator``).

How to mend it
    Name the resources by ARN, and split off the actions that cannot be limited into a statement
    of their own.

        statement {
          actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
          resources = [aws_sqs_queue.jobs.arn]
        }

        statement {
          actions   = ["cloudwatch:PutMetricData"]
          resources = ["*"]
        }

    Where names are not known beforehand, limit by tag: condition ``aws:ResourceTag/team``.

Sources
    Service Authorization Reference, https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    IAM JSON policy elements: Resource, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Principal, Unknown
from auditor_checks._data import load
from auditor_checks.access._administration import told_with_holder
from auditor_checks.access._grants import (
    Fault,
    allowing,
    denied,
    grants_of,
    judged,
    said,
    unlimited,
)
from auditor_checks.access._patterns import covers


def judge(policy: AccessPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Look for statements on every resource with an action that could be limited."""
    if policy.purpose != "identity" or policy.origin.provider != "aws":
        return
    if told_with_holder(policy, view):
        return
    grants = grants_of(policy)

    def limitable(grant: Grant, action: str | Unknown) -> Answer:
        if isinstance(action, Unknown):
            return action
        return can_be_limited(action) and not denied(grants, grant, action)

    def fault(grant: Grant) -> Fault:
        actions = any_of(limitable(grant, action) for action in grant.actions)
        if grant.not_actions:
            actions = True
        answer = all_of((allowing(grant), unlimited(grant), not grant.conditions, actions))
        return said(answer, f"allows {_shown(grant)} on every resource")

    yield from judged(policy, fault, "names the resources of its actions")


def _shown(grant: Grant) -> str:
    wide = [
        action for action in grant.actions if isinstance(action, str) and can_be_limited(action)
    ]
    if not wide:
        return "nearly every action"
    return wide[0] if len(wide) == 1 else f"{wide[0]} and {len(wide) - 1} more"


@lru_cache(maxsize=4096)
def can_be_limited(action: str) -> bool:
    """Say whether AWS can limit the action, or part of what the pattern matches, to resources."""
    data = load("unscopable_actions")
    if any(covers(action, exception) for exception in data["scopable"]):
        return True
    operation = action.partition(":")[2]
    if operation.lower().startswith(tuple(prefix.lower() for prefix in data["prefixes"])):
        return False
    return not any(covers(whole, action) for whole in data["actions"])


CHECK = Check(
    id="access.wildcard_resources",
    title="Policy allows its actions on every resource",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    controls=("ACC-02",),
    also=(Principal,),
    same_as=(
        "CKV_AWS_111",
        "CKV_AWS_290",
        "CKV_AWS_355",
        "CKV_AWS_356",
    ),
)
