"""The permission that each operation needs, where it is not called like the operation."""

from __future__ import annotations

_PREFIXES = {
    "accessanalyzer": "access-analyzer",
    "apigatewayv2": "apigateway",
    "bedrock-agent": "bedrock",
    "docdb": "rds",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "mwaa": "airflow",
    "neptune": "rds",
    "opensearch": "es",
    "s3control": "s3",
    "sesv2": "ses",
    "sso-admin": "sso",
    "stepfunctions": "states",
}
"""Prefix of IAM actions, by the SDK's service, where they differ (Service Authorization
Reference)."""
_ACTIONS = {
    "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
}
"""Actions that are not called like the operation (Service Authorization Reference)."""


def action_of(operation: str) -> str:
    """Return the IAM action that allows an operation of the SDK: ``s3:ListAllMyBuckets`` for
    ``s3:ListBuckets``."""
    found = _ACTIONS.get(operation)
    if found is not None:
        return found
    service, _, name = operation.partition(":")
    prefix = _PREFIXES.get(service, service)
    if prefix == "apigateway":
        return "apigateway:GET"
    return f"{prefix}:{name}"
