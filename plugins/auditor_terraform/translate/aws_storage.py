"""Block and file storage, machine images, and backups of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, Unknown
from auditor_terraform.model import Body, Resource
from auditor_terraform.translate._aws_tables import (
    Reader,
    always,
    among,
    days,
    has,
    key,
    on,
    tables,
    unless,
)
from auditor_terraform.translate._base import Answer, Context, flag, raw, translates, unknown

tables("aws_ebs_encryption_by_default", subject="EBS", settings={
    "volume_encryption_by_default": on("enabled", True),
})  # fmt: skip
tables(
    "aws_ebs_snapshot_copy",
    subject="EBS snapshot copy",
    encrypted=on("encrypted"),
    key=key("kms_key_id"),
)
tables("aws_ebs_snapshot_import", subject="EBS snapshot", encrypted=on("encrypted"))
tables("aws_ami_copy", subject="AMI copy", encrypted=on("encrypted"), key=key("kms_key_id"))
tables("aws_ami_launch_permission", subject="AMI", public=among("group", ("all",)))

tables(
    "aws_efs_file_system",
    subject="EFS file system",
    encrypted=on("encrypted"),
    key=key("kms_key_id"),
    multi_zone=lambda body: has("availability_zone_name")(body).map(lambda one: not one),
)
tables("aws_efs_file_system_policy", subject="EFS file system policy", policy="policy")

_two_zones: Reader = among("deployment_type", ("MULTI_AZ_1", "MULTI_AZ_2", "MULTI_AZ_HA_1"))
tables(
    "aws_fsx_windows_file_system",
    subject="FSx for Windows file system",
    encrypted=always(True),
    key=key("kms_key_id"),
    backup_days=days("automatic_backup_retention_days", 7),
    multi_zone=_two_zones,
)
tables(
    "aws_fsx_ontap_file_system",
    "aws_fsx_openzfs_file_system",
    subject="FSx file system",
    encrypted=always(True),
    key=key("kms_key_id"),
    backup_days=days("automatic_backup_retention_days"),
    multi_zone=_two_zones,
)
tables(
    "aws_fsx_lustre_file_system",
    subject="FSx for Lustre file system",
    encrypted=always(True),
    key=key("kms_key_id"),
    backup_days=days("automatic_backup_retention_days"),
)

tables(
    "aws_backup_vault",
    subject="backup vault",
    encrypted=always(True),
    key=key("kms_key_arn"),
)
tables("aws_backup_vault_policy", subject="backup vault policy", policy="policy")


@translates("aws_ebs_volume")
def volume(resource: Resource, context: Context) -> Iterator[Fact]:
    """A volume; one made from a snapshot and silent about encryption follows the snapshot."""
    body = resource.body
    answers = {"encrypted": device_encrypted(body), "key": key("kms_key_id")(body)}
    yield context.fact(DataStore, resource, "EBS volume", answers=answers)


@translates("aws_ebs_snapshot", "aws_db_snapshot", "aws_db_cluster_snapshot")
@translates("aws_docdb_cluster_snapshot", "aws_neptune_cluster_snapshot")
def snapshot(resource: Resource, context: Context) -> Iterator[Fact]:
    """A snapshot is encrypted when its source is; nothing is said of a source made elsewhere."""
    subject, pointer, attribute = _SNAPSHOTS[resource.type]
    answers = {
        "encrypted": follow(resource, context, pointer, attribute),
        "public": _shared_with_all(resource.body),
    }
    yield context.fact(DataStore, resource, subject, answers=answers)


_SNAPSHOTS = {
    "aws_ebs_snapshot": ("EBS snapshot", "volume_id", "encrypted"),
    "aws_db_snapshot": ("RDS snapshot", "db_instance_identifier", "storage_encrypted"),
    "aws_db_cluster_snapshot": (
        "RDS cluster snapshot",
        "db_cluster_identifier",
        "storage_encrypted",
    ),
    "aws_docdb_cluster_snapshot": (
        "DocumentDB cluster snapshot",
        "db_cluster_identifier",
        "storage_encrypted",
    ),
    "aws_neptune_cluster_snapshot": (
        "Neptune cluster snapshot",
        "db_cluster_identifier",
        "storage_encrypted",
    ),
}
"""Subject, the attribute that names the source, and the source's attribute that answers."""


def follow(resource: Resource, context: Context, pointer: str, attribute: str) -> Answer:
    """Return the answer of the resource that ``pointer`` names; None when it is not here."""
    value = raw(resource.body, pointer)
    source = context.referent(resource, pointer)
    if source is None:
        return Answer(None)
    answer = flag(source.body, attribute, False)
    return Answer(answer.value, value.place)
