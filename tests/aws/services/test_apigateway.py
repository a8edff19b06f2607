"""REST APIs, HTTP APIs and their domains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Server

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzx0aB3kQ9f"
REGION = "arn:aws:apigateway:us-east-1:"
EXPECTED = {
    "exposure.faces_internet": {"open": "fail", "inner": "pass"},
    "access.unauthenticated_api": {
        "GET": "fail",
        "POST": "pass",
        "r1": "fail",
        "r2": "pass",
    },
    "logging.access_log_disabled": {"bad": "fail", "good": "pass", "v2bad": "fail", "v2": "pass"},
    "logging.tracing_disabled": {"bad": "fail", "good": "pass"},
    "exposure.no_web_firewall": {"bad": "fail", "good": "pass"},
    "certificates.no_client_certificate": {"bad": "fail", "good": "pass"},
    "encryption.at_rest": {"*": "fail"},
    "secrets.in_environment": {"bad": "fail", "good": "pass"},
    "secrets.in_code": {"v2bad": "fail"},
    "certificates.outdated_tls": {
        "old.example.com": "fail",
        "new.example.com": "pass",
        "http.example.com": "pass",
    },
    "encryption.no_post_quantum": {"old.example.com": "fail", "new.example.com": "pass"},
    "certificates.expiring": {"cc1": "fail"},
}
GOOD_STAGE = {
    "stageName": "good",
    "accessLogSettings": {"destinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:l"},
    "tracingEnabled": True,
    "webAclArn": "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/1",
    "clientCertificateId": "cc1",
    "variables": {"LEVEL": "info"},
}
BAD_STAGE = {
    "stageName": "bad",
    "tracingEnabled": False,
    "cacheClusterEnabled": True,
    "methodSettings": {"*/*": {"cachingEnabled": True, "cacheDataEncrypted": False}},
    "variables": {"AWS_SECRET_ACCESS_KEY": SECRET},
}
METHODS = {
    "GET": {
        "httpMethod": "GET",
        "authorizationType": "NONE",
        "methodIntegration": {"requestParameters": {"integration.request.header.key": SECRET}},
    },
    "POST": {"httpMethod": "POST", "authorizationType": "AWS_IAM"},
    "OPTIONS": {"httpMethod": "OPTIONS", "authorizationType": "NONE"},
}
INNER_METHODS = {"PUT": {"httpMethod": "PUT", "authorizationType": "NONE"}}
"""Of a private API: its policy says who may call it."""


@pytest.fixture
def apis(aws: Server) -> Server:
    """An open REST API with a good and a bad stage, a private one, an HTTP API and domains."""
    ends = datetime.now(UTC) + timedelta(days=5)
    open_api = {"id": "open", "endpointConfiguration": {"types": ["REGIONAL"]}}
    inner_api = {"id": "inner", "endpointConfiguration": {"types": ["PRIVATE"]}}
    stages: dict[str, list[Any]] = {"open": [BAD_STAGE, GOOD_STAGE], "inner": []}
    aws.stub("apigateway", "GetRestApis", {"items": [open_api, inner_api]})
    aws.stub("apigateway", "GetStages", lambda asked, *_: {"item": stages[asked["restApiId"]]})
    aws.stub(
        "apigateway",
        "GetResources",
        lambda asked, *_: (
            {"items": [{"id": "root", "resourceMethods": METHODS}]}
            if asked["restApiId"] == "open"
            else {"items": [{"id": "root", "resourceMethods": INNER_METHODS}]}
        ),
    )
    aws.stub(
        "apigateway",
        "GetClientCertificates",
        {
            "items": [
                {
                    "clientCertificateId": "cc1",
                    "createdDate": ends - timedelta(days=365),
                    "expirationDate": ends,
                }
            ]
        },
    )
    domains = [("old.example.com", "TLS_1_0")]
    domains.append(("new.example.com", "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"))
    aws.stub(
        "apigateway",
        "GetDomainNames",
        {"items": [{"domainName": name, "securityPolicy": policy} for name, policy in domains]},
    )
    aws.stub(
        "apigatewayv2",
        "GetDomainNames",
        {
            "Items": [
                {
                    "DomainName": name,
                    "DomainNameConfigurations": [{"SecurityPolicy": "TLS_1_2"}],
                }
                for name in ("new.example.com", "http.example.com")
            ]
        },
    )
    http = {
        "ApiId": "h",
        "Name": "h",
        "ProtocolType": "HTTP",
        "RouteSelectionExpression": "$request.method",
    }
    aws.stub("apigatewayv2", "GetApis", {"Items": [http]})
    aws.stub(
        "apigatewayv2",
        "GetStages",
        {
            "Items": [
                {"StageName": "v2bad", "StageVariables": {"secret_key": SECRET}},
                {"StageName": "v2", "AccessLogSettings": {"DestinationArn": "arn:aws:logs:::"}},
            ]
        },
    )
    aws.stub(
        "apigatewayv2",
        "GetRoutes",
        {
            "Items": [
                {"RouteId": "r1", "RouteKey": "GET /", "AuthorizationType": "NONE"},
                {"RouteId": "r2", "RouteKey": "PUT /", "AuthorizationType": "JWT"},
            ]
        },
    )
    return aws


def test_verdicts(apis: Server, audited: Callable[..., Any]) -> None:
    audit = audited("apigateway")
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED


def test_secrets_of_stages_and_integrations_are_not_kept(
    apis: Server, audited: Callable[..., Any]
) -> None:
    audit = audited("apigateway")
    assert set(audit.verdicts("secrets.in_environment").values()) == {"fail", "pass"}
    kept = [*audit.evidence, msgspec.json.encode(audit.facts), repr(audit.findings).encode()]
    assert not [content for content in kept if SECRET.encode() in content]


@pytest.mark.parametrize(
    ("operation", "check"),
    [
        ("apigateway:GetStages", "logging.tracing_disabled"),
        ("apigateway:GetResources", "access.unauthenticated_api"),
        ("apigateway:GetDomainNames", "encryption.no_post_quantum"),
        ("apigateway:GetClientCertificates", "certificates.expiring"),
        ("apigatewayv2:GetRoutes", "access.unauthenticated_api"),
        ("apigatewayv2:GetDomainNames", "certificates.outdated_tls"),
    ],
)
def test_what_is_refused_has_no_verdict_and_a_gap(
    apis: Server, audited: Callable[..., Any], operation: str, check: str
) -> None:
    with apis.faulty(operation, "denied"):
        audit = audited("apigateway")
    found = audit.verdicts(check)
    assert found != EXPECTED[check]
    assert found.items() <= EXPECTED[check].items()
    assert [gap.address for gap in audit.gaps] == [operation]
    assert audit.verdicts("exposure.faces_internet") == EXPECTED["exposure.faces_internet"]
