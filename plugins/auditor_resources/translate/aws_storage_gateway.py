"""Storage Gateway: whose key protects what file shares store."""

from __future__ import annotations

from auditor_resources.translate._tables import key, tables

tables(
    "aws_storagegateway_nfs_file_share",
    "aws_storagegateway_smb_file_share",
    subject="file share",
    key=key("kms_key_arn"),
)
