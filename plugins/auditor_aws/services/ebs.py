"""EBS: volumes, snapshots, and what a region does with new ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from auditor.facts import DataStore, Fact
from auditor_aws.api import Api, told
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import dig, tags
from auditor_resources.model import Resource, Unknown


def volumes(api: Api) -> Iterator[Resource]:
    """Yield every volume, but for those of machines that a service of AWS runs."""
    keys = ManagedKeys(api)
    for item in api.pages("ec2", "describe_volumes", "Volumes", MaxResults=1000):
        if dig(item, "Operator", "Managed"):
            continue
        address = api.arn("ec2", f"volume/{item['VolumeId']}")
        values = {
            "encrypted": item["Encrypted"],
            "kms_key_id": keys.named(item.get("KmsKeyId")),
            "snapshot_id": item.get("SnapshotId") or None,
            "tags": tags(item.get("Tags")),
        }
        yield api.resource("aws_ebs_volume", address, item, values)


def snapshots(api: Api) -> Iterator[Fact]:
    """Yield the account's own snapshots. Which of them everybody may restore is asked for all
    at once."""
    arguments: dict[str, Any] = {"OwnerIds": ["self"], "MaxResults": 1000}
    found = list(api.pages("ec2", "describe_snapshots", "Snapshots", **arguments))
    if not found:
        return
    everybody = api.listed(
        "ec2", "describe_snapshots", "Snapshots", RestorableByUserIds=["all"], **arguments
    )
    public = (
        everybody
        if isinstance(everybody, Unknown)
        else {snapshot["SnapshotId"] for snapshot in everybody}
    )
    for item in found:
        name = item["SnapshotId"]
        address = f"arn:{api.partition}:ec2:{api.region}::snapshot/{name}"
        yield DataStore(
            origin=api.origin("aws_ebs_snapshot", address, item),
            subject="EBS snapshot",
            encrypted=item["Encrypted"],
            public=told(public) if isinstance(public, Unknown) else name in public,
        )


def new_volumes(api: Api) -> Iterator[Resource]:
    """Yield the region's default for new volumes."""
    answer = api.call("ec2", "get_ebs_encryption_by_default")
    address = api.arn("ec2", "ebs-encryption-by-default")
    values = {"enabled": answer["EbsEncryptionByDefault"]}
    yield api.resource("aws_ebs_encryption_by_default", address, answer, values)


def public_snapshots(api: Api) -> Iterator[Fact]:
    """Yield whether the region refuses to make snapshots public. Those that already are public
    are judged each."""
    answer = api.call("ec2", "get_snapshot_block_public_access_state")
    blocked = answer["State"] in ("block-all-sharing", "block-new-sharing")
    setting = api.setting(
        "aws_region_settings",
        api.region,
        f"disk snapshots in {api.region}",
        "public_sharing_blocked",
        blocked,
        answer,
    )
    yield replace(setting, part="snapshots")


SERVICE = Service(
    name="ebs",
    reach=Reach.REGIONAL,
    operations=(
        "ec2:DescribeSnapshots",
        "ec2:DescribeVolumes",
        "ec2:GetEbsEncryptionByDefault",
        "ec2:GetSnapshotBlockPublicAccessState",
        KEY_ALIASES,
    ),
    parts=(new_volumes, public_snapshots, volumes, snapshots),
    always=True,
)
