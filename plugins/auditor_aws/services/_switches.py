"""Switches of a region, of an account, or of one part of a thing, that no translator reads."""

from __future__ import annotations

from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api, told
from auditor_aws.shapes import Item

REGION = "aws_region_settings"
ACCOUNT = "aws_account"


def of_region(
    api: Api, subject: str, name: str, value: Any, *, part: str = "", item: Item | None = None
) -> Setting:
    """Return a switch of the region, or of all things there that ``subject`` names; its address
    is the region's name."""
    told_of = f"{subject} in {api.region}" if subject else f"region {api.region}"
    return of_thing(api, REGION, api.region, told_of, name, value, part=part, item=item)


def of_account(
    api: Api, subject: str, name: str, value: Any, *, part: str = "", item: Item | None = None
) -> Setting:
    """Return a switch of the account; its address is the account's number."""
    return of_thing(api, ACCOUNT, api.account, subject, name, value, part=part, item=item)


def of_thing(
    api: Api,
    kind: str,
    address: str,
    subject: str,
    name: str,
    value: Any,
    *,
    part: str = "",
    item: Item | None = None,
) -> Setting:
    """Return one of several switches of a thing; ``part`` tells them apart."""
    return Setting(
        origin=api.origin(kind, address, item),
        subject=subject,
        part=part,
        name=name,
        value=told(value),
    )
