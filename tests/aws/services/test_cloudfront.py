"""Distributions: what viewers and origins are spoken to with, and what stands behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Refusal, Server

HEADER = "Kp3vXq9-origin-password"
BAD, GOOD = "BAD", "GOOD"
EXPECTED = {
    "logging.access_log_disabled": {BAD: "fail", GOOD: "pass"},
    "exposure.no_web_firewall": {BAD: "fail", GOOD: "pass"},
    "exposure.no_root_object": {BAD: "fail", GOOD: "pass"},
    "resilience.not_redundant": {BAD: "fail", GOOD: "pass"},
    "encryption.dedicated_address_tls": {GOOD: "pass"},
    "encryption.no_post_quantum": {GOOD: "pass"},
    "certificates.default_certificate": {BAD: "fail", GOOD: "pass"},
    "exposure.origin_reachable_directly": {BAD: "fail", GOOD: "pass"},
    "exposure.dangling_name": {BAD: "fail", GOOD: "pass"},
}


def _items(*items: Any) -> dict[str, Any]:
    return {"Quantity": len(items), "Items": list(items)}


def _origin(name: str, domain: str, **members: Any) -> dict[str, Any]:
    headers = _items({"HeaderName": "X-Origin", "HeaderValue": HEADER})
    return {"Id": name, "DomainName": domain, "CustomHeaders": headers, **members}


def _server(policy: str) -> dict[str, Any]:
    return {
        "HTTPPort": 80,
        "HTTPSPort": 443,
        "OriginProtocolPolicy": policy,
        "OriginSslProtocols": _items("TLSv1.2"),
    }


def _members(good: bool) -> dict[str, Any]:
    """Members that the listing and the configuration have in common."""
    bucket = _origin(
        "bucket",
        f"{'mine' if good else 'gone'}.s3.eu-west-1.amazonaws.com",
        S3OriginConfig={"OriginAccessIdentity": ""},
        OriginAccessControlId="E1" if good else "",
    )
    server = _origin(
        "server",
        "www.example.com",
        CustomOriginConfig=_server("https-only" if good else "match-viewer"),
    )
    viewers = {"ViewerProtocolPolicy": "redirect-to-https" if good else "allow-all"}
    certificate: dict[str, Any] = {"CloudFrontDefaultCertificate": True}
    if good:
        certificate = {
            "CloudFrontDefaultCertificate": False,
            "ACMCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.3_2025",
        }
    group = {
        "Id": "both",
        "FailoverCriteria": {"StatusCodes": _items(500)},
        "Members": _items({"OriginId": "bucket"}, {"OriginId": "server"}),
    }
    return {
        "Origins": _items(bucket, server),
        "OriginGroups": _items(group) if good else {"Quantity": 0},
        "DefaultCacheBehavior": {"TargetOriginId": "bucket", **viewers},
        "CacheBehaviors": _items({"TargetOriginId": "server", "PathPattern": "/api/*", **viewers}),
        "CustomErrorResponses": {"Quantity": 0},
        "Comment": "",
        "PriceClass": "PriceClass_All",
        "Enabled": True,
        "ViewerCertificate": certificate,
        "WebACLId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1" if good else "",
        "HttpVersion": "http2",
        "Staging": False,
    }


def _listed(name: str) -> dict[str, Any]:
    return {
        "Id": name,
        "ARN": f"arn:aws:cloudfront::123456789012:distribution/{name}",
        "Status": "Deployed",
        "LastModifiedTime": datetime(2026, 1, 1, tzinfo=UTC),
        "DomainName": "d1.cloudfront.net",
        "Aliases": {"Quantity": 0},
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "IsIPV6Enabled": True,
        **_members(name == GOOD),
    }


def _configuration(parameters: dict[str, Any], *_: str) -> dict[str, Any]:
    good = parameters["Id"] == GOOD
    members = {"CallerReference": "1", **_members(good)}
    if good:
        members["DefaultRootObject"] = "index.html"
        members["Logging"] = {
            "Enabled": True,
            "IncludeCookies": False,
            "Bucket": "logs.s3.amazonaws.com",
            "Prefix": "",
        }
    return {"ETag": "1", "DistributionConfig": members}


@pytest.fixture
def distributions(aws: Server) -> Server:
    """``BAD`` has every fault, ``GOOD`` none."""
    aws.stub(
        "cloudfront",
        "ListDistributions",
        {
            "DistributionList": {
                "Marker": "",
                "MaxItems": 100,
                "IsTruncated": False,
                **_items(_listed(BAD), _listed(GOOD)),
            }
        },
    )
    aws.stub("cloudfront", "GetDistributionConfig", _configuration)
    aws.stub("shield", "GetSubscriptionState", {"SubscriptionState": "INACTIVE"})
    aws.stub("logs", "DescribeDeliverySources", {"deliverySources": []})
    aws.client("s3").create_bucket(Bucket="mine")
    return aws


def test_verdicts(distributions: Server, audited: Callable[..., Any]) -> None:
    audit = audited("cloudfront")
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED


def test_every_way_in_and_on_is_judged(distributions: Server, audited: Callable[..., Any]) -> None:
    assert audited("cloudfront").verdicts("certificates.plain_http") == {
        BAD: "fail",
        f"{BAD}#ordered_cache_behavior[0].plain": "fail",
        f"{BAD}#origin[1].plain": "fail",
        GOOD: "pass",
        f"{GOOD}#ordered_cache_behavior[0].plain": "pass",
        f"{GOOD}#origin[1].plain": "pass",
    }


def test_a_bucket_that_knows_an_identity_answers_nobody_else(
    distributions: Server, audited: Callable[..., Any]
) -> None:
    listed = _listed(BAD)
    (bucket, _) = listed["Origins"]["Items"]
    bucket["S3OriginConfig"]["OriginAccessIdentity"] = "origin-access-identity/cloudfront/E2"
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, **_items(listed)}
    distributions.stub("cloudfront", "ListDistributions", {"DistributionList": found})
    audit = audited("cloudfront")
    assert audit.verdicts("exposure.origin_reachable_directly") == {BAD: "pass"}


def test_passwords_of_origins_are_not_kept(
    distributions: Server, audited: Callable[..., Any]
) -> None:
    audit = audited("cloudfront")
    assert audit.evidence
    assert not [content for content in audit.evidence if HEADER.encode() in content]


def test_the_newer_kind_of_access_log_counts(
    distributions: Server, audited: Callable[..., Any]
) -> None:
    source = {
        "name": "s",
        "arn": "arn:aws:logs:us-east-1:123456789012:delivery-source:s",
        "resourceArns": [_listed(BAD)["ARN"]],
    }
    distributions.stub("logs", "DescribeDeliverySources", {"deliverySources": [source]})
    found = audited("cloudfront").verdicts("logging.access_log_disabled")
    assert found == {BAD: "pass", GOOD: "pass"}


def test_a_bucket_of_another_account_is_not_called_gone(
    distributions: Server, audited: Callable[..., Any]
) -> None:
    distributions.stub("s3", "HeadBucket", Refusal("403", "Forbidden", 403))
    audit = audited("cloudfront")
    assert audit.verdicts("exposure.dangling_name") == {BAD: "unknown", GOOD: "pass"}
    assert not audit.gaps


def test_paid_flood_protection_is_asked_of_subscribers_only(
    distributions: Server, audited: Callable[..., Any]
) -> None:
    check = "resilience.no_flood_protection"
    assert audited("cloudfront").verdicts(check) == {}
    distributions.stub("shield", "GetSubscriptionState", {"SubscriptionState": "ACTIVE"})
    guarded = {"Id": "0" * 36, "ResourceArn": _listed(GOOD)["ARN"]}
    distributions.stub("shield", "ListProtections", {"Protections": [guarded]})
    assert audited("cloudfront").verdicts(check) == {BAD: "fail", GOOD: "pass"}
    for operation in ("shield:GetSubscriptionState", "shield:ListProtections"):
        with distributions.faulty(operation, "denied"):
            audit = audited("cloudfront")
        assert audit.verdicts(check) == {BAD: "unknown", GOOD: "unknown"}
        assert [gap.address for gap in audit.gaps] == [operation]


@pytest.mark.parametrize(
    ("operation", "check", "expected"),
    [
        (
            "cloudfront:GetDistributionConfig",
            "exposure.no_root_object",
            {BAD: "unknown", GOOD: "unknown"},
        ),
        (
            "logs:DescribeDeliverySources",
            "logging.access_log_disabled",
            {BAD: "unknown", GOOD: "pass"},
        ),
        ("s3:ListBuckets", "exposure.dangling_name", {BAD: "unknown", GOOD: "unknown"}),
    ],
)
def test_what_is_refused_is_unknown(
    distributions: Server,
    audited: Callable[..., Any],
    operation: str,
    check: str,
    expected: dict[str, str],
) -> None:
    with distributions.faulty(operation, "denied"):
        audit = audited("cloudfront")
    assert audit.verdicts(check) == expected
    assert [gap.address for gap in audit.gaps] == [operation]
    untouched = "certificates.default_certificate"
    assert audit.verdicts(untouched) == EXPECTED[untouched]
