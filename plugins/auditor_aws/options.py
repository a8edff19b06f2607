"""``[aws]`` of the configuration."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class AwsOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[aws]``: which part of which accounts, and how to get in."""

    regions: tuple[str, ...] = ()
    """Only these; all enabled ones when empty."""
    services: tuple[str, ...] = ()
    """Only these; all when empty."""
    accounts: tuple[str, ...] = ()
    """Of an organisation, only these account numbers; all active ones when empty."""
    exclude_accounts: tuple[str, ...] = ()
    role_name: str = "OrganizationAccountAccessRole"
    """Role to assume in the member accounts of an organisation."""
    role_chain: tuple[str, ...] = ()
    """ARNs of roles to assume one after the other before anything else."""
    external_id: str = ""
    session_name: str = "auditor"
    inventory: str = ""
    """Where to look which regions hold anything, instead of asking all: ``explorer`` (Resource
    Explorer) or ``config:AGGREGATOR`` (an aggregator of AWS Config)."""
    secret_policies: bool = False
    """Ask for the resource policy of every secret: one call each."""
    bucket_details: bool = False
    """Ask for lifecycle, replication and object lock of buckets with versions: three calls
    each."""
    last_accessed: bool = False
    """Ask for every principal which services it used: two calls each, slow by AWS's design."""
    calls_per_second: Annotated[float, Meta(gt=0, le=1000)] = 20.0
    """Most calls a second to one service in one region of one account."""
