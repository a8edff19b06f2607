"""Block and file storage, machine images, and the vaults that back them up."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import unread
from auditor_resources.translate._aws_disks import disk_encrypted, disks
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._tables import (
    Reader,
    always,
    among,
    days,
    follow,
    has,
    key,
    on,
    tables,
    word,
)
from auditor_resources.translate.aws_rds import tags_copied

tables(
    "aws_ebs_volume",
    subject="EBS volume",
    encrypted=disk_encrypted,
    key=key("kms_key_id"),
)
tables(
    "aws_ebs_encryption_by_default",
    subject="EBS",
    settings={"volume_encryption_by_default": on("enabled", True)},
)
tables(
    "aws_ebs_snapshot_copy",
    subject="EBS snapshot copy",
    encrypted=on("encrypted"),
    key=key("kms_key_id"),
)
tables("aws_ebs_snapshot_import", subject="EBS snapshot", encrypted=on("encrypted"))
tables("aws_ami_copy", subject="AMI copy", encrypted=on("encrypted"), key=key("kms_key_id"))
tables("aws_ami_launch_permission", subject="AMI", public=among("group", ("all",)))


@translates("aws_ebs_snapshot")
def snapshot(resource: Resource, context: Context) -> Iterator[Fact]:
    """A snapshot is encrypted when its volume is."""
    encrypted = follow(context, resource, "volume_id", ("aws_ebs_volume",), (), disk_encrypted)
    answers = {"encrypted": encrypted}
    yield context.fact(DataStore, resource, "EBS snapshot", answers=answers)


@translates("aws_ami")
def image(resource: Resource, context: Context) -> Iterator[Fact]:
    """The disks that the image declares."""
    yield from disks(context, resource, "AMI disk", resource.body, "ebs_block_device")


tables(
    "aws_efs_file_system",
    subject="EFS file system",
    encrypted=on("encrypted"),
    key=key("kms_key_id"),
    multi_zone=lambda body: has("availability_zone_name")(body).map(lambda one: not one),
)
tables("aws_efs_file_system_policy", subject="EFS file system policy", policy="policy")


@translates("aws_efs_backup_policy")
def efs_backups(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether the file system that it belongs to is backed up daily."""
    answer = among("backup_policy.status", ("ENABLED",))(resource.body)
    yield context.setting(resource, "EFS file system", "backup_plan", answer)


@translates("aws_efs_access_point")
def access_point(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether clients are held to one user, and to a directory below the root."""
    body = resource.body
    path = word("root_directory.path", "/")(body).map(lambda directory: directory != "/")
    for part, answer in {"user": has("posix_user")(body), "directory": path}.items():
        subject = f"{part} of the EFS access point"
        yield context.setting(resource, subject, "access_point_confined", answer, part)


@translates(
    "aws_fsx_windows_file_system",
    "aws_fsx_openzfs_file_system",
    "aws_fsx_lustre_file_system",
)
def file_system_tags(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether backups, and volumes of OpenZFS, carry the tags of the file system."""
    subject = "FSx file system"
    yield from tags_copied(resource, context, subject, "backups", "copy_tags_to_backups")
    if resource.type == "aws_fsx_openzfs_file_system":
        yield from tags_copied(resource, context, subject, "volumes", "copy_tags_to_volumes")


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


@translates("aws_backup_plan")
def backup_plan(resource: Resource, context: Context) -> Iterator[Fact]:
    """Days that each rule keeps its recovery points; a rule without an end keeps them for ever."""
    keep = days("lifecycle.delete_after")
    hole = unread(resource.body, "rule")
    if hole is not None:
        answers = {"backup_days": Answer(hole, resource.body.place_of("rule"))}
        yield context.fact(DataStore, resource, "backup plan", answers=answers)
    for index, rule in enumerate(resource.body.blocks("rule")):
        answers = {"backup_days": keep(rule)}
        part = f"rule[{index}]"
        yield context.fact(DataStore, resource, "backup plan", part=part, answers=answers)


@translates("aws_dlm_lifecycle_policy")
def snapshot_lifecycle(resource: Resource, context: Context) -> Iterator[Fact]:
    """The copies that a snapshot policy makes in other regions: by event and by schedule."""
    for at, rules in _copies(resource.body):
        for index, (rule, encryption, named) in enumerate(rules):
            answers = {"encrypted": on(encryption)(rule), "key": key(named)(rule)}
            part = f"{at}[{index}]"
            yield context.fact(DataStore, resource, "snapshot copy", part=part, answers=answers)


def _copies(body: Body) -> Iterator[tuple[str, list[tuple[Body, str, str]]]]:
    """Yield the path of the rules, and each rule with the paths of its switch and its key."""
    for details in body.blocks("policy_details"):
        for i, action in enumerate(details.blocks("action")):
            rules = action.blocks("cross_region_copy")
            inner = "encryption_configuration"
            yield (
                f"action[{i}].cross_region_copy",
                [(rule, f"{inner}.encrypted", f"{inner}.cmk_arn") for rule in rules],
            )
        for i, schedule in enumerate(details.blocks("schedule")):
            rules = schedule.blocks("cross_region_copy_rule")
            yield (
                f"schedule[{i}].cross_region_copy_rule",
                [(rule, "encrypted", "cmk_arn") for rule in rules],
            )
