"""RDS, and DocumentDB and Neptune, which its API lists among its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Certificate, Fact, Setting
from auditor_aws.api import Api, told
from auditor_aws.service import Reach, Service
from auditor_aws.services import _rds_parameters, _rds_snapshots
from auditor_aws.services._backups import OPERATION as BACKED_UP
from auditor_aws.services._backups import with_plans
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.services._rds_clusters import OPERATION as SUBNET_GROUPS
from auditor_aws.services._rds_clusters import cluster, neptune_subnets
from auditor_aws.services._rds_support import OPERATION as LIFECYCLES
from auditor_aws.services._rds_support import Support
from auditor_aws.services._storage_encryption import encrypted
from auditor_aws.services._subnets import OPERATION as ROUTES
from auditor_aws.shapes import Item, dig, tags
from auditor_resources.model import Resource, Unknown

_KINDS = {"docdb": "aws_docdb_cluster_instance", "neptune": "aws_neptune_cluster_instance"}
"""Of instances, by engine."""
_EVENTS = {
    "instances": (
        "RDS instances", "db-instance", {"configuration change", "failure", "maintenance"},
    ),
    "clusters": ("RDS clusters", "db-cluster", {"maintenance", "failure"}),
    "parameter_groups": (
        "RDS parameter groups", "db-parameter-group", {"configuration change"},
    ),
    "security_groups": (
        "RDS security groups", "db-security-group", {"configuration change", "failure"},
    ),
}  # fmt: skip
"""Noun, source type and the categories of events that somebody has to hear of (*Amazon RDS event
categories and event messages*)."""


def databases(api: Api) -> Iterator[Resource | Fact]:
    """Yield instances and clusters with what hangs on them: the parameter groups and certificate
    authorities in use, backup plans, subscriptions to events."""
    instances = _known(api.listed("rds", "describe_db_instances", "DBInstances"))
    clusters = _known(api.listed("rds", "describe_db_clusters", "DBClusters"))
    if not instances and not clusters:
        return
    keys, support = ManagedKeys(api), Support(api)
    found = [(item, _instance(api, item, keys, support)) for item in instances]
    yield from (resource for item, resource in found if _dependent(item))
    yield from with_plans(api, "RDS instance", (pair for pair in found if not _dependent(pair[0])))
    for item, resource in found:
        if item["Engine"] not in _KINDS:
            inside = bool(dig(item, "DBSubnetGroup", "VpcId"))
            yield api.setting(
                resource.type, resource.address, "RDS instance", "private_network", inside, item
            )
    made = [(item, cluster(api, item, keys, support)) for item in clusters]
    others = [(item, resource) for item, resource in made if item["Engine"] in _KINDS]
    yield from (resource for _, resource in others)
    yield from with_plans(
        api, "RDS cluster", (pair for pair in made if pair[0]["Engine"] not in _KINDS)
    )
    yield from neptune_subnets(api, [pair for pair in others if pair[0]["Engine"] == "neptune"])
    yield from _rds_parameters.groups(api, instances, clusters)
    yield from _authorities(api, instances)
    yield from _subscriptions(api)


def _known(listed: list[Item] | Unknown) -> list[Item]:
    return [] if isinstance(listed, Unknown) else listed


def _source(item: Item) -> str | None:
    """Return what a replica is one of: that is backed up, and there is another copy of it."""
    return item.get("ReadReplicaSourceDBInstanceIdentifier") or item.get(
        "ReadReplicaSourceDBClusterIdentifier"
    )


def _dependent(item: Item) -> bool:
    """Say whether what the instance holds is backed up where it comes from."""
    return bool(item.get("DBClusterIdentifier") or _source(item))


def _instance(api: Api, item: Item, keys: ManagedKeys, support: Support) -> Resource:
    """Return an instance; what version those of a cluster run is told of the cluster."""
    engine, member, source = item["Engine"], bool(item.get("DBClusterIdentifier")), _source(item)
    values = {
        "identifier": item["DBInstanceIdentifier"],
        "engine": engine,
        "engine_version": None if member else item.get("EngineVersion"),
        "beyond_standard_support": support.beyond(item),
        "username": item.get("MasterUsername"),
        "publicly_accessible": item.get("PubliclyAccessible", False),
        "storage_encrypted": encrypted(item, "StorageEncrypted"),
        "kms_key_id": keys.named(item.get("KmsKeyId")),
        "backup_retention_period": item.get("BackupRetentionPeriod"),
        "replicate_source_db": source,
        "deletion_protection": item.get("DeletionProtection"),
        "multi_az": item.get("MultiAZ") or (None if source else False),
        "iam_database_authentication_enabled": item.get("IAMDatabaseAuthenticationEnabled"),
        "auto_minor_version_upgrade": item.get("AutoMinorVersionUpgrade"),
        "ca_cert_identifier": item.get("CACertificateIdentifier"),
        "enabled_cloudwatch_logs_exports": item.get("EnabledCloudwatchLogsExports", []),
        "monitoring_interval": item.get("MonitoringInterval"),
        "copy_tags_to_snapshot": item.get("CopyTagsToSnapshot"),
        "performance_insights_enabled": item.get("PerformanceInsightsEnabled"),
        "performance_insights_kms_key_id": keys.named(item.get("PerformanceInsightsKMSKeyId")),
        "tags": tags(item.get("TagList")),
    }
    kind = _KINDS.get(engine, "aws_rds_cluster_instance" if member else "aws_db_instance")
    return api.resource(kind, item["DBInstanceArn"], item, values, item["DBInstanceIdentifier"])


def _authorities(api: Api, instances: list[Item]) -> Iterator[Certificate]:
    """Yield the certificate authorities that instances have their certificates from."""
    users: dict[str, list[str]] = {}
    for item in instances:
        name = item.get("CACertificateIdentifier")
        if name:
            users.setdefault(name, []).append(item["DBInstanceArn"])
    if not users:
        return
    for item in _known(api.listed("rds", "describe_certificates", "Certificates")):
        name = item["CertificateIdentifier"]
        if name in users:
            yield Certificate(
                origin=api.origin("aws_rds_certificate", item["CertificateArn"], item),
                subject="RDS certificate authority",
                name=name,
                not_before=item["ValidFrom"],
                not_after=item["ValidTill"],
                authority=True,
                in_use_by=tuple(users[name]),
            )


def _subscriptions(api: Api) -> Iterator[Setting]:
    """Yield for each kind of thing whether its events of every database reach somebody."""
    listed = api.listed("rds", "describe_event_subscriptions", "EventSubscriptionsList")
    for part, (noun, source, wanted) in _EVENTS.items():
        heard: Any = listed
        item = None
        if not isinstance(listed, Unknown):
            item = next((entry for entry in listed if _hears(entry, source, wanted)), None)
            heard = item is not None
        yield Setting(
            origin=api.origin("aws_region_settings", api.region, item),
            subject=f"events of {noun}",
            part=part,
            name="event_subscription",
            value=told(heard),
        )


def _hears(item: Item, source: str, wanted: set[str]) -> bool:
    """A subscription without a source hears of everything, one without categories of all."""
    if not item.get("Enabled") or item.get("SourceIdsList"):
        return False
    categories = set(item.get("EventCategoriesList") or wanted)
    return item.get("SourceType") in (None, "", source) and wanted <= categories


def proxies(api: Api) -> Iterator[Resource]:
    """Yield every proxy."""
    for item in api.pages("rds", "describe_db_proxies", "DBProxies"):
        values = {"require_tls": item.get("RequireTLS")}
        name = item["DBProxyName"]
        yield api.resource("aws_db_proxy", item["DBProxyArn"], item, values, name)


SERVICE = Service(
    name="rds",
    reach=Reach.REGIONAL,
    operations=(
        "rds:DescribeDBInstances",
        "rds:DescribeDBClusters",
        "rds:DescribeCertificates",
        "rds:DescribeEventSubscriptions",
        "rds:DescribeDBProxies",
        *_rds_parameters.OPERATIONS,
        *_rds_snapshots.OPERATIONS,
        SUBNET_GROUPS,
        LIFECYCLES,
        ROUTES,
        BACKED_UP,
        KEY_ALIASES,
    ),
    parts=(proxies, databases, _rds_snapshots.snapshots, _rds_snapshots.cluster_snapshots),
)
