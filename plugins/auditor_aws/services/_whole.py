"""Listings about one thing: all pages, as part of that thing's evidence."""

from __future__ import annotations

from typing import Any

from auditor.collecting import Reason
from auditor_aws.actions import action_of
from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.shapes import Item
from auditor_resources.model import Unknown


def whole(
    api: Api, service: str, method: str, key: str, item: Item, **arguments: Any
) -> list[dict[str, Any]] | Unknown:
    """Return the list under ``key`` of all pages; Unknown when any page is refused, or comes
    again and again. Pages are told apart by ``NextToken``."""
    found: list[dict[str, Any]] = []
    token: dict[str, Any] = {}
    while True:
        answer = api.ask(service, method, item=item, **arguments, **token)
        if isinstance(answer, Unknown):
            return answer
        found += answer.get(key, ())
        following = answer.get("NextToken")
        if not following:
            return found
        if following == token.get("NextToken"):
            operation = answer.operation
            error = Refused(
                operation, action_of(operation), Reason.UNPARSABLE, "the same page again"
            )
            api.note(error)
            return error.unknown
        token = {"NextToken": following}
