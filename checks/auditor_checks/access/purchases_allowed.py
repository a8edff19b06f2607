"""A policy whose holder may buy whatever is for sale in the marketplace.

Why it matters
    A subscription binds the company for a year and more, and brings a stranger's images and
    programs into the account, past whoever checks contracts and suppliers.

Verdicts
    FAIL when a statement allows ``aws-marketplace:Subscribe``, by name or by a wildcard, on every
    resource, and no denial without conditions takes it back. PASS when none does. Policies that
    allow everything are reported by ``access.admin_policy``, those with parts that could not be
    had by ``access.wildcard_actions``.

How to mend it
    Leave subscribing to those who buy, and give everybody else a private marketplace.

    Give buyers a role of their own with ``AWSMarketplaceManageSubscriptions``. A private
    marketplace limits what can be bought at all. AWS cannot limit the action to products by their
    ARN: waive the check for the buyers' role.

Sources
    Controlling access to AWS Marketplace subscriptions, https://docs.aws.amazon.com/marketplace/latest/buyerguide/buyer-iam-users-groups-policies.html
    Actions, resources, and condition keys for AWS Marketplace, https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsmarketplace.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import all_of
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant
from auditor_checks.access._grants import (
    Fault,
    allowing,
    allows,
    denied,
    grants_of,
    judged,
    said,
    unlimited,
)
from auditor_checks.access._patterns import every_action

_BUYING = "aws-marketplace:Subscribe"


def judge(policy: AccessPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Look for statements that let their holder subscribe."""
    if policy.purpose != "identity" or policy.origin.provider != "aws":
        return
    grants = grants_of(policy)

    def fault(grant: Grant) -> Fault:
        everything = any(isinstance(item, str) and every_action(item) for item in grant.actions)
        if everything or denied(grants, grant, _BUYING):
            return ""
        answer = all_of((allowing(grant), allows(grant, _BUYING), unlimited(grant)))
        return said(answer, "allows buying in the marketplace")

    yield from judged(policy, fault, "allows no buying in the marketplace", doubts=False)


CHECK = Check(
    id="access.purchases_allowed",
    title="Policy lets its holder buy in the marketplace",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    controls=("ACC-02",),
    same_as=(
        "iam_inline_policy_no_wildcard_marketplace_subscribe",
        "iam_policy_no_wildcard_marketplace_subscribe",
    ),
)
