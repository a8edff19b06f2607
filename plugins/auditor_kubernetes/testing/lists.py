"""Lists: selection, pages and the tokens that lead from one to the next.

Source: "Retrieving large results sets in chunks" in
https://kubernetes.io/docs/reference/using-api/api-concepts/.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor_kubernetes.testing import selectors
from auditor_kubernetes.testing.kinds import Resource
from auditor_kubernetes.testing.store import Item, Json, Store, encode

INCONSISTENT = -1
"""The resource version in a token whose remainder need not fit what was read before."""
_TOKEN_VERSION = "meta.k8s.io/v1"


class BadList(ValueError):
    """A list that was asked for in a way that makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Where a list goes on: ``start`` is a key after the namespace that was asked for."""

    revision: int
    start: str

    def encode(self) -> str:
        """The token as clients carry it."""
        content = {"v": _TOKEN_VERSION, "rv": self.revision, "start": self.start}
        return base64.urlsafe_b64encode(encode(content)).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Token:
        """The token in ``text``.

        :raises BadList: when it is none of ours.
        """
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            token = cls(revision=content["rv"], start=content["start"])
            known = content["v"] == _TOKEN_VERSION
        except (binascii.Error, ValueError, LookupError, TypeError) as error:
            raise BadList("continue key is not valid") from error
        if not known or type(token.revision) is not int or type(token.start) is not str:
            raise BadList("continue key is not valid")
        if not token.revision or not token.start:
            raise BadList("continue key is not valid: start or resource version is empty")
        return token


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Items, and the metadata of their list."""

    items: Sequence[Item]
    metadata: Json


def page(store: Store, resource: Resource, namespace: str, query: Mapping[str, str]) -> Page:
    """The page of ``resource`` that ``query`` asks for; ``namespace`` is empty for all.

    :raises BadList: for a limit, token or resource version that makes no sense.
    :raises ~auditor_kubernetes.testing.selectors.SelectorError: for a bad selector.
    """
    labels = selectors.by_label(query.get("labelSelector", ""))
    values = selectors.by_field(query.get("fieldSelector", ""), resource)
    limit, token = _limit(query), _token(query)
    items = store.shelf(resource).within(
        f"{namespace}/" if namespace else "", token.start if token else ""
    )
    if labels is not None:
        items = [item for item in items if labels(item.labels)]
    if values is not None:
        items = [item for item in items if values(item.fields)]
    at = token.revision if token and token.revision != INCONSISTENT else store.revision
    metadata: Json = {"resourceVersion": str(at)}
    if resource.custom:
        metadata = {"continue": "", **metadata}
    if limit and len(items) > limit:
        metadata["continue"] = after(items[limit - 1], namespace, at).encode()
        if labels is None and values is None:
            metadata["remainingItemCount"] = len(items) - limit
        items = items[:limit]
    return Page(items=items, metadata=metadata)


def after(item: Item, namespace: str, revision: int) -> Token:
    """The token of a list in ``namespace`` (empty: all) whose page ends with ``item``."""
    key = item.name if namespace else item.key
    return Token(revision=revision, start=f"{key}\0")


def _limit(query: Mapping[str, str]) -> int:
    """How many items a page holds; 0 for all.

    A list of the state in memory (``resourceVersion=0``) is not cut into pages.
    """
    text = query.get("limit", "") or "0"
    try:
        limit = int(text)
    except ValueError as error:
        raise BadList(f'strconv.ParseInt: parsing "{text}": invalid syntax') from error
    if query.get("resourceVersion") == "0" and not query.get("continue"):
        return 0
    return max(limit, 0)


def _token(query: Mapping[str, str]) -> Token | None:
    text = query.get("continue", "")
    if not text:
        return None
    if query.get("resourceVersion", "") not in ("", "0"):
        raise BadList("specifying resource version is not allowed when using continue")
    return Token.decode(text)
