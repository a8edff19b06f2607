"""OpenSearch, Elasticsearch and CloudSearch domains, and Kendra."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.facts import DataStore, Fact, TlsListener, Unknown
from auditor_resources import model
from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import inverted, policy
from auditor_resources.translate._base import Answer, Context, flag, text, translates, unknown
from auditor_resources.translate._tables import (
    always,
    component,
    days,
    either,
    every,
    key,
    on,
    tables,
)

_TLS_POLICY = re.compile(r"Policy-Min-TLS-(\d)-(\d)-.+")


@translates("aws_opensearch_domain", "aws_elasticsearch_domain")
def domain(resource: Resource, context: Context) -> Iterator[Fact]:
    """A search domain: encryption is off in every place unless it is turned on."""
    body = resource.body
    subject = (
        "OpenSearch domain" if resource.type == "aws_opensearch_domain" else "Elasticsearch domain"
    )
    answers = {
        "encrypted": on("encrypt_at_rest.enabled")(body),
        "key": key("encrypt_at_rest.kms_key_id")(body),
        "multi_zone": on("cluster_config.zone_awareness_enabled")(body),
    }
    yield context.fact(DataStore, resource, subject, answers=answers)
    for name, answer in {
        "node_to_node_encryption": on("node_to_node_encryption.enabled")(body),
        "service_logs": _published(body),
        "search_audit_log": _published(body, "AUDIT_LOGS"),
        "fine_grained_access": on("advanced_security_options.enabled")(body),
        "local_accounts_disabled": _no_local_accounts(body),
        "federated_sign_in": either(
            [
                on("cognito_options.enabled")(body),
                on("advanced_security_options.saml_options.enabled")(body),
            ]
        ),
    }.items():
        if answer.value is not None:
            yield context.setting(resource, subject, name, answer)
    for part, answer in _redundancy(body).items():
        yield context.setting(resource, subject, "redundant", answer, part)
    listener = _listener(body, "domain_endpoint_options", enforced=True)
    yield context.fact(TlsListener, resource, subject, answers=listener)
    if not _in_network(body):
        yield from policy(context, resource, subject, "resource", "access_policies")
    engine, _, version = str(text(body, "engine_version").value or "").partition("_")
    if engine == "OpenSearch":
        place = body.places.get("engine_version")
        answer = Answer(version, place)
        yield from component(resource, context, subject, "amazon-opensearch", answer)


def _in_network(body: Body) -> bool:
    """Whether the domain stands in a VPC: then security groups say who may reach it, and a
    policy for everybody lets in nobody from outside (*OpenSearch Service*, VPC support)."""
    return bool(body.blocks("vpc_options"))


def _no_local_accounts(body: Body) -> Answer:
    """Say whether no accounts are kept inside; where access is not fine-grained there are none.

    Where that is not told, only accounts that are asked for in so many words count.
    """
    options = "advanced_security_options"
    fine_grained = on(f"{options}.enabled")(body).value
    answer = inverted(on(f"{options}.internal_user_database_enabled")(body))
    if fine_grained is True or (fine_grained is not False and answer.value is False):
        return answer
    return Answer(None)


def _redundancy(body: Body) -> dict[str, Answer]:
    """Say of data nodes and of dedicated masters whether the loss of one is borne: three of each,
    the former in several zones (*Operational best practices for Amazon OpenSearch Service*)."""
    options = "cluster_config"
    data = every(
        [
            days(f"{options}.instance_count", 1)(body).map(lambda count: count >= 3),
            on(f"{options}.zone_awareness_enabled")(body),
        ]
    )
    masters = every(
        [
            on(f"{options}.dedicated_master_enabled")(body),
            days(f"{options}.dedicated_master_count", 3)(body).map(lambda count: count >= 3),
        ]
    )
    return {"data_nodes": data, "master_nodes": masters}


def _published(body: Body, kind: str = "") -> Answer:
    """Say whether logs of this kind (of any kind, when empty) go to CloudWatch."""
    hole = body.hole("log_publishing_options")
    if hole is not None:
        return Answer(unknown(hole), body.place_of("log_publishing_options"))
    logs = [_one_log(block, kind) for block in body.blocks("log_publishing_options")]
    return either([*logs, Answer(False)])


def _one_log(block: Body, kind: str) -> Answer:
    named = text(block, "log_type").map(lambda value: not kind or value == kind)
    return every([named, Answer(flag(block, "enabled", True).value, block.place)])


def _listener(body: Body, options: str, *, enforced: bool) -> dict[str, Answer]:
    """Read the endpoint: HTTP is served unless refused, from TLS 1.0 on unless a policy says
    otherwise. ``enforced`` is the default of ``enforce_https`` within the block."""
    hole = body.hole(options)
    if hole is not None:
        answer = Answer(unknown(hole), body.place_of(options))
        return {"plain": answer, "minimum_version": answer}
    block = body.block(options)
    if block is None:
        return {"plain": Answer(True), "minimum_version": Answer("TLSv1.0")}
    refused = flag(block, "enforce_https", enforced)
    lowest = text(block, "tls_security_policy", "Policy-Min-TLS-1-0-2019-07")
    return {
        "plain": Answer(refused.value, refused.place or block.place).map(lambda value: not value),
        "minimum_version": lowest.map(_lowest),
    }


def _lowest(name: str) -> str | Unknown:
    found = _TLS_POLICY.fullmatch(name)
    return f"TLSv{found[1]}.{found[2]}" if found else Unknown("tls_security_policy is unknown")


@translates("aws_opensearch_domain_policy", "aws_elasticsearch_domain_policy")
def domain_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """A policy beside its domain."""
    domains = context.estate.of_type(resource.type.removesuffix("_policy"))
    if not any(
        _in_network(domain.body)
        and resource in context.linked(domain, resource.type, "domain_name", "domain_name")
        for domain in domains
    ):
        subject = "search domain policy"
        yield from policy(context, resource, subject, "resource", "access_policies")


@translates("aws_cloudsearch_domain")
def cloudsearch(resource: Resource, context: Context) -> Iterator[Fact]:
    """The endpoint of a CloudSearch domain."""
    listener = _listener(resource.body, "endpoint_options", enforced=False)
    yield context.fact(TlsListener, resource, "CloudSearch domain", answers=listener)


tables("aws_cloudsearch_domain_service_access_policy", subject="CloudSearch policy",
       policy="access_policy")  # fmt: skip


@translates("aws_opensearchserverless_security_policy")
def serverless_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a network policy lets its collections be reached from the internet."""
    body = resource.body
    if text(body, "type").value != "network":
        return
    rules = as_json(body.get("policy"))
    answers = {"public": Answer(_from_public(rules), body.place_of("policy"))}
    yield context.fact(DataStore, resource, "OpenSearch Serverless collection", answers=answers)


def _from_public(rules: model.Value) -> bool | Unknown:
    if isinstance(rules, model.Unknown):
        return Unknown(rules.reason)
    doubt: bool | Unknown = False
    for rule in rules if isinstance(rules, list) else [rules]:
        allowed = rule.get("AllowFromPublic") if isinstance(rule, dict) else rule
        if allowed is True:
            return True
        if isinstance(allowed, model.Unknown):
            doubt = Unknown(allowed.reason)
    return doubt


tables(
    "aws_kendra_index",
    subject="Kendra index",
    encrypted=always(True),
    key=key("server_side_encryption_configuration.kms_key_id"),
)
