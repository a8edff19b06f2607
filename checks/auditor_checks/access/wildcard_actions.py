"""A policy that allows every action, or every action of a service.

Why it matters
    A wildcard grows by itself: each operation that the provider adds is allowed on the day it
    appears. It also takes in the operations that hand out permissions, open things to the public,
    or delete them for good, which few holders need.

Verdicts
    FAIL when a statement allows ``*``, allows ``service:*`` for a service that is not in
    ``allowed_services``, or allows everything but a list (``NotAction``), and no denial without
    conditions takes it back. On the policy of a resource ``*`` counts, and ``service:*`` only for
    ``counted_on_resources``, unless it is for whole accounts only: whoever may send to a queue
    need not change its policy. PASS when the actions are
    named or only part of a name is a wildcard (``s3:Get*``). UNKNOWN when that hangs on an action
    that could not be had. Trust policies and named roles are not judged here,
    nor is a policy that gives everything to a user or role of a live account
    (``access.administrator``).

How to mend it
    List the operations that are used, with a wildcard at most within one verb.

        statement {
          actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
          resources = [aws_dynamodb_table.orders.arn]
        }

    *Last accessed* information in IAM shows which services and operations were ever used.

Sources
    Apply least-privilege permissions, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
    IAM JSON policy elements: NotAction, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    CIS AWS Foundations 3.0: 1.16; 5.0: 1.15, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Principal, Unknown
from auditor_checks.access._administration import told_with_holder
from auditor_checks.access._grants import Fault, allowing, denied, grants_of, judged
from auditor_checks.access._patterns import every_action, whole_service


class WildcardSettings(Settings, frozen=True, kw_only=True):
    """Services (the part of an action before the colon) that may be allowed as a whole, and
    those whose ``service:*`` counts on the policy of a resource too."""

    allowed_services: tuple[str, ...] = ()
    counted_on_resources: tuple[str, ...] = ("sns", "sqs")


def judge(policy: AccessPolicy, view: View[WildcardSettings]) -> Iterator[Verdict]:
    """Look for actions that are not named."""
    grants = grants_of(policy)
    actionless = grants and not any(grant.actions or grant.not_actions for grant in grants)
    if policy.purpose in ("trust", "provider", "ceiling") or actionless:
        return
    if told_with_holder(policy, view):
        return
    spared = {service.lower() for service in view.settings.allowed_services}
    counted = {service.lower() for service in view.settings.counted_on_resources}

    def wide(grant: Grant, action: str | Unknown) -> Fault:
        if isinstance(action, Unknown):
            return action
        if denied(grants, grant, action):
            return ""
        if every_action(action):
            return "allows every action"
        service = whole_service(action)
        if not service or service in spared:
            return ""
        if policy.purpose != "identity" and (service not in counted or _for_accounts(grant)):
            return ""
        return f"allows every action of {service}"

    def fault(grant: Grant) -> Fault:
        effect = allowing(grant)
        if effect is False:
            return ""
        if grant.not_actions:
            found: list[Fault] = ["allows every action but those it lists"]
        else:
            found = [wide(grant, action) for action in grant.actions]
        known = [text for text in found if isinstance(text, str) and text]
        if known:
            return effect if isinstance(effect, Unknown) else known[0]
        return next((text for text in found if isinstance(text, Unknown)), "")

    yield from judged(policy, fault, "names the actions it allows")


def _for_accounts(grant: Grant) -> bool:
    return bool(grant.principals) and all(
        isinstance(principal, str) and principal.endswith(":root") for principal in grant.principals
    )


CHECK = Check(
    id="access.wildcard_actions",
    title="Policy allows actions by wildcard",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=WildcardSettings,
    controls=("ACC-02",),
    also=(Principal,),
    same_as=(
        "CKV_AWS_49",
        "CKV_AWS_63",
        "CKV_AWS_72",
        "AWS-0057",
        "AWS-0097",
        "AVD-AWS-0057",
        "AVD-AWS-0097",
        "aws-iam-no-policy-wildcards",
        "aws-sqs-no-wildcards-in-policy-documents",
        "iam_policy_no_full_access_to_kms",
        "iam_inline_policy_no_full_access_to_kms",
        "kics:SQS Policy Allows All Actions",
        "kics:S3 Bucket With All Permissions",
        "AZU-0030",
        "AVD-AZU-0030",
        "iam_inline_policy_no_full_access_to_cloudtrail",
        "iam_policy_no_full_access_to_cloudtrail",
    ),
)
