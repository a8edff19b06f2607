"""ElastiCache: replication groups, and clusters that belong to none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.services._storage_encryption import encrypted
from auditor_aws.services._subnets import OPERATION as ROUTES
from auditor_aws.services._subnets import Subnets
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown


class _Networks:
    """Says whether the subnet group of a cluster is private."""

    def __init__(self, api: Api) -> None:
        self._listed = api.listed(
            "elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups"
        )
        self._subnets = Subnets(api)

    def private(self, cluster: Any) -> bool | Unknown | None:
        """None for a cluster without a subnet group."""
        name = dig(cluster, "CacheSubnetGroupName")
        if name is None or isinstance(name, Unknown):
            return name
        if isinstance(self._listed, Unknown):
            return self._listed
        for group in self._listed:
            if group.get("CacheSubnetGroupName") == name:
                subnets = [entry["SubnetIdentifier"] for entry in group.get("Subnets", ())]
                return self._subnets.private(subnets, group.get("VpcId"))
        return Unknown(f"subnet group {name} is not listed")


def caches(api: Api) -> Iterator[Resource | Fact]:
    """Yield replication groups and lone clusters; a group's version and network are those of
    its first cluster."""
    groups = api.listed("elasticache", "describe_replication_groups", "ReplicationGroups")
    clusters = api.listed("elasticache", "describe_cache_clusters", "CacheClusters")
    if not groups and not clusters:
        return
    keys, networks = ManagedKeys(api), _Networks(api)
    by_name: Mapping[str, Any] = {}
    if not isinstance(clusters, Unknown):
        by_name = {cluster["CacheClusterId"]: cluster for cluster in clusters}
        for cluster in clusters:
            if not cluster.get("ReplicationGroupId"):
                yield from _cluster(api, cluster, networks)
    for group in [] if isinstance(groups, Unknown) else groups:
        members = group.get("MemberClusters") or [""]
        first = clusters if isinstance(clusters, Unknown) else by_name.get(members[0])
        yield from _group(api, group, first, keys, networks)


def _group(
    api: Api, item: Item, first: Any, keys: ManagedKeys, networks: _Networks
) -> Iterator[Resource | Fact]:
    values = {
        "engine": item.get("Engine") or dig(first, "Engine"),
        "engine_version": dig(first, "EngineVersion"),
        "global_replication_group_id": None,
        "at_rest_encryption_enabled": encrypted(item, "AtRestEncryptionEnabled"),
        "kms_key_id": keys.named(item.get("KmsKeyId")),
        "transit_encryption_enabled": _tls_only(item),
        "snapshot_retention_limit": item.get("SnapshotRetentionLimit", 0),
        "multi_az_enabled": item.get("MultiAZ") == "enabled",
        "automatic_failover_enabled": item.get("AutomaticFailover") in ("enabled", "enabling"),
        "auto_minor_version_upgrade": item.get(
            "AutoMinorVersionUpgrade", dig(first, "AutoMinorVersionUpgrade")
        ),
        "auth_token": item.get("AuthTokenEnabled") or None,
        "user_group_ids": item.get("UserGroupIds", []),
    }
    kind, subject = "aws_elasticache_replication_group", "ElastiCache replication group"
    name = item["ReplicationGroupId"]
    address = item.get("ARN") or api.arn("elasticache", f"replicationgroup:{name}")
    yield api.resource(kind, address, item, values, name)
    private = networks.private(first)
    if private is not None:
        yield api.setting(kind, address, subject, "private_subnet", private, item)


def _tls_only(item: Item) -> bool | None:
    """Say whether clients have to speak TLS, rather than may."""
    enabled: bool | None = item.get("TransitEncryptionEnabled")
    return enabled and item.get("TransitEncryptionMode") != "preferred"


def _cluster(api: Api, item: Item, networks: _Networks) -> Iterator[Resource | Fact]:
    several = item.get("PreferredAvailabilityZone") == "Multiple"
    values = {
        "engine": item.get("Engine"),
        "engine_version": item.get("EngineVersion"),
        "replication_group_id": None,
        "transit_encryption_enabled": _tls_only(item),
        "snapshot_retention_limit": item.get("SnapshotRetentionLimit"),
        "num_cache_nodes": item.get("NumCacheNodes"),
        "az_mode": "cross-az" if several else "single-az",
        "auto_minor_version_upgrade": item.get("AutoMinorVersionUpgrade"),
    }
    name = item["CacheClusterId"]
    address = item.get("ARN") or api.arn("elasticache", f"cluster:{name}")
    yield api.resource("aws_elasticache_cluster", address, item, values, name)
    private = networks.private(item)
    if private is not None:
        yield api.setting(
            "aws_elasticache_cluster",
            address,
            "ElastiCache cluster",
            "private_subnet",
            private,
            item,
        )


SERVICE = Service(
    name="elasticache",
    reach=Reach.REGIONAL,
    operations=(
        "elasticache:DescribeReplicationGroups",
        "elasticache:DescribeCacheClusters",
        "elasticache:DescribeCacheSubnetGroups",
        ROUTES,
        KEY_ALIASES,
    ),
    parts=(caches,),
)
