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
    while len(seen) < _MOST_PAGES:
        asked = {**query, "limit": str(size), **({"continue": token} if token else {})}
        try:
            body = cluster.get(path, asked, accept=accept, rule=rule, request=request)
        except Expired as error:
            if not token or stuck or (began_again and not error.token):
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
        yield Page(items=items, columns=columns, afresh=afresh, inconsistent=inconsistent)
        items.clear()
        afresh = stuck = False
        if not token:
            return
        if token in seen:
            raise Refused(Reason.UNPARSABLE, request, "its pages repeat themselves")
        seen.add(token)
    raise Refused(Reason.TOO_LARGE, request, f"it has more than {_MOST_PAGES} pages")


def _decoded(body: bytes, accept: str, request: str) -> tuple[list[Raw], tuple[str, ...], str]:
    """Return items, columns and the token of the next page.

    :raises Refused: when it is none of the form that was asked for.
    """
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
