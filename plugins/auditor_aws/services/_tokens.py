"""Listings of which the SDK knows no pages: their tokens are followed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.shapes import Item


def followed(
    api: Api, service: str, method: str, key: str, token: str, **arguments: Any
) -> Iterator[Any]:
    """Yield the items of all pages; ``token`` is what the answer and the next request call it.

    :raises Refused: when AWS gives no answer, be it after some pages.
    """
    while True:
        answer = api.call(service, method, **arguments)
        for item in answer.get(key) or ():
            yield Item(item, answer.operation, answer.page) if isinstance(item, dict) else item
        if not answer.get(token):
            return
        arguments[token] = answer[token]
