"""Redshift clusters and the parameter groups they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig, tags
from auditor_resources.model import Resource, Unknown

_DEFAULT = "default."


def clusters(api: Api) -> Iterator[Resource]:
    """Yield every cluster, then the parameter groups in use."""
    listed = list(api.pages("redshift", "describe_clusters", "Clusters"))
    keys = ManagedKeys(api)
    yield from api.each(listed, lambda item: [_cluster(api, item, keys)])
    used = {
        group["ParameterGroupName"]
        for item in listed
        for group in item.get("ClusterParameterGroups", ())
    }
    if used:
        yield from _parameter_groups(api, used)


def _cluster(api: Api, item: Item, keys: ManagedKeys) -> Resource:
    name = item["ClusterIdentifier"]
    logging = api.ask("redshift", "describe_logging_status", item=item, ClusterIdentifier=name)
    logged = dig(logging, "LoggingEnabled")
    values = {
        "cluster_identifier": name,
        "id": name,
        "encrypted": item.get("Encrypted", False),
        "kms_key_id": keys.named(item.get("KmsKeyId")),
        "publicly_accessible": item.get("PubliclyAccessible", False),
        "automated_snapshot_retention_period": item.get("AutomatedSnapshotRetentionPeriod"),
        "multi_az": str(item.get("MultiAZ")).lower() in ("enabled", "true"),
        "allow_version_upgrade": item.get("AllowVersionUpgrade"),
        "master_username": item.get("MasterUsername"),
        "enhanced_vpc_routing": item.get("EnhancedVpcRouting"),
        "logging": logged if isinstance(logged, Unknown) else {"enable": bool(logged)},
        "tags": tags(item.get("Tags")),
    }
    address = api.arn("redshift", f"cluster:{name}")
    return api.resource("aws_redshift_cluster", address, item, values, name)


def _parameter_groups(api: Api, used: set[str]) -> Iterator[Resource]:
    listed = api.listed("redshift", "describe_cluster_parameter_groups", "ParameterGroups")
    items: dict[str, Item] = {}
    if not isinstance(listed, Unknown):
        items = {item["ParameterGroupName"]: item for item in listed}

    def read(name: str) -> Iterator[Resource]:
        item = items.get(name)
        family: Any = listed if isinstance(listed, Unknown) else Unknown(f"{name} is not listed")
        if item is not None:
            family = item["ParameterGroupFamily"]
        elif name.startswith(_DEFAULT):
            family = name.removeprefix(_DEFAULT)
        values = {"family": family, "parameter": _set(api, name)}
        address = api.arn("redshift", f"parametergroup:{name}")
        yield api.resource("aws_redshift_parameter_group", address, item, values, name)

    yield from api.each(sorted(used), read)


def _set(api: Api, name: str) -> Any:
    """Return ``require_ssl`` where somebody has set it; nobody can in a default group."""
    if name.startswith(_DEFAULT):
        return []
    listed = api.listed(
        "redshift",
        "describe_cluster_parameters",
        "Parameters",
        ParameterGroupName=name,
        Source="user",
    )
    if isinstance(listed, Unknown):
        return listed
    return [
        {"name": "require_ssl", "value": item.get("ParameterValue")}
        for item in listed
        if item.get("ParameterName") == "require_ssl"
    ]


SERVICE = Service(
    name="redshift",
    reach=Reach.REGIONAL,
    operations=(
        "redshift:DescribeClusters",
        "redshift:DescribeLoggingStatus",
        "redshift:DescribeClusterParameterGroups",
        "redshift:DescribeClusterParameters",
        KEY_ALIASES,
    ),
    parts=(clusters,),
)
