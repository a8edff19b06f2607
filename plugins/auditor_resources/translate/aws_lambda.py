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
from auditor_resources.translate._aws import only_when, settings
from auditor_resources.translate._base import (
    Answer,
    Context,
    customer_key,
    present,
    text,
    translates,
)
from auditor_resources.translate._policy import ACCOUNT, account_root, shown
from auditor_resources.translate._tables import among
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
    """A function: its runtime, or the image it runs; mode PassThrough leaves tracing to callers."""
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
    yield from settings(context, resource, subject, {"tracing": traced})
    key = only_when(present(body, "environment").value, customer_key(body, "kms_key_arn"))
    yield context.fact(
        DataStore, resource, "environment of a Lambda function", answers={"key": key}
    )


@translates("aws_lambda_function_url")
def function_url(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether callers of a function's own URL must sign in."""
    signed = text(resource.body, "authorization_type").map(lambda value: value != "NONE")
    yield from settings(context, resource, "Lambda function URL", {"api_authentication": signed})


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
