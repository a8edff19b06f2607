"""Lists page by page: one page in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import DecodeError, Raw, Struct, field, json

from auditor.collecting import Reason
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.refusals import Expired, Refused

_LONGEST = 1_000_000


class _ListMeta(Struct):
    token: str = field(default="", name="continue")
    resourceVersion: str = ""
    remainingItemCount: int = 0


class _List(Struct):
    items: list[Raw] | None = None
    metadata: _ListMeta = field(default_factory=_ListMeta)


_LIST = json.Decoder(_List)


class Page(Struct, frozen=True, kw_only=True):
    """Undecoded objects of one page; they carry neither kind nor version.

    ``afresh`` says that the list began again: what came before it is void.
    """

    items: list[Raw]
    afresh: bool = False
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
    accept: str = "application/json",
) -> Iterator[Page]:
    """Yield the pages of a list.

    A list that takes longer than the cluster keeps its state is begun again once; after that it
    goes on with the rest as it is by then, and the pages say so.

    :raises Absent: when there is no such API.
    :raises Refused: when it cannot be read to its end.
    """
    token = ""
    seen: set[str] = set()
    began_again = afresh = inconsistent = False
    for _ in range(_LONGEST):
        asked = {**query, "limit": str(size), **({"continue": token} if token else {})}
        try:
            body = cluster.get(path, asked, accept=accept, rule=rule, request=request)
        except Expired as error:
            if began_again and not error.token:
                raise Refused(
                    Reason.STALE, request, "the list changes faster than it can be read"
                ) from None
            if began_again:
                token, inconsistent = error.token, True
            else:
                token, began_again, afresh = "", True, True
                seen.clear()
            continue
        found = _decoded(body, request)
        del body
        yield Page(items=found.items or [], afresh=afresh, inconsistent=inconsistent)
        afresh = False
        token = found.metadata.token
        if not token:
            return
        if token in seen:
            raise Refused(Reason.UNPARSABLE, request, "its pages repeat themselves")
        seen.add(token)


def _decoded(body: bytes, request: str) -> _List:
    try:
        found = _LIST.decode(body)
    except (DecodeError, UnicodeDecodeError):
        raise Refused(Reason.UNPARSABLE, request, "the answer is not a list of objects") from None
    return found
