"""Rules of security groups and network ACLs, as the inline blocks of Terraform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.services._vpc_idle import IdleDefaults
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
_EVERYBODY = ("0.0.0.0/0", "::/0")
_DEFAULT_ACL = "default network ACL"
_ALL_PROTOCOLS = "-1"


def groups(
    api: Api, interfaces: list[Any] | Unknown, idle: IdleDefaults
) -> Iterator[Resource | Fact]:
    """Yield the security groups with their rules, and whether anything uses them.

    The default group of a default VPC in which nothing stands is AWS's, and worn by nobody.
    """
    found = api.listed("ec2", "describe_security_groups", "SecurityGroups", MaxResults=_MOST)
    if isinstance(found, Unknown):
        return
    own = [group for group in found if group["OwnerId"] == api.account]
    named = _named_by_rules(found)
    worn: set[str] | Unknown = interfaces if isinstance(interfaces, Unknown) else _worn(interfaces)
    asked = {group["GroupId"] for group in own if group["GroupName"] != "default"} - named
    rest: set[str] | Unknown = worn
    if not isinstance(worn, Unknown):
        rest = set() if asked <= worn else _named_by_templates(api)
    for group in own:
        name = group["GroupId"]
        address = group.get("SecurityGroupArn") or api.arn("ec2", f"security-group/{name}")
        default = group["GroupName"] == "default"
        empty = default and idle.holds(group.get("VpcId"))
        if empty is True:
            continue
        kind = "aws_default_security_group" if default else "aws_security_group"
        values = {
            "ingress": empty or _blocks(group, "IpPermissions"),
            "egress": empty or _blocks(group, "IpPermissionsEgress"),
            "vpc_id": group.get("VpcId"),
            "tags": tags(group.get("Tags")),
        }
        yield api.resource(kind, address, group, values)
        if name in asked:
            used: bool | Unknown = not isinstance(worn, Unknown) and name in worn
            if not used:
                used = rest if isinstance(rest, Unknown) else name in rest
            yield api.setting(kind, address, "security group", "in_use", used, group)


def _worn(interfaces: Iterable[Item]) -> set[str]:
    return {group["GroupId"] for item in interfaces for group in item.get("Groups", ())}


def _named_by_templates(api: Api) -> set[str] | Unknown:
    """Return the groups that machines will wear which are started from a launch template."""
    found = api.listed(
        "ec2",
        "describe_launch_template_versions",
        "LaunchTemplateVersions",
        conceal=("LaunchTemplateData.UserData",),
        Versions=["$Default", "$Latest"],
        MaxResults=200,
    )
    if isinstance(found, Unknown):
        return found
    return {
        group
        for version in found
        for data in (version["LaunchTemplateData"], *_interfaces(version))
        for key in ("SecurityGroupIds", "Groups")
        for group in data.get(key, ())
    }


def _interfaces(version: Item) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = version["LaunchTemplateData"].get("NetworkInterfaces", [])
    return found


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


def acls(api: Api, interfaces: list[Any] | Unknown) -> Iterator[Resource | Fact]:
    """Yield the network ACLs with their rules in order, and whether a subnet uses them.

    The rules of an ACL without a subnet open nothing. A default ACL as AWS makes it lets
    everything through. It is asked only whether it still does, and only where something stands
    behind it.
    """
    found = api.listed("ec2", "describe_network_acls", "NetworkAcls", MaxResults=_MOST)
    for acl in () if isinstance(found, Unknown) else found:
        if acl["OwnerId"] != api.account:
            continue
        address = api.arn("ec2", f"network-acl/{acl['NetworkAclId']}")
        kind = "aws_default_network_acl" if acl["IsDefault"] else "aws_network_acl"
        entries = [entry for entry in acl["Entries"] if entry["RuleNumber"] <= _LAST_RULE]
        if acl["IsDefault"] and _lets_all_in(entries):
            narrowed = _open_in_front_of(acl, interfaces)
            yield api.setting(kind, address, _DEFAULT_ACL, "default_acl_narrowed", narrowed, acl)
            continue
        if acl["IsDefault"]:
            yield api.setting(kind, address, _DEFAULT_ACL, "default_acl_narrowed", True, acl)
        else:
            used = bool(acl["Associations"])
            yield api.setting(kind, address, "network ACL", "in_use", used, acl)
            if not used:
                continue
        values = {
            "ingress": [_entry(entry) for entry in entries if not entry["Egress"]],
            "egress": [_entry(entry) for entry in entries if entry["Egress"]],
            "tags": tags(acl.get("Tags")),
        }
        yield api.resource(kind, address, acl, values)


def _lets_all_in(entries: Iterable[dict[str, Any]]) -> bool:
    """Say whether AWS's own rule, all traffic from everybody, still decides. Denials of some
    addresses change nothing of that."""
    wide = [e for e in entries if not e["Egress"] and _block_of(e) in _EVERYBODY]
    allowed = [entry for entry in wide if entry["RuleAction"] == "allow"]
    return len(allowed) == len(wide) and any(
        entry["Protocol"] == _ALL_PROTOCOLS for entry in allowed
    )


def _block_of(entry: dict[str, Any]) -> str | None:
    return entry.get("CidrBlock") or entry.get("Ipv6CidrBlock")


def _open_in_front_of(acl: Item, interfaces: list[Any] | Unknown) -> bool | Unknown | None:
    """Return the answer for an ACL that is open: False, but None where nothing stands in its
    subnets."""
    subnets = {one.get("SubnetId") for one in acl["Associations"]}
    if not subnets:
        return None
    if isinstance(interfaces, Unknown):
        return interfaces
    return False if any(item.get("SubnetId") in subnets for item in interfaces) else None


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
