"""DynamoDB: tables, each with three answers that no listing gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._backups import OPERATION as BACKED_UP
from auditor_aws.services._backups import protection
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_SUBJECT = "DynamoDB table"


def tables(api: Api) -> Iterator[Resource | Fact]:
    """Yield every table, its policy, and whether a plan backs it up."""
    names = list(api.pages("dynamodb", "list_tables", "TableNames"))
    if not names:
        return
    protected = protection(api)
    keys = ManagedKeys(api)

    def read(name: str) -> Iterator[Resource | Fact]:
        item = Item({"TableName": name}, "dynamodb:ListTables", "")
        address = api.arn("dynamodb", f"table/{name}")
        table = dig(api.ask("dynamodb", "describe_table", item=item, TableName=name), "Table")
        backups = api.ask("dynamodb", "describe_continuous_backups", item=item, TableName=name)
        policy = api.ask(
            "dynamodb",
            "get_resource_policy",
            item=item,
            absent=("PolicyNotFoundException",),
            ResourceArn=address,
        )
        status = dig(
            backups,
            "ContinuousBackupsDescription",
            "PointInTimeRecoveryDescription",
            "PointInTimeRecoveryStatus",
        )
        recovery = {"enabled": status == "ENABLED"}
        values = {
            "name": name,
            "server_side_encryption": _encryption(table, keys),
            "point_in_time_recovery": status if isinstance(status, Unknown) else recovery,
            "deletion_protection_enabled": dig(table, "DeletionProtectionEnabled"),
        }
        yield api.resource("aws_dynamodb_table", address, item, values, name)
        document = {"policy": dig(policy, "Policy")}
        yield api.resource("aws_dynamodb_resource_policy", address, item, document, name)
        yield api.setting(
            "aws_dynamodb_table", address, _SUBJECT, "backup_plan", protected(address), item
        )

    yield from api.each(names, read)


def _encryption(table: Any, keys: ManagedKeys) -> Any:
    """A table says nothing of encryption while DynamoDB's own key does it."""
    found = dig(table, "SSEDescription")
    if found is None or isinstance(found, Unknown):
        return found
    key = keys.named(found.get("KMSMasterKeyArn"))
    return {"enabled": found.get("Status") in ("ENABLED", "UPDATING"), "kms_key_arn": key}


SERVICE = Service(
    name="dynamodb",
    reach=Reach.REGIONAL,
    operations=(
        "dynamodb:ListTables",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:GetResourcePolicy",
        BACKED_UP,
        KEY_ALIASES,
    ),
    parts=(tables,),
)
