"""Classic load balancers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._flood_protection import OPERATIONS as PROTECTIONS
from auditor_aws.services._flood_protection import FloodProtection
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_MODE = "elb.http.desyncmitigationmode"
_NEGOTIATION = "SSLNegotiationPolicyType"
_ENCRYPTED = frozenset({"HTTPS", "SSL"})


def balancers(api: Api) -> Iterator[Resource | Fact]:
    """Yield every balancer: two calls for each, three where one of its listeners speaks TLS."""
    listed = list(api.pages("elb", "describe_load_balancers", "LoadBalancerDescriptions"))
    yield from api.each(listed, lambda item: [_balancer(api, item)])
    fronts = [item for item in listed if item.get("Scheme") != "internal"]
    if fronts:
        protection = FloodProtection(api)
        for item in fronts:
            yield from protection.settings(
                "aws_elb", _address(api, item), "classic load balancer", item
            )


def _address(api: Api, item: Item) -> str:
    return api.arn("elasticloadbalancing", f"loadbalancer/{item['LoadBalancerName']}")


def _balancer(api: Api, item: Item) -> Resource:
    name = item["LoadBalancerName"]
    attributes = dig(
        api.ask("elb", "describe_load_balancer_attributes", item=item, LoadBalancerName=name),
        "LoadBalancerAttributes",
    )
    values = {
        "name": name,
        "id": name,
        "internal": item.get("Scheme") == "internal",
        "availability_zones": item["AvailabilityZones"],
        "subnets": item.get("Subnets") or None,
        "access_logs": {"enabled": dig(attributes, "AccessLog", "Enabled")},
        "connection_draining": dig(attributes, "ConnectionDraining", "Enabled"),
        "cross_zone_load_balancing": dig(attributes, "CrossZoneLoadBalancing", "Enabled"),
        "desync_mitigation_mode": _mode(dig(attributes, "AdditionalAttributes")),
        "listener": _listeners(api, item),
    }
    return api.resource("aws_elb", _address(api, item), item, values, name)


def _mode(pairs: Any) -> Any:
    if isinstance(pairs, Unknown):
        return pairs
    return next((pair["Value"] for pair in pairs or () if pair["Key"] == _MODE), None)


def _listeners(api: Api, item: Item) -> list[dict[str, Any]]:
    described = item["ListenerDescriptions"]
    policies: Any = {}
    if any(one["Listener"]["Protocol"].upper() in _ENCRYPTED for one in described):
        answer = api.ask(
            "elb",
            "describe_load_balancer_policies",
            item=item,
            LoadBalancerName=item["LoadBalancerName"],
        )
        policies = _policies(dig(answer, "PolicyDescriptions"))
    return [
        {
            "lb_protocol": one["Listener"]["Protocol"],
            "lb_port": one["Listener"]["LoadBalancerPort"],
            "policy_attribute": _in_force(policies, one["PolicyNames"]),
        }
        for one in described
    ]


def _policies(described: Any) -> Any:
    """Return what each TLS policy switches on, by its name."""
    if isinstance(described, Unknown):
        return described
    return {
        policy["PolicyName"]: [
            {"name": pair["AttributeName"], "value": pair["AttributeValue"]}
            for pair in policy["PolicyAttributeDescriptions"]
        ]
        for policy in described
        if policy["PolicyTypeName"] == _NEGOTIATION
    }


def _in_force(policies: Any, names: list[str]) -> Any:
    if isinstance(policies, Unknown):
        return policies
    return next((policies[name] for name in names if name in policies), [])


SERVICE = Service(
    name="elb",
    reach=Reach.REGIONAL,
    operations=(
        "elb:DescribeLoadBalancerAttributes",
        "elb:DescribeLoadBalancerPolicies",
        "elb:DescribeLoadBalancers",
        *PROTECTIONS,
    ),
    parts=(balancers,),
)
