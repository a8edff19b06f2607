"""Blocks of public access to S3: the four switches of an account, a bucket, an access point."""

from __future__ import annotations

from typing import Any, TypeAlias

from auditor_aws.api import Api
from auditor_aws.shapes import dig
from auditor_resources.model import Unknown

NAMES = {
    "block_public_acls": "BlockPublicAcls",
    "ignore_public_acls": "IgnorePublicAcls",
    "block_public_policy": "BlockPublicPolicy",
    "restrict_public_buckets": "RestrictPublicBuckets",
}
"""The switches as Terraform and as the API call them."""

Guards: TypeAlias = dict[str, "bool | Unknown"]
"""The switches by Terraform's names."""


def account_guards(api: Api) -> Guards:
    """Ask for the account's own switches."""
    return guards(
        api.ask(
            "s3control",
            "get_public_access_block",
            absent=("NoSuchPublicAccessBlockConfiguration",),
            AccountId=api.account,
        )
    )


def guards(answer: Any) -> Guards:
    """Read the switches: all off without a configuration, all Unknown where it was refused."""
    if isinstance(answer, Unknown):
        return dict.fromkeys(NAMES, answer)
    found = dig(answer, "PublicAccessBlockConfiguration") or answer or {}
    return {name: bool(found.get(key)) for name, key in NAMES.items()}


def union(account: Guards, bucket: Guards) -> Guards:
    """Join the switches of an account and of a bucket in it: the stricter one is in force."""
    return {name: _either(account[name], bucket[name]) for name in NAMES}


def _either(one: bool | Unknown, other: bool | Unknown) -> bool | Unknown:
    if one is True or other is True:
        return True
    return one if isinstance(one, Unknown) else other
