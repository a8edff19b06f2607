"""Load balancers of both generations: their listeners, switches and web firewalls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Server

EXPECTED = {
    "logging.access_log_disabled": {"bad": "fail", "good": "pass"},
    "exposure.invalid_headers_kept": {"bad": "fail", "good": "pass"},
    "resilience.load_balancer_unprotected": {"bad": "fail", "good": "pass"},
    "exposure.no_web_firewall": {"bad": "fail", "good": "pass"},
    "resilience.one_zone": {"bad": "fail", "good": "pass"},
    "exposure.ambiguous_requests_passed": {"bad": "fail", "good": "pass"},
    "exposure.faces_internet": {"bad": "fail", "good": "fail"},
    "resilience.zones_apart": {"bad": "pass", "good": "pass"},
    "certificates.plain_http": {"http": "fail", "redirect": "pass", "old": "pass", "new": "pass"},
    "certificates.outdated_tls": {"old": "fail", "new": "pass"},
    "encryption.no_post_quantum": {"old": "fail", "new": "pass"},
    "encryption.no_validated_cryptography": {"old": "fail", "new": "fail"},
}
ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012"
ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/front/1"


def _balancer(name: str, zones: int, scheme: str = "internet-facing") -> dict[str, Any]:
    return {
        "LoadBalancerArn": f"{ARN}:loadbalancer/app/1/{name}",
        "LoadBalancerName": name,
        "Type": "application",
        "Scheme": scheme,
        "AvailabilityZones": [
            {"ZoneName": f"us-east-1{zone}", "SubnetId": f"subnet-{zone}"} for zone in "abc"[:zones]
        ],
    }


def _attributes(good: bool) -> list[dict[str, str]]:
    on = str(good).lower()
    values = {
        "access_logs.s3.enabled": on,
        "deletion_protection.enabled": on,
        "load_balancing.cross_zone.enabled": "true",
        "routing.http.drop_invalid_header_fields.enabled": on,
        "routing.http.desync_mitigation_mode": "defensive" if good else "monitor",
    }
    return [{"Key": key, "Value": value} for key, value in values.items()]


def _listener(name: str, **members: Any) -> dict[str, Any]:
    action = {"Type": "forward", "TargetGroupArn": f"{ARN}:targetgroup/t/1"}
    return {
        "ListenerArn": f"{ARN}:listener/app/1/{name}",
        "LoadBalancerArn": f"{ARN}:loadbalancer/app/1/any",
        "Port": 443,
        "DefaultActions": [action],
        **members,
    }


LISTENERS = {
    "bad": [
        _listener("http", Protocol="HTTP"),
        _listener("old", Protocol="HTTPS", SslPolicy="ELBSecurityPolicy-2016-08"),
    ],
    "good": [
        _listener(
            "redirect",
            Protocol="HTTP",
            DefaultActions=[
                {
                    "Type": "redirect",
                    "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"},
                }
            ],
        ),
        _listener("new", Protocol="HTTPS", SslPolicy="ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"),
    ],
}


def _name(parameters: dict[str, Any]) -> str:
    return str(parameters["LoadBalancerArn"]).rpartition("/")[2]


@pytest.fixture
def balancers(aws: Server) -> Server:
    """``bad`` has every fault, ``good`` none but that the internet reaches it."""
    aws.stub(
        "elbv2",
        "DescribeLoadBalancers",
        {"LoadBalancers": [_balancer("bad", 1), _balancer("good", 2)]},
    )
    aws.stub(
        "elbv2",
        "DescribeLoadBalancerAttributes",
        lambda parameters, *_: {"Attributes": _attributes(_name(parameters) == "good")},
    )
    aws.stub(
        "elbv2",
        "DescribeListeners",
        lambda parameters, *_: {"Listeners": LISTENERS[_name(parameters)]},
    )
    aws.stub("shield", "GetSubscriptionState", {"SubscriptionState": "INACTIVE"})
    aws.stub("wafv2", "ListWebACLs", {"WebACLs": [{"Name": "front", "Id": "1", "ARN": ACL}]})
    aws.stub(
        "wafv2",
        "ListResourcesForWebACL",
        {"ResourceArns": [f"{ARN}:loadbalancer/app/1/good"]},
    )
    return aws


def test_verdicts_and_calls(balancers: Server, audited: Callable[..., Any]) -> None:
    audit = audited("elbv2")
    assert not audit.gaps
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    calls = {name: n for name, n in balancers.calls().items() if name[:3] in ("elb", "waf", "shi")}
    assert calls == {
        "elbv2:DescribeLoadBalancers": 1,
        "elbv2:DescribeLoadBalancerAttributes": 2,
        "elbv2:DescribeListeners": 2,
        "wafv2:ListWebACLs": 1,
        "wafv2:ListResourcesForWebACL": 1,
        "shield:GetSubscriptionState": 1,
    }


@pytest.mark.parametrize(
    ("operation", "check", "expected"),
    [
        (
            "elbv2:DescribeLoadBalancerAttributes",
            "logging.access_log_disabled",
            {"bad": "unknown", "good": "unknown"},
        ),
        ("elbv2:DescribeListeners", "certificates.plain_http", {}),
        ("wafv2:ListWebACLs", "exposure.no_web_firewall", {"bad": "unknown", "good": "unknown"}),
        (
            "wafv2:ListResourcesForWebACL",
            "exposure.no_web_firewall",
            {"bad": "unknown", "good": "unknown"},
        ),
    ],
)
def test_what_is_refused_is_unknown(
    balancers: Server,
    audited: Callable[..., Any],
    operation: str,
    check: str,
    expected: dict[str, str],
) -> None:
    with balancers.faulty(operation, "denied"):
        audit = audited("elbv2")
    assert audit.verdicts(check) == expected
    assert [gap.address for gap in audit.gaps] == [operation]
    assert audit.verdicts("exposure.faces_internet") == EXPECTED["exposure.faces_internet"]


def test_network_balancers_log_tls_only(aws: Server, audited: Callable[..., Any]) -> None:
    """One that passes everything on has nothing to log, whatever is switched on."""
    names = ("through", "ends")
    found = [_balancer(name, 2) | {"Type": "network"} for name in names]
    aws.stub("elbv2", "DescribeLoadBalancers", {"LoadBalancers": found})
    aws.stub("elbv2", "DescribeLoadBalancerAttributes", {"Attributes": _attributes(False)})

    def listeners(parameters: dict[str, Any], *_: str) -> dict[str, Any]:
        arn, name = parameters["LoadBalancerArn"], _name(parameters)
        spoken = {"through": ("TCP", "UDP"), "ends": ("TCP", "TLS")}[name]
        return {
            "Listeners": [
                _listener(f"{name}-{protocol}", LoadBalancerArn=arn, Protocol=protocol)
                for protocol in spoken
            ]
        }

    aws.stub("elbv2", "DescribeListeners", listeners)
    aws.stub("shield", "GetSubscriptionState", {"SubscriptionState": "INACTIVE"})
    check = "logging.access_log_disabled"
    audit = audited("elbv2")
    assert audit.verdicts(check) == {"ends": "fail"}
    assert audit.verdicts("certificates.plain_http") == {"ends-TLS": "pass"}
    with aws.faulty("elbv2:DescribeListeners", "denied"):
        audit = audited("elbv2")
    assert audit.verdicts(check) == {"through": "unknown", "ends": "unknown"}


CLASSIC = {
    "logging.access_log_disabled": {"bad": "fail", "good": "pass"},
    "resilience.connections_cut": {"bad": "fail", "good": "pass"},
    "resilience.zones_apart": {"bad": "fail", "good": "pass"},
    "resilience.one_zone": {"bad": "fail", "good": "pass"},
    "exposure.faces_internet": {"bad": "fail", "good": "pass"},
    "exposure.ambiguous_requests_passed": {"bad": "fail", "good": "pass"},
    "certificates.plain_http": {"bad": "fail", "bad#listener[1].plain": "pass", "good": "pass"},
    "certificates.outdated_tls": {"bad": "fail", "good": "pass"},
}


def _classic(
    name: str, listeners: list[tuple[str, list[str]]], zones: str, port: int = 443
) -> dict[str, Any]:
    return {
        "LoadBalancerName": name,
        "Scheme": "internal" if name == "good" else "internet-facing",
        "AvailabilityZones": [f"us-east-1{zone}" for zone in zones],
        "Subnets": [],
        "ListenerDescriptions": [
            {
                "Listener": {"Protocol": protocol, "LoadBalancerPort": port, "InstancePort": 80},
                "PolicyNames": policies,
            }
            for protocol, policies in listeners
        ],
    }


def _policy(name: str) -> dict[str, Any]:
    reference = {"AttributeName": "Reference-Security-Policy", "AttributeValue": name}
    return {
        "PolicyName": name,
        "PolicyTypeName": "SSLNegotiationPolicyType",
        "PolicyAttributeDescriptions": [reference],
    }


@pytest.fixture
def classic(aws: Server) -> Server:
    """``bad`` has every fault, ``good`` none."""
    old, new = "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-2-2017-01"
    described = [
        _classic("bad", [("HTTP", []), ("HTTPS", [old])], "a"),
        _classic("good", [("HTTPS", ["sticky", new])], "ab"),
    ]
    aws.stub("elb", "DescribeLoadBalancers", {"LoadBalancerDescriptions": described})

    def attributes(parameters: dict[str, Any], *_: str) -> dict[str, Any]:
        good = parameters["LoadBalancerName"] == "good"
        mode = "defensive" if good else "monitor"
        pair = {"Key": "elb.http.desyncmitigationmode", "Value": mode}
        return {
            "LoadBalancerAttributes": {
                "AccessLog": {"Enabled": good},
                "ConnectionDraining": {"Enabled": good},
                "CrossZoneLoadBalancing": {"Enabled": good},
                "AdditionalAttributes": [pair],
            }
        }

    aws.stub("elb", "DescribeLoadBalancerAttributes", attributes)
    aws.stub("shield", "GetSubscriptionState", {"SubscriptionState": "INACTIVE"})
    aws.stub(
        "elb",
        "DescribeLoadBalancerPolicies",
        {"PolicyDescriptions": [_policy(old), _policy(new)]},
    )
    return aws


def test_verdicts_on_classic_balancers(classic: Server, audited: Callable[..., Any]) -> None:
    audit = audited("elb")
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    assert {check: audit.verdicts(check) for check in CLASSIC} == CLASSIC


def test_what_servers_behind_a_classic_balancer_encrypt(
    classic: Server, audited: Callable[..., Any]
) -> None:
    """TCP on a port of TLS is for them to encrypt; on another port nobody does."""
    described = [
        _classic("through", [("TCP", [])], "ab"),
        _classic("clear", [("TCP", [])], "ab", port=8080),
    ]
    classic.stub("elb", "DescribeLoadBalancers", {"LoadBalancerDescriptions": described})
    assert audited("elb").verdicts("certificates.plain_http") == {"clear": "fail"}


@pytest.mark.parametrize(
    ("operation", "check"),
    [
        ("elb:DescribeLoadBalancerAttributes", "resilience.connections_cut"),
        ("elb:DescribeLoadBalancerPolicies", "certificates.outdated_tls"),
    ],
)
def test_what_is_refused_of_classic_balancers_is_unknown(
    classic: Server, audited: Callable[..., Any], operation: str, check: str
) -> None:
    with classic.faulty(operation, "denied"):
        audit = audited("elb")
    assert audit.verdicts(check) == {"bad": "unknown", "good": "unknown"}
    assert audit.verdicts("resilience.one_zone") == CLASSIC["resilience.one_zone"]
    assert [gap.address for gap in audit.gaps] == [operation]
