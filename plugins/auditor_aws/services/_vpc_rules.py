"""Rules of security groups and network ACLs, as the inline blocks of Terraform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.shapes import Item, tags
from auditor_resources.model import Resource, Unknown

_MOST = 1000
_LAST_RULE = 32766
"""Greatest number of an ACL's own rules; those above are AWS's, which refuse the rest."""
_LONE_RULE: dict[str, Any] = dict.fromkeys(
    (
        "cidr_ipv4",
        "cidr_ipv6",
        "prefix_list_id",
        "referenced_security_group_id",
        "source_security_group_id",
    )
)
"""Attributes that only rules apart from their group have."""


def groups(api: Api, interfaces: list[Any] | Unknown) -> Iterator[Resource | Fact]:
    """Yield the security groups with their rules, and whether anything uses them."""
    found = api.listed("ec2", "describe_security_groups", "SecurityGroups", MaxResults=_MOST)
    if isinstance(found, Unknown):
        return
    own = [group for group in found if group["OwnerId"] == api.account]
    named = _named_by_rules(found)
    worn: set[str] | Unknown = interfaces if isinstance(interfaces, Unknown) else _worn(interfaces)
    for group in own:
        name = group["GroupId"]
        address = group.get("SecurityGroupArn") or api.arn("ec2", f"security-group/{name}")
        default = group["GroupName"] == "default"
        kind = "aws_default_security_group" if default else "aws_security_group"
        values = {
            "ingress": _blocks(group, "IpPermissions"),
            "egress": _blocks(group, "IpPermissionsEgress"),
            "vpc_id": group.get("VpcId"),
            "tags": tags(group.get("Tags")),
        }
        yield api.resource(kind, address, group, values)
        if not default and name not in named:
            used = worn if isinstance(worn, Unknown) else name in worn
            yield api.setting(kind, address, "security group", "in_use", used, group)


def _worn(interfaces: Iterable[Item]) -> set[str]:
    return {group["GroupId"] for item in interfaces for group in item.get("Groups", ())}


def _named_by_rules(found: Iterable[Item]) -> set[str]:
    """Return the groups that a rule of another group refers to."""
    return {
        pair["GroupId"]
        for group in found
        for key in ("IpPermissions", "IpPermissionsEgress")
        for rule in group.get(key, ())
        for pair in rule.get("UserIdGroupPairs", ())
        if pair.get("GroupId") and pair["GroupId"] != group["GroupId"]
    }


def _blocks(group: Item, key: str) -> list[dict[str, Any]]:
    return [_block(rule, group["GroupId"]) for rule in group[key]]


def _block(rule: dict[str, Any], own: str) -> dict[str, Any]:
    """Return one permission (a protocol and its ports, for several peers) as a block."""
    pairs = [pair.get("GroupId") for pair in rule.get("UserIdGroupPairs", ())]
    return {
        **_LONE_RULE,
        "protocol": rule["IpProtocol"],
        "from_port": rule.get("FromPort"),
        "to_port": rule.get("ToPort"),
        "cidr_blocks": [item["CidrIp"] for item in rule.get("IpRanges", ())],
        "ipv6_cidr_blocks": [item["CidrIpv6"] for item in rule.get("Ipv6Ranges", ())],
        "prefix_list_ids": [item["PrefixListId"] for item in rule.get("PrefixListIds", ())],
        "security_groups": [pair for pair in pairs if pair and pair != own],
        "self": own in pairs,
    }


def acls(api: Api) -> Iterator[Resource | Fact]:
    """Yield the network ACLs with their rules in order, and whether a subnet uses them."""
    for acl in api.pages("ec2", "describe_network_acls", "NetworkAcls", MaxResults=_MOST):
        if acl["OwnerId"] != api.account:
            continue
        address = api.arn("ec2", f"network-acl/{acl['NetworkAclId']}")
        kind = "aws_default_network_acl" if acl["IsDefault"] else "aws_network_acl"
        entries = [entry for entry in acl["Entries"] if entry["RuleNumber"] <= _LAST_RULE]
        values = {
            "ingress": [_entry(entry) for entry in entries if not entry["Egress"]],
            "egress": [_entry(entry) for entry in entries if entry["Egress"]],
            "tags": tags(acl.get("Tags")),
        }
        yield api.resource(kind, address, acl, values)
        if not acl["IsDefault"]:
            used = bool(acl["Associations"])
            yield api.setting(kind, address, "network ACL", "in_use", used, acl)


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    ports = entry.get("PortRange") or {}
    return {
        "rule_no": entry["RuleNumber"],
        "rule_number": None,
        "action": entry["RuleAction"],
        "protocol": entry["Protocol"],
        "from_port": ports.get("From"),
        "to_port": ports.get("To"),
        "cidr_block": entry.get("CidrBlock"),
        "ipv6_cidr_block": entry.get("Ipv6CidrBlock"),
    }
