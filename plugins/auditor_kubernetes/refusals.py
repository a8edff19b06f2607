"""Why a cluster gave no answer, in the words of gaps."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import DecodeError, Struct, json

from auditor.collecting import Reason


class Refused(Exception):
    """A request that was not answered.

    ``request`` is what was asked (``list pods``), ``detail`` says why and what to do. Nothing
    that the other side wrote is in it: it may quote what is secret.
    """

    def __init__(self, reason: Reason, request: str, detail: str) -> None:
        super().__init__(f"{request}: {detail}")
        self.reason = reason
        self.request = request
        self.detail = detail


class Lost(Refused):
    """The transport failed on the way; the next try may get through."""


class Absent(Refused):
    """The cluster has no such API, or no such object."""


class Expired(Refused):
    """What was asked for is no longer kept (HTTP 410): mostly a page of a list.

    ``token`` goes on with the rest of the list as it is now; empty when the cluster gives none.
    """

    def __init__(self, request: str, token: str) -> None:
        super().__init__(Reason.UNREACHABLE, request, "the cluster no longer keeps it (HTTP 410)")
        self.token = token


class Told(NamedTuple):
    """What the body of an error says; empty where it does not."""

    reason: str
    token: str


class _Status(Struct):
    reason: str = ""
    metadata: dict[str, object] = {}


_STATUS = json.Decoder(_Status)
_WORD = re.compile(r"[A-Za-z]{1,40}")


def status_of(body: bytes) -> Told:
    """Return the reason in one word and the continuation that an error's body gives."""
    try:
        found = _STATUS.decode(body)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return Told("", "")
    token = found.metadata.get("continue", "")
    return Told(
        found.reason if _WORD.fullmatch(found.reason) else "",
        token if isinstance(token, str) else "",
    )


def refusal(status: int, body: bytes, request: str, rule: str, went_well: bool) -> Refused:
    """Return the error for an HTTP status.

    ``rule`` is the rule of RBAC that allows the request; ``went_well`` says that earlier
    requests with the same credentials were answered.
    """
    if status == 401:
        if went_well:
            return Refused(
                Reason.EXPIRED, request, "the credentials ran out; renew them and scan again"
            )
        return Refused(Reason.DENIED, request, "the credentials are not accepted; sign in again")
    if status == 403:
        return Refused(Reason.DENIED, request, denied(rule))
    if status == 404:
        return Absent(Reason.ABSENT, request, "the cluster says that there is no such thing")
    if status == 429:
        return Refused(Reason.THROTTLED, request, "the cluster is too busy; scan again later")
    told = status_of(body).reason
    answer = f"HTTP {status} {told}".rstrip()
    if 300 <= status < 400:
        detail = f"{answer}: it leads elsewhere, where credentials are not sent"
        return Refused(Reason.UNSUPPORTED, request, detail)
    if status >= 500:
        return Refused(Reason.UNREACHABLE, request, f"{answer}: the cluster cannot answer")
    return Refused(Reason.UNSUPPORTED, request, answer)


def denied(rule: str) -> str:
    """Say what has to be granted."""
    return f"denied; grant {rule} (auditor permissions k8s)" if rule else "denied"
