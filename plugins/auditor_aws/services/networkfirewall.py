"""Network Firewall: firewalls, their policies, and the VPCs that have none."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_RESERVED = 5
"""Addresses of a subnet that AWS keeps (*Subnet CIDR blocks*)."""
_LOGS = "aws_networkfirewall_logging_configuration"


def firewalls(api: Api) -> Iterator[Resource | Fact]:
    """Yield the firewalls, and whether each VPC that something stands in has one."""
    listed = api.listed("network-firewall", "list_firewalls", "Firewalls", MaxResults=100)
    guarded: set[str] | Unknown = set()
    if isinstance(listed, Unknown):
        guarded = listed
    else:
        described = dict(api.each(listed, lambda item: [_described(api, item)]))
        for item in listed:
            answer = described[item["FirewallArn"]]
            if isinstance(answer, Unknown):
                guarded = answer if not isinstance(guarded, Unknown) else guarded
                continue
            if not isinstance(guarded, Unknown):
                guarded |= _vpcs(answer["Firewall"])
            yield from _firewall(api, item, answer["Firewall"])
    yield from _networks(api, guarded)


def _described(api: Api, item: Item) -> tuple[str, Item | Unknown]:
    arn = item["FirewallArn"]
    answer: Item | Unknown = api.ask(
        "network-firewall", "describe_firewall", item=item, FirewallArn=arn
    )
    return arn, answer


def _vpcs(firewall: dict[str, Any]) -> set[str]:
    return {firewall["VpcId"]} if firewall.get("VpcId") else set()


def _firewall(api: Api, item: Item, firewall: dict[str, Any]) -> Iterator[Resource]:
    arn = item["FirewallArn"]
    logs = api.ask("network-firewall", "describe_logging_configuration", item=item, FirewallArn=arn)
    targets = dig(logs, "LoggingConfiguration", "LogDestinationConfigs")
    if targets:
        found = api.resource(_LOGS, f"{arn}/logs", None, {"firewall_arn": arn})
        found.exists = targets if isinstance(targets, Unknown) else None
        yield found
    subnets = firewall.get("SubnetMappings", ()) or firewall.get("AvailabilityZoneMappings", ())
    values = {
        "arn": arn,
        "id": arn,
        "delete_protection": firewall.get("DeleteProtection"),
        "subnet_mapping": [{"subnet_id": subnet.get("SubnetId")} for subnet in subnets],
    }
    yield api.resource("aws_networkfirewall_firewall", arn, item, values)


def _networks(api: Api, guarded: set[str] | Unknown) -> Iterator[Fact]:
    """Yield whether a firewall filters the traffic of each of the account's own VPCs; of those
    in which nothing stands it is not asked."""
    subnets = api.listed("ec2", "describe_subnets", "Subnets")
    used: Any = subnets
    if not isinstance(subnets, Unknown):
        used = {subnet["VpcId"] for subnet in subnets if _holds_anything(subnet)}
        if not used:
            return
    for vpc in api.pages("ec2", "describe_vpcs", "Vpcs"):
        name = vpc["VpcId"]
        if vpc["OwnerId"] != api.account:
            continue
        if isinstance(used, Unknown) or name in used:
            answer = used if isinstance(used, Unknown) else _has(guarded, name)
            address = api.arn("ec2", f"vpc/{name}")
            yield api.setting("aws_vpc", address, "VPC", "network_firewall", answer, vpc)


def _holds_anything(subnet: Item) -> bool:
    """Say whether addresses are taken in a subnet beyond the five that AWS keeps for itself; in
    one without IPv4 that does not show."""
    block = subnet.get("CidrBlock")
    if not block:
        return True
    free: int = subnet["AvailableIpAddressCount"]
    return free < ip_network(block).num_addresses - _RESERVED


def _has(guarded: set[str] | Unknown, vpc: str) -> bool | Unknown:
    return guarded if isinstance(guarded, Unknown) else vpc in guarded


def policies(api: Api) -> Iterator[Resource]:
    """Yield the firewall policies."""

    def read(item: Item) -> Iterator[Resource]:
        answer = api.call(
            "network-firewall", "describe_firewall_policy", item=item, FirewallPolicyArn=item["Arn"]
        )
        policy = answer["FirewallPolicy"]
        values = {
            "firewall_policy": {
                "stateless_default_actions": list(policy["StatelessDefaultActions"]),
                "stateless_fragment_default_actions": list(
                    policy["StatelessFragmentDefaultActions"]
                ),
                "stateful_rule_group_reference": _rules(policy, "StatefulRuleGroupReferences"),
                "stateless_rule_group_reference": _rules(policy, "StatelessRuleGroupReferences"),
            }
        }
        yield api.resource("aws_networkfirewall_firewall_policy", item["Arn"], item, values)

    listed = api.pages(
        "network-firewall", "list_firewall_policies", "FirewallPolicies", MaxResults=100
    )
    yield from api.each(listed, read)


def _rules(policy: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [{"resource_arn": reference["ResourceArn"]} for reference in policy.get(key, ())]


SERVICE = Service(
    name="networkfirewall",
    reach=Reach.REGIONAL,
    operations=(
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "network-firewall:DescribeFirewall",
        "network-firewall:DescribeFirewallPolicy",
        "network-firewall:DescribeLoggingConfiguration",
        "network-firewall:ListFirewallPolicies",
        "network-firewall:ListFirewalls",
    ),
    parts=(firewalls, policies),
)
