"""Web firewalls of regions and of CloudFront."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Server

SEARCHED = b"X-Secret-Header-7f3c9a52"
EXPECTED = {
    "exposure.filter_without_rules": {"bad": "fail", "good": "pass"},
    "logging.detailed_monitoring_disabled": {"bad": "fail", "good": "pass"},
    "logging.service_logs_disabled": {"bad": "fail", "good": "pass"},
}


def _arn(name: str) -> str:
    return f"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/1/{name}"


def _visibility(counted: bool) -> dict[str, Any]:
    return {
        "SampledRequestsEnabled": True,
        "CloudWatchMetricsEnabled": counted,
        "MetricName": "m",
    }


def _acl(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    good = asked["Name"] == "good"
    match = {
        "SearchString": SEARCHED,
        "FieldToMatch": {"SingleHeader": {"Name": "x"}},
        "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
        "PositionalConstraint": "EXACTLY",
    }
    rule = {
        "Name": "r",
        "Priority": 0,
        "Statement": {"ByteMatchStatement": match},
        "Action": {"Block": {}},
        "VisibilityConfig": _visibility(True),
    }
    return {
        "WebACL": {
            "Name": asked["Name"],
            "Id": "1",
            "ARN": _arn(asked["Name"]),
            "DefaultAction": {"Allow": {}},
            "Rules": [rule] if good else [],
            "VisibilityConfig": _visibility(good),
        }
    }


def _listed(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    """One firewall a page."""
    name = "good" if "NextMarker" in asked else "bad"
    page = {"WebACLs": [{"Name": name, "Id": "1", "ARN": _arn(name)}]}
    return page if name == "good" else {**page, "NextMarker": "2"}


@pytest.fixture
def firewalls(aws: Server) -> Server:
    """``bad`` has every fault, ``good`` none."""
    aws.stub("wafv2", "ListWebACLs", _listed)
    aws.stub("wafv2", "GetWebACL", _acl)
    log = {"ResourceArn": _arn("good"), "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-x"]}
    aws.stub("wafv2", "ListLoggingConfigurations", {"LoggingConfigurations": [log]})
    return aws


@pytest.mark.parametrize("service", ["wafv2", "wafv2cloudfront"])
def test_verdicts(firewalls: Server, audited: Callable[..., Any], service: str) -> None:
    audit = audited(service)
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert not [content for content in audit.evidence if SEARCHED in content]


@pytest.mark.parametrize(
    ("operation", "checks"),
    [
        (
            "wafv2:GetWebACL",
            ["exposure.filter_without_rules", "logging.detailed_monitoring_disabled"],
        ),
        ("wafv2:ListLoggingConfigurations", ["logging.service_logs_disabled"]),
    ],
)
def test_what_is_refused_is_unknown(
    firewalls: Server, audited: Callable[..., Any], operation: str, checks: list[str]
) -> None:
    with firewalls.faulty(operation, "denied"):
        audit = audited("wafv2")
    for check, verdicts in EXPECTED.items():
        wanted = dict.fromkeys(verdicts, "unknown") if check in checks else verdicts
        assert audit.verdicts(check) == wanted
    assert [gap.address for gap in audit.gaps] == [operation]
