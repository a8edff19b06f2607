"""Glue: the catalog and its connections, jobs, development endpoints and transforms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, Plain, dig
from auditor_resources.model import Resource, Unknown

_CATALOG = "aws_glue_data_catalog_encryption_settings"
_CONFIGURATION = "aws_glue_security_configuration"


def catalog(api: Api) -> Iterator[Resource]:
    """Yield how the region's catalog is encrypted, if it holds any database, and its policy."""
    databases = api.pages("glue", "get_databases", "DatabaseList", MaxResults=1)
    if next(databases, None) is not None:
        answer = api.ask("glue", "get_data_catalog_encryption_settings")
        found = dig(answer, "DataCatalogEncryptionSettings")
        at_rest = dig(found, "EncryptionAtRest", "CatalogEncryptionMode")
        passwords = dig(found, "ConnectionPasswordEncryption", "ReturnConnectionPasswordEncrypted")
        values = {
            "data_catalog_encryption_settings": {
                "encryption_at_rest": {"catalog_encryption_mode": at_rest},
                "connection_password_encryption": {
                    "return_connection_password_encrypted": passwords
                },
            }
        }
        yield api.resource(_CATALOG, api.arn("glue", "catalog"), _item(answer), values)
    policy = api.ask("glue", "get_resource_policy", absent=("EntityNotFoundException",))
    if policy is not None:
        values = {"policy": dig(policy, "PolicyInJson")}
        address = api.arn("glue", "catalog/policy")
        yield api.resource("aws_glue_resource_policy", address, _item(policy), values)


def _item(answer: Any) -> Item | None:
    return answer if isinstance(answer, Item) else None


def connections(api: Api) -> Iterator[Resource]:
    """Yield every connection; its password is not asked for."""
    for item in api.pages(
        "glue",
        "get_connections",
        "ConnectionList",
        conceal=("ConnectionProperties", "SparkProperties", "AthenaProperties", "PythonProperties"),
        HidePassword=True,
    ):
        values = {
            "connection_type": item.get("ConnectionType"),
            "connection_properties": Plain(item.get("ConnectionProperties") or {}),
        }
        address = api.arn("glue", f"connection/{item['Name']}")
        yield api.resource("aws_glue_connection", address, item, values)


def jobs(api: Api) -> Iterator[Resource]:
    """Yield security configurations, and what runs under them."""
    yield from _configurations(api)
    for item in api.pages(
        "glue",
        "get_jobs",
        "Jobs",
        conceal=(
            "DefaultArguments",
            "NonOverridableArguments",
            "CodeGenConfigurationNodes",
            "SourceControlDetails",
        ),
    ):
        values = {
            "security_configuration": item.get("SecurityConfiguration"),
            "default_arguments": Plain(item.get("DefaultArguments") or {}),
            "non_overridable_arguments": Plain(item.get("NonOverridableArguments") or {}),
        }
        address = api.arn("glue", f"job/{item['Name']}")
        yield api.resource("aws_glue_job", address, item, values)
    for item in api.pages("glue", "get_dev_endpoints", "DevEndpoints", conceal=("Arguments",)):
        values = {
            "security_configuration": item.get("SecurityConfiguration"),
            "arguments": Plain(item.get("Arguments") or {}),
        }
        address = api.arn("glue", f"devEndpoint/{item['EndpointName']}")
        yield api.resource("aws_glue_dev_endpoint", address, item, values)


def _configurations(api: Api) -> Iterator[Resource]:
    found = api.listed("glue", "get_security_configurations", "SecurityConfigurations")
    if isinstance(found, Unknown):
        yield api.unlisted(_CONFIGURATION, "name", found)
        return
    for item in found:
        inside = item.get("EncryptionConfiguration") or {}
        stores = inside.get("S3Encryption") or [{}]
        values = {
            "name": item["Name"],
            "encryption_configuration": {
                "cloudwatch_encryption": _mode(
                    "cloudwatch", dig(inside, "CloudWatchEncryption", "CloudWatchEncryptionMode")
                ),
                "job_bookmarks_encryption": _mode(
                    "job_bookmarks",
                    dig(inside, "JobBookmarksEncryption", "JobBookmarksEncryptionMode"),
                ),
                "s3_encryption": _mode("s3", stores[0].get("S3EncryptionMode")),
            },
        }
        address = api.arn("glue", f"securityConfiguration/{item['Name']}")
        yield api.resource(_CONFIGURATION, address, item, values)


def _mode(topic: str, mode: str | None) -> dict[str, str | None]:
    return {f"{topic}_encryption_mode": mode}


def transforms(api: Api) -> Iterator[Resource]:
    """Yield every machine learning transform."""
    token: dict[str, Any] = {}
    while True:
        answer = api.call("glue", "get_ml_transforms", **token)
        for found in answer["Transforms"]:
            item = Item(found, answer.operation, answer.page)
            mode = dig(item, "TransformEncryption", "MlUserDataEncryption")
            values = {
                "ml_user_data_encryption_mode": dig(mode, "MlUserDataEncryptionMode") or "DISABLED"
            }
            address = api.arn("glue", f"mlTransform/{item['TransformId']}")
            yield api.resource("aws_glue_ml_transform", address, item, values)
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}


SERVICE = Service(
    name="glue",
    reach=Reach.REGIONAL,
    operations=(
        "glue:GetDatabases",
        "glue:GetDataCatalogEncryptionSettings",
        "glue:GetResourcePolicy",
        "glue:GetConnections",
        "glue:GetSecurityConfigurations",
        "glue:GetJobs",
        "glue:GetDevEndpoints",
        "glue:GetMLTransforms",
    ),
    parts=(catalog, connections, transforms, jobs),
)
