"""Redshift Serverless: namespaces, which hold the data, and workgroups, which people reach."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_resources.model import Resource


def namespaces(api: Api) -> Iterator[Resource]:
    """Yield every namespace."""
    keys = ManagedKeys(api)
    for item in api.pages("redshift-serverless", "list_namespaces", "namespaces"):
        values = {"kms_key_id": keys.named(item.get("kmsKeyId"))}
        name = item["namespaceName"]
        kind = "aws_redshiftserverless_namespace"
        yield api.resource(kind, item["namespaceArn"], item, values, name)


def workgroups(api: Api) -> Iterator[Resource]:
    """Yield every workgroup."""
    for item in api.pages("redshift-serverless", "list_workgroups", "workgroups"):
        values = {"publicly_accessible": item.get("publiclyAccessible", False)}
        name = item["workgroupName"]
        kind = "aws_redshiftserverless_workgroup"
        yield api.resource(kind, item["workgroupArn"], item, values, name)


SERVICE = Service(
    name="redshiftserverless",
    reach=Reach.REGIONAL,
    operations=(
        "redshift-serverless:ListNamespaces",
        "redshift-serverless:ListWorkgroups",
        KEY_ALIASES,
    ),
    parts=(namespaces, workgroups),
)
