"""S3: the buckets of a region and its access points, each asked where it lives.

A bucket costs six calls, five where the account blocks public access. With ``bucket_details``
one with versions costs three more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.services._public_access import Guards, account_guards, guards, union
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_ACLS_IN_FORCE = "BucketOwnerPreferred"
"""Stands for any ownership under which a bucket may let others in by its ACL, as it does."""
_NOT_ASKED = Unknown("not asked: set bucket_details in [aws]")
_MOST = 1000
"""Buckets a page."""
_ROUTER = "us-west-2"
"""The only region that answers about access points which span regions (Amazon S3 user guide,
*Managing Multi-Region Access Points*)."""


class _Bucket(NamedTuple):
    """One bucket and the answers about it, None where AWS has nothing."""

    item: Item
    arn: str
    guards: Guards
    ownership: Any
    grants: Any
    versioning: Any
    logging: Any
    policy: Any
    encryption: Any
    lifecycle: Any
    replication: Any
    lock: Any


def buckets(api: Api) -> Iterator[Resource]:
    """Yield every bucket of the region."""
    listed = list(
        api.pages("s3", "list_buckets", "Buckets", BucketRegion=api.region, MaxBuckets=_MOST)
    )
    if not listed:
        return
    account = account_guards(api)
    keys = ManagedKeys(api)
    found = list(api.each(listed, lambda item: [_read(api, item, account)]))
    spared = sum(bucket.lock is _NOT_ASKED for bucket in found)
    if spared:
        what = "lifecycle, replication and object lock of buckets with versions"
        api.left_out(what, spared, "set bucket_details in [aws] to read them, three calls each")
    refused = next((b.logging for b in found if isinstance(b.logging, Unknown)), None)
    for bucket in found:
        yield from _resources(api, bucket, keys, refused)


def _read(api: Api, item: Item, account: Guards) -> _Bucket:
    def ask(method: str, *absent: str) -> Any:
        return api.ask("s3", method, item=item, absent=absent, Bucket=item["Name"])

    own = account
    if not all(value is True for value in account.values()):
        answer = ask("get_public_access_block", "NoSuchPublicAccessBlockConfiguration")
        own = union(account, guards(answer))
    grants: Any = []
    if own["ignore_public_acls"] is True:
        ownership = _owner(ask("get_bucket_ownership_controls", "OwnershipControlsNotFoundError"))
    else:
        grants = _grants(ask("get_bucket_acl"))
        ownership = _ACLS_IN_FORCE if isinstance(grants, list) and grants else None
    versioning = ask("get_bucket_versioning")
    versioned = dig(versioning, "Status")
    lifecycle: Any
    replication: Any
    lock: Any
    if versioned == "Enabled" and not api.options.bucket_details:
        lifecycle = replication = lock = _NOT_ASKED
    elif versioned == "Enabled":
        lifecycle = ask("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration")
        replication = ask("get_bucket_replication", "ReplicationConfigurationNotFoundError")
        lock = ask("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError")
    else:  # Neither replication nor Object Lock works without versions.
        lifecycle = replication = lock = versioned if isinstance(versioned, Unknown) else None
    return _Bucket(
        item=item,
        arn=f"arn:{api.partition}:s3:::{item['Name']}",
        guards=own,
        ownership=ownership,
        grants=grants,
        versioning=versioning,
        logging=dig(ask("get_bucket_logging"), "LoggingEnabled"),
        policy=dig(ask("get_bucket_policy", "NoSuchBucketPolicy"), "Policy"),
        encryption=ask("get_bucket_encryption", "ServerSideEncryptionConfigurationNotFoundError"),
        lifecycle=lifecycle,
        replication=replication,
        lock=lock,
    )


def _owner(answer: Any) -> Any:
    """Return who owns the objects: without a setting of its own, whoever wrote them (Amazon S3
    user guide, *Controlling ownership of objects*)."""
    rules = dig(answer, "OwnershipControls", "Rules")
    if isinstance(rules, Unknown):
        return rules
    return rules[0]["ObjectOwnership"] if rules else "ObjectWriter"


def _grants(answer: Any) -> Any:
    """Return whom the bucket's ACL lets in besides its owner, as blocks."""
    if isinstance(answer, Unknown):
        return answer
    owner = dig(answer, "Owner", "ID")
    return [
        {"uri": dig(grant, "Grantee", "URI")}
        for grant in answer.get("Grants", ())
        if dig(grant, "Grantee", "ID") in (None, "") or dig(grant, "Grantee", "ID") != owner
    ]


def _resources(
    api: Api, bucket: _Bucket, keys: ManagedKeys, refused: Unknown | None
) -> Iterator[Resource]:
    """Yield a bucket; and where it sends its log, which says that the other one receives logs.

    A bucket without a log may receive one from a bucket that did not tell.
    """
    name = bucket.item["Name"]
    values = {
        "bucket": name,
        "id": name,
        "acl": None,
        "grant": bucket.grants,
        "policy": bucket.policy,
        "public_access_block": bucket.guards,
        "ownership_controls": _ownership(bucket.ownership),
        "versioning": _versioning(bucket.versioning),
        "logging": refused if bucket.logging is None else None,
        "server_side_encryption_configuration": _encryption(bucket.encryption, keys),
        "lifecycle_configuration": _rules(dig(bucket.lifecycle, "Rules")),
        "lifecycle_rule": [],
        "replication_configuration": _rules(
            dig(bucket.replication, "ReplicationConfiguration", "Rules")
        ),
        "object_lock_enabled": None,
        "object_lock_configuration": _lock(bucket.lock),
    }
    if isinstance(bucket.logging, Unknown):
        values["logging"] = bucket.logging
    yield api.resource("aws_s3_bucket", bucket.arn, bucket.item, values, name)
    target = dig(bucket.logging, "TargetBucket")
    if isinstance(target, str):
        satellite = {"bucket": name, "target_bucket": target}
        yield api.resource("aws_s3_bucket_logging", bucket.arn, bucket.item, satellite, name)


def _ownership(value: Any) -> Any:
    if value is None or isinstance(value, Unknown):
        return value
    return {"rule": {"object_ownership": value}}


def _versioning(answer: Any) -> Any:
    if isinstance(answer, Unknown):
        return answer
    return {
        "enabled": answer.get("Status") == "Enabled",
        "mfa_delete": answer.get("MFADelete") == "Enabled",
    }


def _encryption(answer: Any, keys: ManagedKeys) -> Any:
    rules = dig(answer, "ServerSideEncryptionConfiguration", "Rules")
    if rules is None or isinstance(rules, Unknown):
        return rules
    return {"rule": [_encryption_rule(rule, keys) for rule in rules]}


def _encryption_rule(rule: dict[str, Any], keys: ManagedKeys) -> dict[str, Any]:
    chosen = rule.get("ApplyServerSideEncryptionByDefault")
    if not chosen:
        return {"apply_server_side_encryption_by_default": []}
    return {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": chosen["SSEAlgorithm"],
            "kms_master_key_id": keys.named(chosen.get("KMSMasterKeyID")),
        }
    }


def _rules(rules: Any) -> Any:
    if rules is None or isinstance(rules, Unknown):
        return rules
    return {"rule": [{"status": rule["Status"]} for rule in rules], "rules": []}


def _lock(answer: Any) -> Any:
    found = dig(answer, "ObjectLockConfiguration")
    if found is None or isinstance(found, Unknown):
        return found
    return {"object_lock_enabled": found.get("ObjectLockEnabled", "Disabled")}


def access_points(api: Api) -> Iterator[Resource]:
    """Yield every access point of the region: two calls for each."""
    listed = list(
        api.pages("s3control", "list_access_points", "AccessPointList", AccountId=api.account)
    )
    if not listed:
        return
    account = account_guards(api)

    def read(item: Item) -> Iterator[Resource]:
        asked = {"item": item, "AccountId": api.account, "Name": item["Name"]}
        answer = api.ask("s3control", "get_access_point", **asked)
        policy = api.ask(
            "s3control", "get_access_point_policy", absent=("NoSuchAccessPointPolicy",), **asked
        )
        block = dig(answer, "PublicAccessBlockConfiguration")
        values = {
            "public_access_block_configuration": block and union(account, guards(block)),
            "policy": dig(policy, "Policy"),
        }
        address = item.get("AccessPointArn") or api.arn("s3", f"accesspoint/{item['Name']}")
        yield api.resource("aws_s3_access_point", address, item, values)

    yield from api.each(listed, read)


def multi_region_access_points(api: Api) -> Iterator[Resource]:
    """Yield the access points that span regions, while in the region that knows them."""
    if api.region != _ROUTER:
        return
    listed = list(
        api.pages(
            "s3control", "list_multi_region_access_points", "AccessPoints", AccountId=api.account
        )
    )
    account = account_guards(api) if listed else {}
    for item in listed:
        address = api.arn("s3", f"accesspoint/{item.get('Alias') or item['Name']}", region="")
        block = item.get("PublicAccessBlock")
        values = {"details": {"public_access_block": block and union(account, guards(block))}}
        yield api.resource("aws_s3control_multi_region_access_point", address, item, values)


SERVICE = Service(
    name="s3",
    reach=Reach.REGIONAL,
    operations=(
        "s3:ListBuckets",
        "s3:GetPublicAccessBlock",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketAcl",
        "s3:GetBucketVersioning",
        "s3:GetBucketLogging",
        "s3:GetBucketPolicy",
        "s3:GetBucketEncryption",
        "s3:GetBucketLifecycleConfiguration",
        "s3:GetBucketReplication",
        "s3:GetObjectLockConfiguration",
        "s3control:GetPublicAccessBlock",
        "s3control:ListAccessPoints",
        "s3control:GetAccessPoint",
        "s3control:GetAccessPointPolicy",
        "s3control:ListMultiRegionAccessPoints",
        KEY_ALIASES,
    ),
    parts=(access_points, multi_region_access_points, buckets),
)
