"""CloudFront distributions and API Gateway, both generations."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, TlsListener, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached, inverted, only_when, settings, unread
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    present,
    text,
    texts,
    translates,
    unknown,
)
from auditor_resources.translate._network import elements
from auditor_resources.translate._tables import either, has, tables
from auditor_resources.translate.aws_certificates import written
from auditor_resources.translate.aws_load_balancers import web_firewall

_BEHAVIOURS = ("default_cache_behavior", "ordered_cache_behavior")


@translates("aws_cloudfront_distribution")
def distribution(resource: Resource, context: Context) -> Iterator[Fact]:
    """A distribution: how viewers connect, by behaviour, and what it records and keeps out."""
    body = resource.body
    for name in _BEHAVIOURS:
        blocks = body.blocks(name)
        for index, block in enumerate(blocks):
            part = name if name == _BEHAVIOURS[0] else f"{name}[{index}]"
            policy = text(block, "viewer_protocol_policy")
            plain = policy.map(lambda value: value == "allow-all")
            yield _listener(resource, context, part, plain=plain)
        reason = unread(body, name)
        if reason is not None:
            yield _listener(resource, context, name, plain=Answer(reason))
    yield _viewer_certificate(resource, context)
    yield from _origins(resource, context)
    delivered = attached(
        context, resource, "aws_cloudwatch_log_delivery_source", "resource_arn", "arn"
    )
    answers = {
        "access_log": either((present(body, "logging_config"), delivered)),
        "web_firewall": present(body, "web_acl_id"),
    }
    yield from settings(context, resource, _CLOUDFRONT, answers)


_CLOUDFRONT = "CloudFront distribution"


def _listener(resource: Resource, context: Context, part: str, **answers: Answer) -> Fact:
    return context.fact(TlsListener, resource, _CLOUDFRONT, part=part, answers=answers)


def _viewer_certificate(resource: Resource, context: Context) -> Fact:
    """With CloudFront's own certificate the version is TLSv1, whatever else is set.

    Text that names no certificate at all, but a version, is taken at its word.
    """
    part = "viewer_certificate"
    hole = resource.body.hole(part)
    if hole is not None:
        answer = Answer(unknown(hole), resource.body.place_of(part))
        return _listener(resource, context, part, default_certificate=answer, policy=answer)
    body = resource.body.block(part) or Body(place=resource.place)
    own = present(body, "acm_certificate_arn", "iam_certificate_id")
    shared = flag(body, "cloudfront_default_certificate", False)
    default = Answer(inverted(own).value, body.place)
    if shared.value is True:
        default = shared
    policy = text(body, "minimum_protocol_version", "TLSv1")
    if shared.value is True:
        policy = Answer("TLSv1", body.place_of("minimum_protocol_version"))
    return _listener(
        resource,
        context,
        part,
        default_certificate=default,
        policy=policy,
    )


_ORIGIN_VERSIONS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2")
"""As ``origin_ssl_protocols`` spells them, lowest first."""


def _origins(resource: Resource, context: Context) -> Iterator[Fact]:
    """The lowest version offered to each origin that CloudFront may speak TLS to."""
    for index, origin in enumerate(resource.body.blocks("origin")):
        custom = origin.block("custom_origin_config")
        if custom is None or text(custom, "origin_protocol_policy").value == "http-only":
            continue
        spoken, place = (
            texts(custom, "origin_ssl_protocols"),
            custom.place_of("origin_ssl_protocols"),
        )
        if spoken is None:
            continue
        lowest = spoken if isinstance(spoken, Unknown) else _lowest(spoken)
        yield context.fact(
            TlsListener,
            resource,
            "CloudFront's connection to an origin",
            part=f"origin[{index}]",
            answers={"minimum_version": Answer(lowest, place)},
        )


def _lowest(spoken: tuple[str | Unknown, ...]) -> str | Unknown | None:
    for version in _ORIGIN_VERSIONS:
        if version in spoken:
            return "TLSv1.0" if version == "TLSv1" else version
    return next((version for version in spoken if isinstance(version, Unknown)), None)


@translates("aws_api_gateway_deployment")
def deployment(resource: Resource, context: Context) -> Iterator[Fact]:
    """A deployment that names a stage makes it, without an access log (provider before 6.0)."""
    if present(resource.body, "stage_name").value is True:
        answer = Answer(False, resource.body.place_of("stage_name"))
        yield context.setting(resource, "stage of an API Gateway deployment", "access_log", answer)


@translates("aws_api_gateway_stage")
def stage(resource: Resource, context: Context) -> Iterator[Fact]:
    """A stage of a REST API; only public APIs are expected behind a web firewall."""
    body, subject = resource.body, "API Gateway stage"
    answers = {
        "access_log": present(body, "access_log_settings"),
        "tracing": flag(body, "xray_tracing_enabled", False),
        "web_firewall": only_when(_public(resource, context), web_firewall(context, resource)),
    }
    yield from settings(context, resource, subject, answers)
    client = present(body, "client_certificate_id")
    yield context.fact(TlsListener, resource, subject, answers={"client_certificate": client})


def _public(stage_resource: Resource, context: Context) -> bool | Unknown:
    value = stage_resource.body.get("rest_api_id")
    for ref in value.refs if isinstance(value, model.Unknown) else ():
        api = context.estate.at(ref)
        block = api.body.block("endpoint_configuration") if api is not None else None
        if block is not None:
            kinds = elements(block, "types")
            hole = next((kind for kind in kinds if isinstance(kind, model.Unknown)), None)
            return unknown(hole) if hole is not None else "PRIVATE" not in kinds
    return True


tables(
    "aws_apigatewayv2_stage",
    subject="API Gateway stage",
    settings={"access_log": has("access_log_settings")},
)


@translates("aws_api_gateway_method_settings")
def method_settings(resource: Resource, context: Context) -> Iterator[Fact]:
    """Encryption of cached answers, where there is a cache; off unless asked for."""
    block = resource.body.block("settings")
    if block is None:
        return
    cached = flag(block, "caching_enabled", False).value
    encrypted = only_when(cached, flag(block, "cache_data_encrypted", False))
    yield context.fact(
        DataStore, resource, "API Gateway cache", part="settings", answers={"encrypted": encrypted}
    )


@translates("aws_api_gateway_method")
def method(resource: Resource, context: Context) -> Iterator[Fact]:
    """Who may call a method; browsers' preflight requests carry no credentials."""
    body = resource.body
    if text(body, "http_method").value == "OPTIONS":
        return
    authorised = text(body, "authorization").map(lambda value: value.upper() != "NONE")
    answer = either((authorised, flag(body, "api_key_required", False)))
    yield context.setting(resource, "API Gateway method", "api_authentication", answer)


@translates("aws_apigatewayv2_route")
def route(resource: Resource, context: Context) -> Iterator[Fact]:
    """Who may call a route. A WebSocket's callers sign in when they connect, not later."""
    body = resource.body
    key = text(body, "route_key").value
    if not isinstance(key, str) or key.startswith("OPTIONS "):
        return
    if " " not in key and key not in ("$default", "$connect"):
        return
    authorised = text(body, "authorization_type", "NONE").map(lambda value: value != "NONE")
    answer = either((authorised, flag(body, "api_key_required", False)))
    yield context.setting(resource, "API Gateway route", "api_authentication", answer)


@translates("aws_api_gateway_domain_name")
def domain(resource: Resource, context: Context) -> Iterator[Fact]:
    """A custom domain of REST APIs; without a policy AWS accepts TLS 1.0."""
    yield _domain(resource, context, resource.body, "TLS_1_0")
    if present(resource.body, "certificate_body").value is True:
        yield written(resource, context, "API Gateway domain certificate", Answer("manual"))


@translates("aws_apigatewayv2_domain_name")
def domain_v2(resource: Resource, context: Context) -> Iterator[Fact]:
    """A custom domain of HTTP and WebSocket APIs; its policy is obligatory."""
    block = resource.body.block("domain_name_configuration")
    if block is not None:
        yield _domain(resource, context, block, None)


def _domain(resource: Resource, context: Context, body: Body, default: str | None) -> Fact:
    policy = text(body, "security_policy", default)
    return context.fact(
        TlsListener,
        resource,
        "API Gateway domain",
        answers={"policy": policy},
    )
