"""KMS: keys that the customer manages, their rotation, their policies and their end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_KINDS = {
    (False, False): "aws_kms_key",
    (True, False): "aws_kms_external_key",
    (False, True): "aws_kms_replica_key",
    (True, True): "aws_kms_replica_external_key",
}
"""By whether the material was imported, and whether the key is a copy of another region's."""
_GOING = ("PendingDeletion", "PendingReplicaDeletion")


def keys(api: Api) -> Iterator[Resource]:
    """Yield every key but AWS's own, which their aliases tell."""
    aliases = api.listed("kms", "list_aliases", "Aliases")
    own: set[str] = set()
    if not isinstance(aliases, Unknown):
        own = {
            alias["TargetKeyId"]
            for alias in aliases
            if alias["AliasName"].startswith("alias/aws/") and "TargetKeyId" in alias
        }
    listed = (item for item in api.pages("kms", "list_keys", "Keys") if item["KeyId"] not in own)
    yield from api.each(listed, lambda item: _key(api, item))


def _key(api: Api, item: Item) -> Iterator[Resource]:
    described = api.ask("kms", "describe_key", item=item, KeyId=item["KeyId"])
    key = dig(described, "KeyMetadata")
    if not isinstance(key, Unknown) and key["KeyManager"] != "CUSTOMER":
        return
    kind, values = ("aws_kms_key", _untold(key)) if isinstance(key, Unknown) else _told(key)
    if kind == "aws_kms_key" and _rotates(values):
        answer = api.ask("kms", "get_key_rotation_status", item=item, KeyId=item["KeyId"])
        values["enable_key_rotation"] = dig(answer, "KeyRotationEnabled")
        values["rotation_period_in_days"] = dig(answer, "RotationPeriodInDays")
    policy = api.ask("kms", "get_key_policy", item=item, KeyId=item["KeyId"], PolicyName="default")
    values["policy"] = dig(policy, "Policy")
    yield api.resource(kind, item["KeyArn"], item, values)


def _told(key: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the kind of a key, and what its description says."""
    replica = dig(key, "MultiRegionConfiguration", "MultiRegionKeyType") == "REPLICA"
    kind = _KINDS[key["Origin"] == "EXTERNAL", replica]
    state = key["KeyState"]
    enabled = state not in ("Disabled", *_GOING)
    waits = Unknown("it is to be deleted once its last replica is") if state == _GOING[1] else None
    return kind, {
        "key_spec": key["KeySpec"],
        "customer_master_key_spec": None,
        "custom_key_store_id": key.get("CustomKeyStoreId"),
        "is_enabled": enabled,
        "enabled": enabled,
        "multi_region": key.get("MultiRegion", False),
        "deletion_date": key.get("DeletionDate") or waits,
        "deletion_window_in_days": None,
        "enable_key_rotation": waits,
        "rotation_period_in_days": None,
    }


def _rotates(values: dict[str, Any]) -> bool:
    """Say whether the key could rotate by itself; of one that cannot AWS would say "no"."""
    return (
        values["key_spec"] == "SYMMETRIC_DEFAULT"
        and values["enabled"]
        and not values["custom_key_store_id"]
    )


def _untold(why: Unknown) -> dict[str, Any]:
    """Return the same for a key whose description was refused."""
    names = ("key_spec", "custom_key_store_id", "is_enabled", "multi_region", "deletion_date")
    absent = ("customer_master_key_spec", "deletion_window_in_days", "rotation_period_in_days")
    return {**dict.fromkeys(absent), **dict.fromkeys((*names, "enable_key_rotation"), why)}


SERVICE = Service(
    name="kms",
    reach=Reach.REGIONAL,
    operations=(
        "kms:ListAliases",
        "kms:ListKeys",
        "kms:DescribeKey",
        "kms:GetKeyRotationStatus",
        "kms:GetKeyPolicy",
    ),
    parts=(keys,),
)
