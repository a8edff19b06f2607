"""EBS: volumes, and what a region does with new ones."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import tags
from auditor_resources.model import Resource


def volumes(api: Api) -> Iterator[Resource]:
    """Yield every volume."""
    for item in api.pages("ec2", "describe_volumes", "Volumes"):
        address = api.arn("ec2", f"volume/{item['VolumeId']}")
        values = {
            "encrypted": item["Encrypted"],
            "kms_key_id": item.get("KmsKeyId"),
            "snapshot_id": item.get("SnapshotId") or None,
            "tags": tags(item.get("Tags")),
        }
        yield api.resource("aws_ebs_volume", address, item, values)


def new_volumes(api: Api) -> Iterator[Resource]:
    """Yield the region's default for new volumes."""
    answer = api.call("ec2", "get_ebs_encryption_by_default")
    address = api.arn("ec2", "ebs-encryption-by-default")
    values = {"enabled": answer["EbsEncryptionByDefault"]}
    yield api.resource("aws_ebs_encryption_by_default", address, answer, values)


SERVICE = Service(
    name="ebs",
    reach=Reach.REGIONAL,
    operations=("ec2:DescribeVolumes", "ec2:GetEbsEncryptionByDefault"),
    parts=(volumes, new_volumes),
    always=True,
)
