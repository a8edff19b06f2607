"""Lambda functions, and who may call them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import (
    AccessPolicy,
    Component,
    Condition,
    DataStore,
    Fact,
    Grant,
    ImageReference,
    Unknown,
)
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import in_block, inverted, only_when, policy, settings
from auditor_resources.translate._base import (
    Answer,
    Context,
    customer_key,
    present,
    text,
    translates,
)
from auditor_resources.translate._policy import ACCOUNT, account_root, shown
from auditor_resources.translate._tables import among, either, has, holds
from auditor_resources.translate.aws_containers import image_name

_CONDITIONS = {
    "source_arn": ("ArnLike", "aws:SourceArn"),
    "source_account": ("StringEquals", "aws:SourceAccount"),
    "principal_org_id": ("StringEquals", "aws:PrincipalOrgID"),
    "organization_id": ("StringEquals", "aws:PrincipalOrgID"),
    "event_source_token": ("StringEquals", "lambda:EventSourceToken"),
    "function_url_auth_type": ("StringEquals", "lambda:FunctionUrlAuthType"),
}
"""The condition that Lambda writes into the function's policy for each attribute."""


@translates("aws_lambda_function")
def function(resource: Resource, context: Context) -> Iterator[Fact]:
    """A function: its runtime, or the image it runs; mode PassThrough leaves tracing to callers.

    A live function holds its own policy, which Terraform writes as permissions beside it.
    """
    body, subject = resource.body, "Lambda function"
    runtime = text(body, "runtime")
    if runtime.value is not None:
        yield context.fact(
            Component, resource, subject, product="aws-lambda", answers={"version": runtime}
        )
    if body.get("image_uri") is not None:
        image = Answer(image_name(body.get("image_uri")), body.place_of("image_uri"))
        yield context.fact(ImageReference, resource, subject, answers={"image": image})
    traced = among("tracing_config.mode", ("Active",))(body)
    answers = {
        "tracing": traced,
        "dead_letter_queue": either(
            (has("dead_letter_config.target_arn")(body), _failures_kept(resource, context))
        ),
        "private_network": has("vpc_config")(body),
    }
    yield from settings(context, resource, subject, answers)
    yield from policy(context, resource, "Lambda permission", "resource")
    key = only_when(present(body, "environment").value, customer_key(body, "kms_key_arn"))
    yield context.fact(
        DataStore, resource, "environment of a Lambda function", answers={"key": key}
    )


def _failures_kept(resource: Resource, context: Context) -> Answer:
    """Say whether events that fail go somewhere by a setting beside the function."""
    kind, by = "aws_lambda_function_event_invoke_config", "function_name"
    kept = has("destination_config.on_failure.destination")
    found = context.linked(resource, kind, by, "function_name", "arn")
    answer = either(kept(item.body) for item in found)
    return answer if answer.value else Answer(context.loose(kind, by) or False)


@translates("aws_lambda_function_url")
def function_url(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether callers of a function's own URL must sign in, and which web sites may call it:
    none by a browser unless some are named."""
    signed = text(resource.body, "authorization_type").map(lambda value: value != "NONE")
    answers = {
        "api_authentication": signed,
        "origins_limited": in_block(resource.body, "cors", _limited, Answer(None)),
    }
    yield from settings(context, resource, "Lambda function URL", answers)


def _limited(cors: Body) -> Answer:
    return inverted(holds("allow_origins", "*")(cors))


@translates("aws_lambda_permission", "aws_lambda_layer_version_permission")
def permission(resource: Resource, context: Context) -> Iterator[Fact]:
    """One statement of a function's or layer's resource policy."""
    body = resource.body
    target = "function_name" if resource.type == "aws_lambda_permission" else "layer_name"
    grant = Grant(
        principals=(_principal(body),),
        actions=(_known(body, "action"),),
        resources=(_known(body, target),),
        conditions=tuple(_conditions(body)),
    )
    place = body.place_of("principal")
    yield context.fact(
        AccessPolicy,
        resource,
        "Lambda permission",
        purpose="resource",
        answers={"grants": Answer((grant,), place)},
    )


def _known(body: Body, name: str) -> str | Unknown:
    value = body.get(name)
    return Unknown(f"{name} is not set") if value is None else shown(value)


def _principal(body: Body) -> str | Unknown:
    name = _known(body, "principal")
    if isinstance(name, Unknown) or name == "*":
        return name
    if ACCOUNT.fullmatch(name):
        return account_root(name)
    return name if name.startswith(("arn:", "${")) else f"service:{name}"


def _conditions(body: Body) -> Iterator[Condition]:
    for attribute, (operator, key) in _CONDITIONS.items():
        value = body.get(attribute)
        if value is None or value == "":
            continue
        wanted = shown(value)
        yield Condition(operator, key, wanted if isinstance(wanted, Unknown) else (wanted,))
