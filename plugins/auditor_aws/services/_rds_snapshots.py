"""Snapshots of databases and of clusters, and with whom they are shared.

Only those are read that somebody made by hand: the automatic ones are encrypted like their
database and cannot be shared. Of these, only one that no key of the account encrypts can be shared
with everybody (*Sharing a DB snapshot for Amazon RDS*): just such are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.services._storage_encryption import encrypted
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

OPERATIONS = (
    "rds:DescribeDBSnapshots",
    "rds:DescribeDBSnapshotAttributes",
    "rds:DescribeDBClusterSnapshots",
    "rds:DescribeDBClusterSnapshotAttributes",
)
_CLUSTER_KINDS = {
    "docdb": "aws_docdb_cluster_snapshot",
    "neptune": "aws_neptune_cluster_snapshot",
}


def snapshots(api: Api) -> Iterator[Resource]:
    """Yield the snapshots of instances."""

    def read(item: Item) -> Iterator[Resource]:
        shared: Any = []
        if not item.get("Encrypted"):
            answer = api.ask(
                "rds",
                "describe_db_snapshot_attributes",
                item=item,
                DBSnapshotIdentifier=item["DBSnapshotIdentifier"],
            )
            shared = _shared(answer, "DBSnapshot")
        values = {
            "storage_encrypted": encrypted(item, "Encrypted"),
            "shared_accounts": shared,
            "db_instance_identifier": item.get("DBInstanceIdentifier"),
        }
        name = item["DBSnapshotIdentifier"]
        yield api.resource("aws_db_snapshot", item["DBSnapshotArn"], item, values, name)

    listed = api.pages("rds", "describe_db_snapshots", "DBSnapshots", SnapshotType="manual")
    yield from api.each(listed, read)


def cluster_snapshots(api: Api) -> Iterator[Resource]:
    """Yield the snapshots of clusters, those of DocumentDB and Neptune as their own kinds."""

    def read(item: Item) -> Iterator[Resource]:
        shared: Any = []
        if not item.get("StorageEncrypted"):
            answer = api.ask(
                "rds",
                "describe_db_cluster_snapshot_attributes",
                item=item,
                DBClusterSnapshotIdentifier=item["DBClusterSnapshotIdentifier"],
            )
            shared = _shared(answer, "DBClusterSnapshot")
        values = {
            "storage_encrypted": encrypted(item, "StorageEncrypted"),
            "shared_accounts": shared,
            "db_cluster_identifier": item.get("DBClusterIdentifier"),
        }
        kind = _CLUSTER_KINDS.get(item.get("Engine", ""), "aws_db_cluster_snapshot")
        name = item["DBClusterSnapshotIdentifier"]
        yield api.resource(kind, item["DBClusterSnapshotArn"], item, values, name)

    listed = api.pages(
        "rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", SnapshotType="manual"
    )
    yield from api.each(listed, read)


def _shared(answer: Any, what: str) -> Any:
    """Return the accounts that may restore a snapshot; ``all`` is everybody."""
    attributes = dig(answer, f"{what}AttributesResult", f"{what}Attributes")
    if isinstance(attributes, Unknown):
        return attributes
    return [
        account
        for attribute in attributes or ()
        if attribute.get("AttributeName") == "restore"
        for account in attribute.get("AttributeValues", ())
    ]
