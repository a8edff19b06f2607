"""Secrets Manager: what is known of secrets without reading one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, Plain, dig
from auditor_resources.model import Resource


def secrets(api: Api) -> Iterator[Resource | Fact]:
    """Yield every secret; copies in other regions are judged where their primary is."""
    listed = [
        item
        for item in api.pages("secretsmanager", "list_secrets", "SecretList")
        if item.get("PrimaryRegion") in (None, api.region)
    ]
    if api.options.secret_policies:
        yield from api.each(listed, lambda item: _with_policy(api, item))
        return
    if listed:
        why = "set secret_policies in [aws] to read them, one call each"
        api.left_out("policies of secrets", len(listed), why)
    for item in listed:
        yield _secret(api, item, None)


def _with_policy(api: Api, item: Item) -> Iterator[Resource]:
    answer = api.ask("secretsmanager", "get_resource_policy", item=item, SecretId=item["ARN"])
    yield _secret(api, item, dig(answer, "ResourcePolicy"))


def _secret(api: Api, item: Item, policy: Any) -> Resource:
    rules = item.get("RotationRules") or {}
    rotates = bool(item.get("RotationEnabled"))
    days = rules.get("AutomaticallyAfterDays")
    schedule = rules.get("ScheduleExpression")
    values = {
        "name": item["Name"],
        "arn": item["ARN"],
        "id": item["ARN"],
        "kms_key_id": item.get("KmsKeyId"),
        "rotation_lambda_arn": None,
        "rotation_rules": (
            {"automatically_after_days": days, "schedule_expression": schedule} if rotates else None
        ),
        "created_date": item.get("CreatedDate"),
        "last_rotated_date": item.get("LastRotatedDate"),
        "last_accessed_date": item.get("LastAccessedDate"),
        "managed_by": item.get("OwningService"),
        "policy": policy,
        "tags": Plain(),
    }
    return api.resource("aws_secretsmanager_secret", item["ARN"], item, values, item["Name"])


SERVICE = Service(
    name="secretsmanager",
    reach=Reach.REGIONAL,
    operations=("secretsmanager:ListSecrets", "secretsmanager:GetResourcePolicy"),
    parts=(secrets,),
)
