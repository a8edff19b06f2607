"""API Gateway: REST APIs, HTTP and WebSocket APIs, and their domains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import Certificate, Fact
from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, Plain
from auditor_resources.model import Resource, Unknown

_STAGE = ("canarySettings.stageVariableOverrides", "variables")
_VERBS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_BEHIND = tuple(f"resourceMethods.{verb}.methodIntegration" for verb in _VERBS)
"""What is called behind a method, with the headers that are added: passwords among them."""
_PAGE = 500
"""Most things a page (API reference, *limit*)."""


def rest_apis(api: Api) -> Iterator[Resource]:
    """Yield every REST API with its stages and methods: two calls for each."""
    listed = list(api.pages("apigateway", "get_rest_apis", "items", limit=_PAGE))
    for item in listed:
        kinds = (item.get("endpointConfiguration") or {}).get("types")
        values = {"id": item["id"], "endpoint_configuration": {"types": kinds}}
        yield api.resource("aws_api_gateway_rest_api", _path(api, item), item, values)
    yield from api.each(listed, lambda item: _stages(api, item))
    yield from api.each(listed, lambda item: _methods(api, item))


def _path(api: Api, item: Item, *rest: str) -> str:
    """ARNs of API Gateway name no account (Service Authorization Reference)."""
    return "/".join((f"arn:{api.partition}:apigateway:{api.region}::/restapis/{item['id']}", *rest))


def _stages(api: Api, rest_api: Item) -> Iterator[Resource]:
    conceal = tuple(f"item[].{path}" for path in _STAGE)
    answer = api.call("apigateway", "get_stages", conceal=conceal, restApiId=rest_api["id"])
    for found in answer.get("item") or ():
        item = Item(found, answer.operation, answer.page, _STAGE)
        address = _path(api, rest_api, "stages", item["stageName"])
        logs = item.get("accessLogSettings") or {}
        values = {
            "arn": address,
            "rest_api_id": rest_api["id"],
            "access_log_settings": {"destination_arn": logs.get("destinationArn")} if logs else [],
            "xray_tracing_enabled": item.get("tracingEnabled"),
            "client_certificate_id": item.get("clientCertificateId") or None,
            "variables": Plain(item.get("variables") or {}),
        }
        yield api.resource("aws_api_gateway_stage", address, item, values)
        if item.get("webAclArn"):
            guard = {"resource_arn": address, "web_acl_arn": item["webAclArn"]}
            yield api.resource("aws_wafv2_web_acl_association", address, item, guard)
        if item.get("cacheClusterEnabled"):
            yield from _caches(api, item, address)


def _caches(api: Api, stage: Item, address: str) -> Iterator[Resource]:
    for path, found in sorted((stage.get("methodSettings") or {}).items()):
        values = {
            "settings": {
                "caching_enabled": found.get("cachingEnabled"),
                "cache_data_encrypted": found.get("cacheDataEncrypted"),
            }
        }
        yield api.resource("aws_api_gateway_method_settings", f"{address}/{path}", stage, values)


def _methods(api: Api, rest_api: Item) -> Iterator[Resource]:
    listed = api.pages(
        "apigateway",
        "get_resources",
        "items",
        conceal=_BEHIND,
        restApiId=rest_api["id"],
        embed=["methods"],
        limit=_PAGE,
    )
    for item in listed:
        for verb, found in sorted((item.get("resourceMethods") or {}).items()):
            values = {
                "rest_api_id": rest_api["id"],
                "http_method": verb,
                "authorization": found.get("authorizationType"),
                "api_key_required": found.get("apiKeyRequired"),
            }
            address = _path(api, rest_api, "resources", item["id"], "methods", verb)
            yield api.resource("aws_api_gateway_method", address, item, values)


def client_certificates(api: Api) -> Iterator[Fact]:
    """Yield the certificates by which APIs prove to servers who they are; they end after a
    year."""
    listed = api.pages(
        "apigateway",
        "get_client_certificates",
        "items",
        conceal=("pemEncodedCertificate",),
        limit=_PAGE,
    )
    for item in listed:
        number = item["clientCertificateId"]
        address = f"arn:{api.partition}:apigateway:{api.region}::/clientcertificates/{number}"
        yield Certificate(
            origin=api.origin("aws_api_gateway_client_certificate", address, item),
            subject="API Gateway client certificate",
            name=number,
            not_before=item.get("createdDate"),
            not_after=item["expirationDate"],
        )


def other_apis(api: Api) -> Iterator[Resource]:
    """Yield the stages and routes of HTTP and WebSocket APIs: two calls for each API."""
    listed = list(api.pages("apigatewayv2", "get_apis", "Items"))
    yield from api.each(listed, lambda item: _other_stages(api, item))
    yield from api.each(listed, lambda item: _routes(api, item))


def _other_path(api: Api, item: Mapping[str, Any], *rest: str) -> str:
    head = f"arn:{api.partition}:apigateway:{api.region}::/apis/{item['ApiId']}"
    return "/".join((head, *rest))


def _other_stages(api: Api, parent: Item) -> Iterator[Resource]:
    listed = api.pages(
        "apigatewayv2",
        "get_stages",
        "Items",
        conceal=("StageVariables",),
        ApiId=parent["ApiId"],
    )
    for item in listed:
        logs = item.get("AccessLogSettings") or {}
        values = {
            "access_log_settings": {"destination_arn": logs.get("DestinationArn")} if logs else [],
            "stage_variables": Plain(item.get("StageVariables") or {}),
        }
        address = _other_path(api, parent, "stages", item["StageName"])
        yield api.resource("aws_apigatewayv2_stage", address, item, values)


def _routes(api: Api, parent: Item) -> Iterator[Resource]:
    for item in api.pages("apigatewayv2", "get_routes", "Items", ApiId=parent["ApiId"]):
        values = {
            "route_key": item["RouteKey"],
            "authorization_type": item.get("AuthorizationType"),
            "api_key_required": item.get("ApiKeyRequired"),
        }
        address = _other_path(api, parent, "routes", item["RouteId"])
        yield api.resource("aws_apigatewayv2_route", address, item, values)


def domains(api: Api) -> Iterator[Resource]:
    """Yield every custom domain. Both APIs list most of them; each is told once."""
    told = set()
    try:
        for item in api.pages("apigateway", "get_domain_names", "items", limit=_PAGE):
            told.add(item["domainName"])
            values = {"security_policy": item.get("securityPolicy"), "certificate_body": None}
            address = _domain(api, item["domainName"])
            yield api.resource("aws_api_gateway_domain_name", address, item, values)
    except Refused as error:
        api.note(error)
    others = api.listed("apigatewayv2", "get_domain_names", "Items")
    for item in () if isinstance(others, Unknown) else others:
        if item["DomainName"] not in told:
            policies = [one.get("SecurityPolicy") for one in item["DomainNameConfigurations"]]
            values = {"domain_name_configuration": [{"security_policy": p} for p in policies]}
            address = _domain(api, item["DomainName"])
            yield api.resource("aws_apigatewayv2_domain_name", address, item, values)


def _domain(api: Api, name: str) -> str:
    return f"arn:{api.partition}:apigateway:{api.region}::/domainnames/{name}"


SERVICE = Service(
    name="apigateway",
    reach=Reach.REGIONAL,
    operations=(
        "apigateway:GetClientCertificates",
        "apigateway:GetDomainNames",
        "apigateway:GetResources",
        "apigateway:GetRestApis",
        "apigateway:GetStages",
        "apigatewayv2:GetApis",
        "apigatewayv2:GetDomainNames",
        "apigatewayv2:GetRoutes",
        "apigatewayv2:GetStages",
    ),
    parts=(rest_apis, client_certificates, other_apis, domains),
)
