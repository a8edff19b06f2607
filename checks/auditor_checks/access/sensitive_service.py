"""A policy that gives away a service on which the safety of others rests.

Why it matters
    Whoever holds all of the key service can unlock, or throw away the keys of, everything that is
    encrypted; all of the audit trail, can work unseen. Taking any role, and passing any role to
    something that runs code, are of the same kind.

Verdicts
    FAIL when a statement allows one of the sensitive rights (data file ``sensitive_access``:
    ``kms:*``, ``cloudtrail:*``, ``sts:AssumeRole`` and others) on every resource, and no denial
    without conditions takes it back. Conditions on how or when a call is made are no limit; any
    other condition is taken for one. PASS when no statement does. Only identity policies of AWS
    that are the account's own are judged; buying in the marketplace is by
    ``access.purchases_allowed``, and a policy with parts that could not be had by
    ``access.privilege_escalation``, which weighs the same statements.

How to mend it
    Name the operations and the resources that the holder needs.

    For keys allow ``kms:Decrypt`` and ``kms:GenerateDataKey`` on the ARNs of the keys; for trails
    ``cloudtrail:LookupEvents``; for roles the ARNs of those that are to be assumed. ``aws iam
    create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default``
    puts the new text in force.

Sources
    Customer managed policies for AWS KMS: best practices, https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
    Apply least-privilege permissions, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.answers import Answer, all_of
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Unknown
from auditor_checks._data import load
from auditor_checks.access._context import lets
from auditor_checks.access._grants import (
    Fault,
    allowing,
    allows,
    denied,
    grants_of,
    judged,
    may_be_unlimited,
    said,
    unlimited_for,
)


class SensitiveSettings(Settings, frozen=True, kw_only=True):
    """Rights, as the data file names them, that are not to be judged."""

    ignored: tuple[str, ...] = ()


def judge(policy: AccessPolicy, view: View[SensitiveSettings]) -> Iterator[Verdict]:
    """Look for sensitive rights that are given without limit."""
    if policy.purpose != "identity" or policy.origin.provider != "aws":
        return
    grants = grants_of(policy)
    rights = [
        right
        for right in load("sensitive_access")["rights"]
        if right["action"] not in view.settings.ignored
    ]

    def fault(grant: Grant) -> Fault:
        if grant.effect == "deny" or not may_be_unlimited(grant):
            return ""
        found = [said(_given(grants, grant, right), right["name"]) for right in rights]
        known = [text for text in found if isinstance(text, str) and text]
        if known:
            more = f" and {len(known) - 1} more" if len(known) > 1 else ""
            return f"allows {known[0]}{more}"
        return next((text for text in found if isinstance(text, Unknown)), "")

    yield from judged(policy, fault, "gives no sensitive service away", doubts=False)


def _given(grants: tuple[Grant, ...], grant: Grant, right: dict[str, Any]) -> Answer:
    action = right["action"]
    context = {"iam:passedtoservice": right["passed_to"]} if "passed_to" in right else {}
    held = lets(grant.conditions, context)
    service, _, operation = action.partition(":")
    worked_on = f"{right.get('works_on', service)}:{operation}"
    return all_of(
        (
            allows(grant, action),
            allowing(grant),
            unlimited_for(grant, worked_on),
            held is True,
            not denied(grants, grant, action),
        )
    )


CHECK = Check(
    id="access.sensitive_service",
    title="Policy gives a sensitive service away",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=SensitiveSettings,
    controls=("ACC-02",),
    same_as=(
        "iam_inline_policy_no_full_access_to_cloudtrail",
        "iam_inline_policy_no_full_access_to_kms",
        "iam_no_custom_policy_permissive_role_assumption",
        "iam_policy_no_agentcore_workload_access_token_wildcard",
        "iam_policy_no_full_access_to_cloudtrail",
        "iam_policy_no_full_access_to_kms",
        "iam_policy_passrole_to_bedrock_agentcore_restricted",
    ),
)
