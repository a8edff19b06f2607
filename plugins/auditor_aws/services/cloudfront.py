"""CloudFront distributions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import Fact, Setting
from auditor_aws.api import Api, told
from auditor_aws.refusals import Refused
from auditor_aws.service import Reach, Service
from auditor_aws.services._flood_protection import OPERATIONS as PROTECTIONS
from auditor_aws.services._flood_protection import FloodProtection
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_LISTED = "Origins.Items[].CustomHeaders.Items[].HeaderValue"
"""Headers to origins often hold the password that the origin asks for."""
_KIND = "aws_cloudfront_distribution"
_SOURCE = "aws_cloudwatch_log_delivery_source"
_BUCKET = re.compile(
    r"(?P<name>.+?)\.s3(?!-accesspoint|-object-lambda|-outposts|express)"
    r"(?:[.-][a-z0-9.-]+)?\.amazonaws\.com(?:\.cn)?"
)
"""Domain names of buckets (S3 user guide, *Virtual hosting of buckets*)."""


def distributions(api: Api) -> Iterator[Resource | Fact]:
    """Yield every distribution, and the names of buckets that its origins lead to."""
    listed = list(
        api.pages("cloudfront", "list_distributions", "DistributionList.Items", conceal=(_LISTED,))
    )
    if not listed:
        return
    yield from _log_sources(api)
    yield from api.each(listed, lambda item: [_distribution(api, item)])
    yield from _owned(api, listed)
    protection = FloodProtection(api)
    for item in listed:
        yield from protection.settings(_KIND, item["ARN"], "CloudFront distribution", item)


def _log_sources(api: Api) -> Iterator[Resource]:
    """Yield what delivers the newer kind of access logs, which distributions do not mention."""
    found = api.listed("logs", "describe_delivery_sources", "deliverySources")
    if isinstance(found, Unknown):
        yield api.unlisted(_SOURCE, "resource_arn", found)
        return
    for source in found:
        for arn in source.get("resourceArns", ()):
            yield api.resource(_SOURCE, source["arn"], source, {"resource_arn": arn})


def _distribution(api: Api, item: Item) -> Resource:
    config = dig(
        api.ask(
            "cloudfront",
            "get_distribution_config",
            item=item,
            conceal=(f"DistributionConfig.{_LISTED}",),
            Id=item["Id"],
        ),
        "DistributionConfig",
    )
    certificate = item["ViewerCertificate"]
    values = {
        "arn": item["ARN"],
        "default_cache_behavior": _behaviour(item["DefaultCacheBehavior"]),
        "ordered_cache_behavior": [_behaviour(one) for one in _items(item["CacheBehaviors"])],
        "viewer_certificate": {
            "cloudfront_default_certificate": certificate.get("CloudFrontDefaultCertificate"),
            "acm_certificate_arn": certificate.get("ACMCertificateArn"),
            "iam_certificate_id": certificate.get("IAMCertificateId"),
            "minimum_protocol_version": certificate.get("MinimumProtocolVersion"),
            "ssl_support_method": certificate.get("SSLSupportMethod"),
        },
        "origin": [_origin(one) for one in _items(item["Origins"])],
        "origin_group": [{"origin_id": one["Id"]} for one in _items(item.get("OriginGroups"))],
        "logging_config": _log(dig(config, "Logging")),
        "default_root_object": dig(config, "DefaultRootObject"),
        "web_acl_id": item["WebACLId"] or None,
    }
    return api.resource(_KIND, item["ARN"], item, values)


def _items(found: Mapping[str, Any] | None) -> list[Any]:
    return (found or {}).get("Items") or []


def _behaviour(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "target_origin_id": found["TargetOriginId"],
        "viewer_protocol_policy": found["ViewerProtocolPolicy"],
    }


def _origin(found: Mapping[str, Any]) -> dict[str, Any]:
    custom = found.get("CustomOriginConfig")
    private = found.get("VpcOriginConfig")
    identity = dig(found, "S3OriginConfig", "OriginAccessIdentity")
    return {
        "origin_id": found["Id"],
        "origin_access_control_id": found.get("OriginAccessControlId") or None,
        "s3_origin_config": {"origin_access_identity": identity} if identity else [],
        "vpc_origin_config": {"vpc_origin_id": private["VpcOriginId"]} if private else [],
        "custom_origin_config": {
            "origin_protocol_policy": custom["OriginProtocolPolicy"],
            "origin_ssl_protocols": dig(custom, "OriginSslProtocols", "Items"),
        }
        if custom
        else [],
    }


def _log(logging: Any) -> Any:
    if isinstance(logging, Unknown):
        return logging
    bucket = logging["Bucket"] if logging and logging["Enabled"] else ""
    return {"bucket": bucket} if bucket else []


def _owned(api: Api, listed: list[Item]) -> Iterator[Setting]:
    """Say of each origin that is a bucket whether it still belongs to the account."""
    wanted: dict[str, Any] = {}
    for item in listed:
        for origin in _items(item["Origins"]):
            match = _BUCKET.fullmatch(origin["DomainName"])
            if match:
                wanted[match["name"]] = None
    if not wanted:
        return
    own = api.listed("s3", "list_buckets", "Buckets", MaxBuckets=1000)
    names = {bucket["Name"] for bucket in own} if not isinstance(own, Unknown) else set()
    for name in wanted:
        wanted[name] = own if isinstance(own, Unknown) else name in names or _elsewhere(api, name)
    for item in listed:
        for index, origin in enumerate(_items(item["Origins"])):
            match = _BUCKET.fullmatch(origin["DomainName"])
            if match:
                yield Setting(
                    origin=api.origin(_KIND, item["ARN"], item),
                    subject="CloudFront origin",
                    part=f"origin[{index}]",
                    name="name_owned",
                    value=told(wanted[match["name"]]),
                )


def _elsewhere(api: Api, name: str) -> bool | Unknown:
    """Return False when nobody has the bucket; whose it is otherwise is not told."""
    try:
        api.call("s3", "head_bucket", Bucket=name)
    except Refused as error:
        if error.code == "404":
            return False
        if error.code != "403":
            api.note(error)
            return error.unknown
    return Unknown(f"the bucket {name} belongs to another account, or may not be looked for")


SERVICE = Service(
    name="cloudfront",
    reach=Reach.GLOBAL,
    operations=(
        "cloudfront:GetDistributionConfig",
        "cloudfront:ListDistributions",
        "logs:DescribeDeliverySources",
        "s3:HeadBucket",
        "s3:ListBuckets",
        *PROTECTIONS,
    ),
    parts=(distributions,),
)
