"""SES: the identities that mail is sent as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_KIND = "aws_sesv2_email_identity"
_MOST = 1000
"""Identities a page."""


def identities(api: Api) -> Iterator[Resource | Fact]:
    """Yield every identity: whether its mail is signed, and who else may send it; one call for
    each."""
    listed = api.pages("sesv2", "list_email_identities", "EmailIdentities", PageSize=_MOST)
    yield from api.each(listed, lambda item: _identity(api, item))


def _identity(api: Api, item: Item) -> Iterator[Resource | Fact]:
    """A single address is signed by the domain that it belongs to, where that is an identity; one
    that is not verified sends nothing that could be signed."""
    name = item["IdentityName"]
    found = api.ask("sesv2", "get_email_identity", item=item, EmailIdentity=name)
    address = api.arn("ses", f"identity/{name}")
    sends = dig(found, "VerifiedForSendingStatus") is not False
    if item["IdentityType"] != "EMAIL_ADDRESS" and sends:
        yield api.setting(_KIND, address, "SES identity", "mail_signed", _signed(found), item)
    policies = found if isinstance(found, Unknown) else found.get("Policies") or {}
    if isinstance(policies, Unknown):
        yield api.resource("aws_ses_identity_policy", address, item, {"policy": policies})
        return
    for title, policy in sorted(policies.items()):
        values = {"policy": policy}
        yield api.resource("aws_ses_identity_policy", f"{address}/{title}", item, values)


def _signed(found: Any) -> bool | Unknown:
    if isinstance(found, Unknown):
        return found
    signature = found.get("DkimAttributes") or {}
    return bool(signature.get("SigningEnabled")) and signature.get("Status") == "SUCCESS"


SERVICE = Service(
    name="ses",
    reach=Reach.REGIONAL,
    operations=("sesv2:GetEmailIdentity", "sesv2:ListEmailIdentities"),
    parts=(identities,),
)
