"""Policies of topics, queues, keys, secrets and the like that are resources of their own."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import AccessPolicy, Condition, Fact, Grant, Unknown
from auditor_resources.model import Resource
from auditor_resources.translate._aws import policy
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._policy import ACCOUNT, account_root, shown

_POLICIES = {
    "aws_cloudwatch_event_bus_policy": ("event bus policy", "policy"),
    "aws_cloudwatch_log_resource_policy": ("log resource policy", "policy_document"),
    "aws_ecr_registry_policy": ("ECR registry policy", "policy"),
    "aws_ecr_repository_policy": ("ECR repository policy", "policy"),
    "aws_kms_key_policy": ("KMS key policy", "policy"),
    "aws_schemas_registry_policy": ("schema registry policy", "policy"),
    "aws_secretsmanager_secret_policy": ("Secrets Manager secret policy", "policy"),
    "aws_ses_identity_policy": ("SES identity policy", "policy"),
    "aws_sesv2_email_identity_policy": ("SES identity policy", "policy"),
    "aws_sns_topic_policy": ("SNS topic policy", "policy"),
    "aws_sqs_queue_policy": ("SQS queue policy", "policy"),
}
"""By type: subject, and the attribute that holds the document."""


@translates(*_POLICIES)
def resource_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """A policy that says who may use the thing it belongs to."""
    subject, attribute = _POLICIES[resource.type]
    yield from policy(context, resource, subject, "resource", attribute)


@translates("aws_cloudwatch_event_permission")
def event_permission(resource: Resource, context: Context) -> Iterator[Fact]:
    """One statement of an event bus's policy: an account, or everybody under a condition."""
    named = resource.body.get("principal")
    principal = Unknown("principal is not set") if named is None else shown(named)
    if isinstance(principal, str) and ACCOUNT.fullmatch(principal):
        principal = account_root(principal)
    action = resource.body.get("action")
    grant = Grant(
        principals=(principal,),
        actions=("events:PutEvents" if action is None else shown(action),),
        conditions=tuple(_conditions(resource)),
    )
    place = resource.body.place_of("principal")
    yield context.fact(
        AccessPolicy,
        resource,
        "event bus permission",
        purpose="resource",
        answers={"grants": Answer((grant,), place)},
    )


def _conditions(resource: Resource) -> Iterator[Condition]:
    hole = resource.body.hole("condition")
    if hole is not None:
        yield Condition("", "", Unknown(hole.reason))
        return
    for block in resource.body.blocks("condition"):
        operator, key, value = (shown(block.get(name)) for name in ("type", "key", "value"))
        doubt = next((part for part in (operator, key, value) if isinstance(part, Unknown)), None)
        if isinstance(operator, str) and isinstance(key, str):
            yield Condition(operator, key, (value,) if isinstance(value, str) else value)
        elif doubt is not None:
            yield Condition("", "", doubt)
