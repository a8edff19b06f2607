"""Clusters of databases as the API of RDS lists them: Aurora, DocumentDB, Neptune."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.services._rds_support import Support
from auditor_aws.services._storage_encryption import encrypted
from auditor_aws.services._subnets import Subnets
from auditor_aws.shapes import Item, tags
from auditor_resources.model import Resource, Unknown

OPERATION = "rds:DescribeDBSubnetGroups"
_KINDS = {"docdb": "aws_docdb_cluster", "neptune": "aws_neptune_cluster"}


def cluster(api: Api, item: Item, keys: ManagedKeys, support: Support) -> Resource:
    """Return a cluster; Neptune's provider calls two attributes otherwise."""
    key = keys.named(item.get("KmsKeyId"))
    logs = item.get("EnabledCloudwatchLogsExports", [])
    name = item["DBClusterIdentifier"]
    values = {
        "cluster_identifier": name,
        "engine": item["Engine"],
        "engine_mode": item.get("EngineMode"),
        "engine_version": item.get("EngineVersion"),
        "beyond_standard_support": support.beyond(item),
        "master_username": item.get("MasterUsername"),
        "publicly_accessible": item.get("InternetAccessGatewayEnabled") or None,
        "storage_encrypted": encrypted(item, "StorageEncrypted"),
        "kms_key_id": key,
        "kms_key_arn": key,
        "backup_retention_period": item.get("BackupRetentionPeriod"),
        "deletion_protection": item.get("DeletionProtection"),
        "multi_az": item.get("MultiAZ"),
        "iam_database_authentication_enabled": item.get("IAMDatabaseAuthenticationEnabled"),
        "enabled_cloudwatch_logs_exports": logs,
        "enable_cloudwatch_logs_exports": logs,
        "copy_tags_to_snapshot": item.get("CopyTagsToSnapshot"),
        "tags": tags(item.get("TagList")),
    }
    kind = _KINDS.get(item["Engine"], "aws_rds_cluster")
    return api.resource(kind, item["DBClusterArn"], item, values, name)


def neptune_subnets(api: Api, found: list[tuple[Item, Resource]]) -> Iterator[Setting]:
    """Yield for each Neptune cluster whether its subnets are private."""
    if not found:
        return
    groups = api.listed("rds", "describe_db_subnet_groups", "DBSubnetGroups")
    subnets = Subnets(api)
    for item, resource in found:
        private: bool | Unknown = Unknown("the subnet group is not listed")
        if isinstance(groups, Unknown):
            private = groups
        else:
            for group in groups:
                if group["DBSubnetGroupName"] == item.get("DBSubnetGroup"):
                    names = [entry["SubnetIdentifier"] for entry in group.get("Subnets", ())]
                    private = subnets.private(names, group.get("VpcId"))
        yield api.setting(
            resource.type, resource.address, "Neptune cluster", "private_subnet", private, item
        )
