"""The pages of a listing, also where the SDK does not know how to follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_TOKENS = ("NextToken", "nextToken", "NextMarker", "Marker", "marker")
"""What operations call their place in a listing, in question and answer alike."""


class RepeatedPage(Exception):
    """A listing that leads back to where it was: it would never end."""


def pages(client: Any, method: str, arguments: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Yield calls, each of which gives the next page; None from one of them is the end.

    :raises RepeatedPage: from a call.
    """
    if client.can_paginate(method):
        found = iter(client.get_paginator(method).paginate(**arguments))
        while True:
            yield lambda: next(found, None)
    name = client.meta.method_to_api_mapping[method]
    token = _token(client.meta.service_model.operation_model(name))
    given: dict[str, Any] = dict(arguments)
    following: Any = None
    first = True

    def ask() -> Any:
        nonlocal following, first
        if not first and not following:
            return None
        first = False
        page = getattr(client, method)(**given)
        after = page.get(token) if token else None
        if after and after == following:
            raise RepeatedPage
        following = after
        if after:
            given[token] = after
        return page

    while True:
        yield ask


def items(page: Mapping[str, Any], key: str) -> list[Any]:
    """Return the list at a path of keys; ``Reservations[].Instances`` joins those of a list."""
    found: Any = page
    for name in key.split("."):
        inner = name.removesuffix("[]")
        if isinstance(found, list):
            found = [item for one in found for item in (one.get(inner) or ())]
        else:
            found = (found or {}).get(inner)
    return found or []


def _token(operation: Any) -> str:
    """Return the member that leads to the next page; empty for an answer in one piece."""
    asked = operation.input_shape.members if operation.input_shape else {}
    told = operation.output_shape.members if operation.output_shape else {}
    return next((name for name in _TOKENS if name in asked and name in told), "")
