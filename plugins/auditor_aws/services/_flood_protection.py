"""Which things Shield Advanced protects; it is paid for by account, and many have none."""

from __future__ import annotations

from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Unknown

OPERATIONS = ("shield:GetSubscriptionState", "shield:ListProtections")
_PARTITION = "aws"
"""The only partition where it is offered."""


class FloodProtection:
    """The protections of the account; one call without a subscription, two with one."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._protected = _protected(api)

    def settings(self, kind: str, arn: str, subject: str, item: Item) -> list[Setting]:
        """Return whether a thing is protected; nothing without a subscription."""
        found: Any = self._protected
        if found is None:
            return []
        value = found if isinstance(found, Unknown) else arn in found
        return [self._api.setting(kind, arn, subject, "flood_protection", value, item)]


def _protected(api: Api) -> frozenset[str] | Unknown | None:
    if api.partition != _PARTITION:
        return None
    state = dig(api.ask("shield", "get_subscription_state"), "SubscriptionState")
    if isinstance(state, Unknown):
        return state
    if state != "ACTIVE":
        return None
    listed = api.listed("shield", "list_protections", "Protections")
    if isinstance(listed, Unknown):
        return listed
    return frozenset(item["ResourceArn"] for item in listed if item.get("ResourceArn"))
