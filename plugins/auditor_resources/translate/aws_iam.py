"""IAM policy documents: what identities may do, and who may become a role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.facts import AccessPolicy, Fact, Grant, Unknown
from auditor_resources.model import Resource
from auditor_resources.policy_document import policy_document
from auditor_resources.translate._aws import policy, unread
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._policy import grants
from auditor_resources.translate.aws_iam_principals import assumed_with_mfa, attachments

Purpose = Literal["identity", "resource", "trust"]

IDENTITY_POLICIES = {
    "aws_iam_policy": ("IAM policy", "policy", ""),
    "aws_iam_user_policy": ("IAM user policy", "policy", "user"),
    "aws_iam_group_policy": ("IAM group policy", "policy", "group"),
    "aws_iam_role_policy": ("IAM role policy", "policy", "role"),
    "aws_ssoadmin_permission_set_inline_policy": ("permission set policy", "inline_policy", "role"),
}
"""By type: subject, attribute, and what the policy is attached to."""


@translates(*IDENTITY_POLICIES)
def identity(resource: Resource, context: Context) -> Iterator[Fact]:
    """A policy of its own resource type."""
    subject, attribute, attached_to = IDENTITY_POLICIES[resource.type]
    yield from policy(context, resource, subject, "identity", attribute, attached_to=attached_to)


@translates("aws_iam_user_policy")
def of_user(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a user who may assume roles has to show a second factor for it."""
    answer = Answer(assumed_with_mfa(resource.body.get("policy")), resource.body.place_of("policy"))
    if answer.value is not None:
        yield context.setting(resource, "IAM user policy", "mfa_enforced", answer)


@translates("aws_iam_role")
def role(resource: Resource, context: Context) -> Iterator[Fact]:
    """A role: who may assume it, its inline policies and the policies attached by ARN."""
    yield from attachments(resource, context, "role", "managed_policy_arns")
    yield from policy(context, resource, "IAM role", "trust", "assume_role_policy")
    for index, block in enumerate(resource.body.blocks("inline_policy")):
        yield from policy(
            context,
            resource,
            "IAM role",
            "identity",
            body=block,
            attached_to="role",
            part=f"inline_policy[{index}]",
        )
    reason = unread(resource.body, "inline_policy")
    if reason is not None:
        yield context.fact(
            AccessPolicy,
            resource,
            "IAM role",
            part="inline_policy",
            answers={"grants": Answer(reason, resource.body.place_of("inline_policy"))},
            purpose="identity",
            attached_to="role",
        )


@translates("data.aws_iam_policy_document")
def document(resource: Resource, context: Context) -> Iterator[Fact]:
    """A document by itself: it is judged where it is written, whoever uses it.

    One without principals speaks for an identity; one that only lets somebody assume
    something is a trust; any other belongs to a resource.
    """
    found = grants(policy_document(resource.body))
    purpose: Purpose = "identity" if isinstance(found, Unknown) else _purpose(found)
    yield context.fact(
        AccessPolicy,
        resource,
        "IAM policy document",
        answers={"grants": Answer(found)},
        purpose=purpose,
    )


def _purpose(found: tuple[Grant, ...]) -> Purpose:
    read = [grant for grant in found if not isinstance(grant.effect, Unknown)]
    if not any(grant.principals or grant.not_principals for grant in read):
        return "identity"
    actions = [action for grant in read for action in grant.actions]
    assumes = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")
    if actions and all(isinstance(a, str) and a.lower().startswith(assumes) for a in actions):
        return "trust"
    return "resource"
