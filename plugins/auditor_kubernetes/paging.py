"""Lists page by page: one page in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import DecodeError, Raw, Struct, field, json

from auditor.collecting import Reason
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.refusals import Expired, Refused

JSON = "application/json"
TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1"
"""Asks for columns and metadata instead of objects."""
_MOST_PAGES = 100_000
_MOST_OBJECTS = 1_000_000
_FREE_PAGES = 1000
"""Pages that need not be full; of those beyond at least every second one's worth."""
_MOST_EXPIRIES = 20
"""How often a list may say that it is older than the cluster keeps it: every five minutes."""
_LONGEST_TOKEN = 4096
_MOST_VALUES = 8_000_000
"""Values of one page that come into memory at once, some 64 bytes for each."""


class _ListMeta(Struct):
    token: str = field(default="", name="continue")


class _Column(Struct):
    name: str


class _List(Struct):
    kind: str
    items: list[Raw] | None = None
    rows: list[Raw] | None = None
    columns: list[_Column] = field(default_factory=list, name="columnDefinitions")
    metadata: _ListMeta = field(default_factory=_ListMeta)


_LIST = json.Decoder(_List)


class Page(Struct, frozen=True, kw_only=True):
    """Undecoded objects of one page (they carry neither kind nor version), or rows of a table.

    They are gone when the next page is asked for.
    """

    items: list[Raw]
    columns: tuple[str, ...] = ()
    afresh: bool = False
    """Whether the list began again: what came before it is void."""
    inconsistent: bool = False
    """Whether it belongs to another moment than the pages before."""


def pages(
    cluster: Cluster,
    path: str,
    query: Mapping[str, str],
    *,
    size: int,
    rule: str,
    request: str,
    accept: str = JSON,
) -> Iterator[Page]:
    """Yield the pages of a list.

    A list that takes longer than the cluster keeps its state is begun again once; after that it
    goes on with the rest as it is by then, and the pages say so.

    :raises Absent: when there is no such API.
    :raises Refused: when it cannot be read to its end.
    """
    token = ""
    seen: set[str] = set()
    began_again = afresh = inconsistent = stuck = False
    expiries = listed = 0
    while len(seen) < min(_MOST_PAGES, _FREE_PAGES + 2 * listed / size):
        asked = {**query, "limit": str(size), **({"continue": token} if token else {})}
        try:
            body = cluster.get(path, asked, accept=accept, rule=rule, request=request)
        except Expired as error:
            if not token:
                raise
            expiries += 1
            hopeless = expiries > _MOST_EXPIRIES or (began_again and not error.token)
            if stuck or hopeless:
                raise Refused(
                    Reason.UNREACHABLE, request, "it changes faster than it can be read"
                ) from None
            if began_again:
                token, inconsistent, stuck = error.token, True, True
            else:
                token, began_again, afresh = "", True, True
                seen.clear()
            continue
        items, columns, token = _decoded(body, accept, request)
        del body
        listed += len(items)
        if listed > _MOST_OBJECTS:
            raise Refused(Reason.TOO_LARGE, request, f"it has more than {_MOST_OBJECTS} objects")
        yield Page(items=items, columns=columns, afresh=afresh, inconsistent=inconsistent)
        items.clear()
        afresh = stuck = False
        if not token:
            return
        if token in seen or len(token) > _LONGEST_TOKEN:
            raise Refused(Reason.UNPARSABLE, request, "its pages do not lead to its end")
        seen.add(token)
    raise Refused(Reason.TOO_LARGE, request, f"it did not end after {len(seen)} pages")


def _decoded(body: bytes, accept: str, request: str) -> tuple[list[Raw], tuple[str, ...], str]:
    """Return items, columns and the token of the next page.

    :raises Refused: when it is none of the form that was asked for.
    """
    if len(body) > 2 * _MOST_VALUES and body.count(b",") > _MOST_VALUES:
        raise Refused(Reason.TOO_LARGE, request, "a page is too large; lower page_size in [k8s]")
    try:
        found = _LIST.decode(body)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        found = None
    if found is not None and accept == TABLE and found.kind == "Table":
        items = found.rows
    elif found is not None and accept != TABLE and found.kind.endswith("List"):
        items = found.items
    else:
        items = None
    if found is None or items is None:
        raise Refused(Reason.UNPARSABLE, request, "the answer is not a list of objects")
    return items, tuple(column.name for column in found.columns), found.metadata.token
