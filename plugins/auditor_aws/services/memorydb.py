"""MemoryDB clusters and snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_resources.model import Resource


def clusters(api: Api) -> Iterator[Resource]:
    """Yield every cluster."""
    keys = ManagedKeys(api)
    for item in api.pages("memorydb", "describe_clusters", "Clusters"):
        values = {
            "kms_key_arn": keys.named(item.get("KmsKeyId")),
            "tls_enabled": item.get("TLSEnabled", False),
            "snapshot_retention_limit": item.get("SnapshotRetentionLimit"),
            "auto_minor_version_upgrade": item.get("AutoMinorVersionUpgrade"),
        }
        yield api.resource("aws_memorydb_cluster", item["ARN"], item, values, item["Name"])


def snapshots(api: Api) -> Iterator[Resource]:
    """Yield every snapshot."""
    keys = ManagedKeys(api)
    for item in api.pages("memorydb", "describe_snapshots", "Snapshots"):
        values = {"kms_key_arn": keys.named(item.get("KmsKeyId"))}
        yield api.resource("aws_memorydb_snapshot", item["ARN"], item, values, item["Name"])


SERVICE = Service(
    name="memorydb",
    reach=Reach.REGIONAL,
    operations=("memorydb:DescribeClusters", "memorydb:DescribeSnapshots", KEY_ALIASES),
    parts=(clusters, snapshots),
)
