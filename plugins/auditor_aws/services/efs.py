"""EFS: file systems, their policies, backups and mount targets; access points."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._backups import OPERATION as BACKED_UP
from auditor_aws.services._backups import protection
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.services._subnets import OPERATION as ROUTES
from auditor_aws.services._subnets import Subnets
from auditor_aws.shapes import Item, dig, tags
from auditor_resources.model import Resource, Unknown

_KIND = "aws_efs_file_system"


def file_systems(api: Api) -> Iterator[Resource | Fact]:
    """Yield every file system, its policy, whether it is backed up, and where it is mounted."""
    listed = list(api.pages("efs", "describe_file_systems", "FileSystems"))
    if not listed:
        return
    keys, subnets, protected = ManagedKeys(api), Subnets(api), protection(api)

    def read(item: Item) -> Iterator[Resource | Fact]:
        number = item["FileSystemId"]
        address = item.get("FileSystemArn") or api.arn("elasticfilesystem", f"file-system/{number}")
        policy = api.ask(
            "efs",
            "describe_file_system_policy",
            item=item,
            absent=("PolicyNotFound",),
            FileSystemId=number,
        )
        backed_up = protected(address)
        if backed_up is not True:
            backed_up = _automatic(api, item, backed_up)
        values = {
            "encrypted": item.get("Encrypted", False),
            "kms_key_id": keys.named(item.get("KmsKeyId")),
            "availability_zone_name": item.get("AvailabilityZoneName"),
            "tags": tags(item.get("Tags")),
        }
        yield api.resource(_KIND, address, item, values, number)
        document = {"policy": dig(policy, "Policy")}
        yield api.resource("aws_efs_file_system_policy", address, item, document, number)
        yield api.setting(_KIND, address, "EFS file system", "backup_plan", backed_up, item)
        yield from _mount_targets(api, address, number, subnets)

    yield from api.each(listed, read)


def _automatic(api: Api, item: Item, otherwise: bool | Unknown) -> bool | Unknown:
    """Say whether EFS itself has the file system backed up."""
    answer = api.ask(
        "efs",
        "describe_backup_policy",
        item=item,
        absent=("PolicyNotFound",),
        FileSystemId=item["FileSystemId"],
    )
    status = dig(answer, "BackupPolicy", "Status")
    if isinstance(status, Unknown):
        return status
    return True if status in ("ENABLED", "ENABLING") else otherwise


def _mount_targets(api: Api, system: str, number: str, subnets: Subnets) -> Iterator[Fact]:
    kind, subject, name = "aws_efs_mount_target", "EFS mount target", "private_subnet"
    listed = api.listed("efs", "describe_mount_targets", "MountTargets", FileSystemId=number)
    if isinstance(listed, Unknown):
        yield api.setting(kind, system, subject, name, listed)
        return
    for item in listed:
        address = api.arn("elasticfilesystem", f"mount-target/{item['MountTargetId']}")
        private = subnets.private([item["SubnetId"]], item.get("VpcId"))
        yield api.setting(kind, address, subject, name, private, item)


def access_points(api: Api) -> Iterator[Resource]:
    """Yield every access point."""
    for item in api.pages("efs", "describe_access_points", "AccessPoints"):
        user = dig(item, "PosixUser", "Uid")
        values = {
            "posix_user": None if user is None else {"uid": user},
            "root_directory": {"path": dig(item, "RootDirectory", "Path")},
            "tags": tags(item.get("Tags")),
        }
        yield api.resource("aws_efs_access_point", item["AccessPointArn"], item, values)


SERVICE = Service(
    name="efs",
    reach=Reach.REGIONAL,
    operations=(
        "efs:DescribeFileSystems",
        "efs:DescribeFileSystemPolicy",
        "efs:DescribeBackupPolicy",
        "efs:DescribeMountTargets",
        "efs:DescribeAccessPoints",
        ROUTES,
        BACKED_UP,
        KEY_ALIASES,
    ),
    parts=(access_points, file_systems),
)
