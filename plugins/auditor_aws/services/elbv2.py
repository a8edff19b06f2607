"""Application, network and gateway load balancers, and their listeners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._flood_protection import OPERATIONS as PROTECTIONS
from auditor_aws.services._flood_protection import FloodProtection
from auditor_aws.services._web_acls import OPERATIONS as FIREWALLS
from auditor_aws.services._web_acls import associations
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_LISTENER = "aws_lb_listener"
_SIGN_IN = tuple(
    f"DefaultActions[].{kind}.{name}"
    for kind in ("AuthenticateOidcConfig", "AuthenticateCognitoConfig")
    for name in ("AuthenticationRequestExtraParams", "ClientSecret")
)


def balancers(api: Api) -> Iterator[Resource | Fact]:
    """Yield every balancer with its listeners, and which web firewalls stand before them."""
    listed = list(api.pages("elbv2", "describe_load_balancers", "LoadBalancers"))
    if any(item["Type"] == "application" and not _internal(item) for item in listed):
        yield from associations(api, "APPLICATION_LOAD_BALANCER")
    yield from api.each(listed, lambda item: _balancer(api, item))
    fronts = [item for item in listed if not _internal(item) and item["Type"] != "gateway"]
    if fronts:
        protection = FloodProtection(api)
        for item in fronts:
            yield from protection.settings("aws_lb", item["LoadBalancerArn"], "load balancer", item)


def _internal(item: Item) -> bool:
    return bool(item.get("Scheme") == "internal")


def _balancer(api: Api, item: Item) -> Iterator[Resource]:
    arn = item["LoadBalancerArn"]
    attributes = _attributes(
        api.ask("elbv2", "describe_load_balancer_attributes", item=item, LoadBalancerArn=arn)
    )
    values = {
        "arn": arn,
        "load_balancer_type": item["Type"],
        "internal": _internal(item),
        "subnets": None,
        "subnet_mapping": [
            {"subnet_id": zone.get("SubnetId")} for zone in item["AvailabilityZones"]
        ],
        "access_logs": {"enabled": dig(attributes, "access_logs.s3.enabled")},
        "enable_deletion_protection": dig(attributes, "deletion_protection.enabled"),
        "enable_cross_zone_load_balancing": dig(attributes, "load_balancing.cross_zone.enabled"),
        "drop_invalid_header_fields": dig(
            attributes, "routing.http.drop_invalid_header_fields.enabled"
        ),
        "desync_mitigation_mode": dig(attributes, "routing.http.desync_mitigation_mode"),
    }
    yield api.resource("aws_lb", arn, item, values, item["LoadBalancerName"])
    found = api.listed(
        "elbv2", "describe_listeners", "Listeners", conceal=_SIGN_IN, LoadBalancerArn=arn
    )
    if isinstance(found, Unknown):
        yield api.unlisted(_LISTENER, "load_balancer_arn", found)
        return
    for listener in found:
        yield _listener(api, listener)


def _attributes(answer: Any) -> Any:
    """Return attributes by name, or why they are not known."""
    if isinstance(answer, Unknown):
        return answer
    return {pair["Key"]: pair.get("Value") for pair in answer["Attributes"]}


def _listener(api: Api, item: Item) -> Resource:
    values = {
        "load_balancer_arn": item["LoadBalancerArn"],
        "protocol": item.get("Protocol"),
        "port": item.get("Port"),
        "ssl_policy": item.get("SslPolicy"),
        "default_action": [
            {
                "type": action["Type"],
                "redirect": {"protocol": dig(action, "RedirectConfig", "Protocol")},
            }
            for action in item["DefaultActions"]
        ],
    }
    return api.resource(_LISTENER, item["ListenerArn"], item, values)


SERVICE = Service(
    name="elbv2",
    reach=Reach.REGIONAL,
    operations=(
        "elbv2:DescribeListeners",
        "elbv2:DescribeLoadBalancerAttributes",
        "elbv2:DescribeLoadBalancers",
        *FIREWALLS,
        *PROTECTIONS,
    ),
    parts=(balancers,),
)
