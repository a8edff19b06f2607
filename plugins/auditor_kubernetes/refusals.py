"""Why a cluster gave no answer, in the words of gaps."""

from __future__ import annotations

from msgspec import DecodeError, Struct, json

from auditor.collecting import Reason


class Refused(Exception):
    """A request that was not answered.

    ``request`` is what was asked (``list pods``), ``detail`` says why and what to do.
    """

    def __init__(self, reason: Reason, request: str, detail: str) -> None:
        super().__init__(f"{request}: {detail}")
        self.reason = reason
        self.request = request
        self.detail = detail


class Absent(Refused):
    """The cluster has no such API, or no such object."""


class Expired(Exception):
    """A page of a list that the cluster no longer keeps (HTTP 410).

    ``token`` goes on with the rest as it is now; empty when the cluster gives none.
    """

    def __init__(self, token: str) -> None:
        super().__init__("the list is older than the cluster keeps it")
        self.token = token


class _Status(Struct):
    reason: str = ""
    message: str = ""
    metadata: dict[str, object] = {}


_STATUS = json.Decoder(_Status)
_SHOWN = 200


def status_of(body: bytes) -> tuple[str, str, str]:
    """Return reason, message and continuation of an error's body; empty where it has none."""
    try:
        found = _STATUS.decode(body)
    except (DecodeError, UnicodeDecodeError):
        return "", " ".join(body[:_SHOWN].decode("utf-8", "replace").split()), ""
    token = found.metadata.get("continue", "")
    return found.reason, found.message[:_SHOWN], token if isinstance(token, str) else ""


def refusal(status: int, body: bytes, request: str, rule: str, went_well: bool) -> Refused:
    """Return the error for an HTTP status.

    ``rule`` is the rule of RBAC that allows the request; ``went_well`` says that earlier
    requests with the same credentials were answered.
    """
    _, message, _ = status_of(body)
    if status == 401:
        if went_well:
            return Refused(
                Reason.EXPIRED, request, "the credentials ran out; renew them and scan again"
            )
        return Refused(Reason.DENIED, request, "the credentials are not accepted; sign in again")
    if status == 403:
        return Refused(Reason.DENIED, request, f"denied; grant {rule} (auditor permissions k8s)")
    if status == 404:
        return Absent(Reason.ABSENT, request, "the cluster has no such API")
    if status == 429:
        return Refused(Reason.THROTTLED, request, "the cluster is too busy; scan again later")
    if status in (502, 503, 504):
        return Refused(
            Reason.UNREACHABLE, request, f"HTTP {status}: {message or 'no answer behind it'}"
        )
    if status >= 500:
        return Refused(Reason.UNREACHABLE, request, f"HTTP {status}: {message}")
    return Refused(Reason.UNSUPPORTED, request, f"HTTP {status}: {message}")
