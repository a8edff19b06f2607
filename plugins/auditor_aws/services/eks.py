"""EKS: clusters, their groups of nodes, and who enforces their network policies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_CLUSTER = "aws_eks_cluster"
_MISSING = ("ResourceNotFoundException",)
_ENFORCING = re.compile(r"""enableNetworkPolicy["']?\s*:\s*["']?true\b""", re.IGNORECASE)
"""In the configuration of the add-on, which is JSON or YAML."""


def clusters(api: Api) -> Iterator[Resource | Setting]:
    """Yield every cluster of EKS itself, with its node groups."""
    names = list(api.pages("eks", "list_clusters", "clusters"))
    if not names:
        return
    versions = api.listed("eks", "describe_cluster_versions", "clusterVersions", includeAll=True)
    yield from api.each(names, lambda name: _read(api, name, versions))


def _read(api: Api, name: str, versions: list[Any] | Unknown) -> Iterator[Resource | Setting]:
    answer = api.call("eks", "describe_cluster", name=name)
    item = Item(answer["cluster"], answer.operation, answer.page)
    values = {
        "version": item.get("version"),
        "beyond_standard_support": _extended(item, versions),
        "vpc_config": _network(item),
        "enabled_cluster_log_types": _logged(item),
        "encryption_config": [
            {"resources": block.get("resources", [])} for block in item.get("encryptionConfig", ())
        ],
        "deletion_protection": item.get("deletionProtection", False),
    }
    yield api.resource(_CLUSTER, item["arn"], item, values, name)
    yield api.setting(
        _CLUSTER, item["arn"], "EKS cluster", "network_policy", _enforced(api, item), item
    )
    groups = api.listed("eks", "list_nodegroups", "nodegroups", clusterName=name)
    for group in () if isinstance(groups, Unknown) else groups:
        yield from _nodes(api, name, group)


def _extended(item: Item, versions: list[Any] | Unknown) -> bool | Unknown:
    """Say whether a cluster is on extended support by now: its version is, and it would not be
    upgraded instead."""
    if dig(item, "upgradePolicy", "supportType") == "STANDARD":
        return False
    if isinstance(versions, Unknown):
        return versions
    version = item.get("version")
    for entry in versions:
        if entry.get("clusterVersion") == version:
            return bool(entry.get("versionStatus") == "EXTENDED_SUPPORT")
    return Unknown(f"AWS lists no support of version {version}")


def _network(item: Item) -> dict[str, Any]:
    inside = item["resourcesVpcConfig"]
    return {
        "endpoint_public_access": inside.get("endpointPublicAccess"),
        "public_access_cidrs": inside.get("publicAccessCidrs", []),
    }


def _logged(item: Item) -> list[str]:
    return [
        kind
        for setup in dig(item, "logging", "clusterLogging") or ()
        if setup.get("enabled")
        for kind in setup.get("types", ())
    ]


def _enforced(api: Api, item: Item) -> bool | Unknown:
    """Say whether AWS's own network plug-in enforces policies; another one may run unseen."""
    if dig(item, "computeConfig", "enabled"):
        return Unknown("EKS Auto Mode enforces policies by a ConfigMap inside of the cluster")
    answer = api.ask(
        "eks",
        "describe_addon",
        item=item,
        absent=_MISSING,
        clusterName=item["name"],
        addonName="vpc-cni",
    )
    if answer is None:
        return Unknown("vpc-cni is no add-on here; whatever runs instead is seen inside only")
    values = dig(answer, "addon", "configurationValues")
    if isinstance(values, Unknown):
        return values
    return _ENFORCING.search(values or "") is not None


def _nodes(api: Api, cluster: str, group: str) -> Iterator[Resource]:
    answer = api.ask("eks", "describe_nodegroup", clusterName=cluster, nodegroupName=group)
    if not isinstance(answer, Item):
        return
    found = Item(answer["nodegroup"], answer.operation, answer.page)
    remote = found.get("remoteAccess")
    values = {
        "version": found.get("version"),
        "remote_access": remote
        and {
            "ec2_ssh_key": remote.get("ec2SshKey"),
            "source_security_group_ids": remote.get("sourceSecurityGroups", []),
        },
    }
    yield api.resource("aws_eks_node_group", found["nodegroupArn"], found, values, group)


SERVICE = Service(
    name="eks",
    reach=Reach.REGIONAL,
    operations=(
        "eks:ListClusters",
        "eks:DescribeCluster",
        "eks:DescribeClusterVersions",
        "eks:DescribeAddon",
        "eks:ListNodegroups",
        "eks:DescribeNodegroup",
    ),
    parts=(clusters,),
)
