"""CloudFront distributions and API Gateway, both generations."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, TlsListener, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import (
    attached,
    in_block,
    inverted,
    only_when,
    settings,
    unread,
)
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
from auditor_resources.translate._tables import either, has, holds, on, referent, tables, word
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
        "redundant": present(body, "origin_group"),
        "root_object": _root_object(body),
        **_viewer_switches(body),
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


def _viewer_switches(body: Body) -> dict[str, Answer]:
    """How TLS is spoken with viewers; with CloudFront's own certificate nothing is chosen."""
    part = "viewer_certificate.cloudfront_default_certificate"
    shared = on(part)(body).value
    policy = word("viewer_certificate.minimum_protocol_version", "TLSv1")(body)
    served = word("viewer_certificate.ssl_support_method")(body)
    own = True if shared is False else None if shared is True else shared
    return {
        "post_quantum": only_when(own, policy.map(lambda name: name.endswith("_2025"))),
        "sni_only": only_when(own, served.map(lambda method: method == "sni-only")),
    }


_ORIGIN_VERSIONS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2")
"""As ``origin_ssl_protocols`` spells them, lowest first."""


def _origins(resource: Resource, context: Context) -> Iterator[Fact]:
    """How each server is spoken to: in the clear, or with which version at least; and whether
    a bucket answers others than CloudFront, too."""
    for index, origin in enumerate(resource.body.blocks("origin")):
        part = f"origin[{index}]"
        custom = origin.block("custom_origin_config")
        if custom is None:
            if _is_bucket(origin):
                answer = _signed(origin)
                yield context.setting(
                    resource, "CloudFront origin", "origin_access_controlled", answer, part
                )
            continue
        policy = text(custom, "origin_protocol_policy")
        plain = policy.map(lambda value: value == "http-only")
        if policy.value == "match-viewer":
            plain = Answer(_plain_viewers(resource.body, origin), policy.place)
        spoken, place = (
            texts(custom, "origin_ssl_protocols"),
            custom.place_of("origin_ssl_protocols"),
        )
        lowest = _lowest(spoken) if isinstance(spoken, tuple) else spoken
        encrypted = policy.value != "http-only"
        yield context.fact(
            TlsListener,
            resource,
            "CloudFront's connection to an origin",
            part=part,
            answers={
                "plain": plain,
                "minimum_version": Answer(lowest if encrypted else None, place),
            },
        )


def _is_bucket(origin: Body) -> bool:
    """Whether an origin without settings for servers is a bucket, rather than in a VPC."""
    return (
        origin.hole("custom_origin_config") is None
        and origin.block("vpc_origin_config") is None
        and origin.hole("vpc_origin_config") is None
    )


def _signed(origin: Body) -> Answer:
    """Whether the bucket can tell CloudFront's requests, by a control or an older identity."""
    identity = has("s3_origin_config.origin_access_identity")(origin)
    return either((present(origin, "origin_access_control_id"), identity))


def _root_object(body: Body) -> Answer:
    """Whether the root has an object; servers that are no buckets answer for theirs."""
    target = word("default_cache_behavior.target_origin_id")(body).value
    origins = body.blocks("origin")
    chosen = [one for one in origins if text(one, "origin_id").value == target]
    for origin in chosen or origins:
        if origin.block("custom_origin_config") is None and _is_bucket(origin):
            return present(body, "default_root_object")
    return Answer(None)


def _plain_viewers(body: Body, origin: Body) -> bool | Unknown:
    """Whether viewers may connect without TLS where requests go to this origin."""
    own = text(origin, "origin_id").value
    doubt: Unknown | None = None
    for name in _BEHAVIOURS:
        doubt = doubt or unread(body, name)
        for block in body.blocks(name):
            target = text(block, "target_origin_id").value
            allowed = text(block, "viewer_protocol_policy").value
            known = isinstance(own, str) and isinstance(target, str)
            if known and target != own:
                continue
            if isinstance(allowed, Unknown):
                doubt = doubt or allowed
            elif allowed == "allow-all":
                if known:
                    return True
                doubt = doubt or Unknown("the behaviours of this origin are not known")
    return doubt or False


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


_API = "aws_api_gateway_rest_api"


def _public(part: Resource, context: Context) -> bool | Unknown:
    """Say whether the REST API that a stage or a method is part of is open to the internet."""
    api = referent(context, part, "rest_api_id", (_API,), "id")
    private = False if api is None else _private(api.body).value
    return private if isinstance(private, Unknown) else not private


def _private(body: Body) -> Answer:
    return in_block(
        body,
        "endpoint_configuration",
        lambda block: holds("types", "PRIVATE")(block),
        Answer(False),
    )


@translates(_API)
def rest_api(resource: Resource, context: Context) -> Iterator[Fact]:
    """A REST API, which everybody reaches unless it is made private."""
    yield context.setting(resource, "REST API", "internal_only", _private(resource.body))


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
    """Who may call a method; browsers' preflight requests carry no credentials, and into a
    private API nobody comes whom its endpoint in a VPC and its policy keep out."""
    body = resource.body
    if text(body, "http_method").value == "OPTIONS":
        return
    authorised = text(body, "authorization").map(lambda value: value.upper() != "NONE")
    answer = either((authorised, flag(body, "api_key_required", False)))
    if answer.value is not True:
        answer = only_when(_public(resource, context), answer)
    yield from settings(context, resource, "API Gateway method", {"api_authentication": answer})


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
    policy = text(resource.body, "security_policy", "TLS_1_0")
    quantum = policy.map(lambda name: "_PQ_" in name)
    yield context.setting(resource, "API Gateway domain", "post_quantum", quantum)
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
