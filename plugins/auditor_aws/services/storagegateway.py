"""Storage Gateway: file shares, and whose key protects what they store."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_resources.model import Resource

_KINDS = {
    "NFS": (
        "aws_storagegateway_nfs_file_share",
        "describe_nfs_file_shares",
        "NFSFileShareInfoList",
    ),
    "SMB": (
        "aws_storagegateway_smb_file_share",
        "describe_smb_file_shares",
        "SMBFileShareInfoList",
    ),
}
_A_CALL = 10


def file_shares(api: Api) -> Iterator[Resource]:
    """Yield every file share."""
    listed = list(api.pages("storagegateway", "list_file_shares", "FileShareInfoList"))
    keys = ManagedKeys(api)
    for form, (kind, method, key) in _KINDS.items():
        arns = [item["FileShareARN"] for item in listed if item["FileShareType"] == form]
        for start in range(0, len(arns), _A_CALL):
            some = arns[start : start + _A_CALL]
            for item in api.pages("storagegateway", method, key, FileShareARNList=some):
                values = {"kms_key_arn": keys.named(item.get("KMSKey"))}
                yield api.resource(kind, item["FileShareARN"], item, values)


SERVICE = Service(
    name="storagegateway",
    reach=Reach.REGIONAL,
    operations=(
        "storagegateway:ListFileShares",
        "storagegateway:DescribeNFSFileShares",
        "storagegateway:DescribeSMBFileShares",
        KEY_ALIASES,
    ),
    parts=(file_shares,),
)
