"""Account Management: whom AWS calls about an account.

Names, addresses and numbers are compared here and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api, told
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import dig
from auditor_resources.model import Unknown

_KINDS = ("BILLING", "OPERATIONS", "SECURITY")
_PRIVATE = tuple(
    f"AlternateContact.{name}" for name in ("EmailAddress", "Name", "PhoneNumber", "Title")
)
_OWNER_PRIVATE = ("ContactInformation",)


def contacts(api: Api) -> Iterator[Setting]:
    """Yield which contacts are named, and whether they are different people."""
    found = {kind: _contact(api, kind) for kind in _KINDS}
    for kind, contact in found.items():
        word = kind.lower()
        yield Setting(
            origin=api.origin("aws_account", api.account),
            subject=f"{word} contact",
            part=word,
            name="alternate_contact",
            value=told(contact) if isinstance(contact, Unknown) else contact is not None,
        )
    yield api.setting(
        "aws_account", api.account, "account", "contacts_distinct", _distinct(api, found)
    )


def _contact(api: Api, kind: str) -> Any:
    answer = api.ask(
        "account",
        "get_alternate_contact",
        absent=("ResourceNotFoundException",),
        conceal=_PRIVATE,
        AlternateContactType=kind,
    )
    return dig(answer, "AlternateContact")


def _distinct(api: Api, found: Mapping[str, Any]) -> bool | Unknown:
    """Say whether all three are named, and no two of them, nor the owner, are the same."""
    contacts_ = list(found.values())
    if None in contacts_:
        return False
    answer = api.ask("account", "get_contact_information", conceal=_OWNER_PRIVATE)
    owner = dig(answer, "ContactInformation")
    for contact in (*contacts_, owner):
        if isinstance(contact, Unknown):
            return contact
    reached = [_ways(contact) for contact in contacts_]
    reached.append(_ways({"Name": owner["FullName"], "PhoneNumber": owner["PhoneNumber"]}))
    return not any(one & other for one, other in combinations(reached, 2))


def _ways(contact: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the ways to reach somebody, in a form that can be compared."""
    phone = "".join(letter for letter in contact.get("PhoneNumber", "") if letter.isdigit())
    ways = {
        ("name", contact.get("Name", "").strip().casefold()),
        ("mail", contact.get("EmailAddress", "").strip().casefold()),
        ("phone", phone),
    }
    return {way for way in ways if way[1]}


SERVICE = Service(
    name="account",
    reach=Reach.GLOBAL,
    operations=("account:GetAlternateContact", "account:GetContactInformation"),
    parts=(contacts,),
)
