"""What can go wrong with a call, and how each service says so."""

from __future__ import annotations

import threading
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from auditor_aws.testing.answers import Refusal
from auditor_aws.testing.operations import Operation


class Kind(StrEnum):
    """The faults. The first six are answers of the service; the rest are trouble with them."""

    DENIED = "denied"
    """Access denied."""
    THROTTLED = "throttled"
    """Too many calls; the SDK tries again."""
    EXPIRED = "expired"
    """The session has ended."""
    SERVER_ERROR = "server_error"
    """HTTP 500; the SDK tries again."""
    UNSUPPORTED = "unsupported"
    """The service is not offered in this region or to this account."""
    TOO_SKEWED = "too_skewed"
    """Refused because the caller's clock is wrong; the ``Date`` header is an hour ahead."""
    SKEWED = "skewed"
    """A good answer whose ``Date`` header is an hour ahead."""
    TIMEOUT = "timeout"
    """No answer for ``seconds``, then a closed connection."""
    MALFORMED = "malformed"
    """HTTP 200 with a body in no format at all."""
    TRUNCATED = "truncated"
    """The connection ends in the middle of the body."""
    REPEATED_PAGE = "repeated_page"
    """Every page carries the same token for the next one."""
    BROKEN_PAGE = "broken_page"
    """The first page carries a token, which the service then answers with HTTP 500."""


class Fault(msgspec.Struct, kw_only=True):
    """One fault and the calls it strikes.

    ``operation`` is a pattern over ``service:Operation`` (``iam:ListUsers``, ``*:List*``,
    ``*``). ``times`` is how many calls are struck before it is over, ``None`` for all;
    ``account`` and ``region`` narrow it, empty means any. ``seconds`` is for ``timeout``.
    """

    operation: str
    kind: Kind
    times: int | None = None
    account: str = ""
    region: str = ""
    seconds: float = 60.0

    def strikes(self, name: str, account: str, region: str) -> bool:
        """Whether a call of ``name`` (``service:Operation``) meets this fault."""
        return (
            self.times != 0
            and fnmatchcase(name, self.operation)
            and self.account in ("", account)
            and self.region in ("", region)
        )


class Faults:
    """The faults in force; of several that strike a call, the latest."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._over = threading.Event()

    def add(self, fault: Fault) -> None:
        """Put ``fault`` into force."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Lift all faults, and let go of the calls that hang."""
        with self._lock:
            self._faults.clear()
            self._over.set()
            self._over = threading.Event()

    def strike(self, name: str, account: str, region: str) -> Fault | None:
        """The fault that the call of ``name`` meets, counted against its ``times``."""
        with self._lock:
            for fault in reversed(self._faults):
                if fault.strikes(name, account, region):
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None

    def hang(self, seconds: float) -> None:
        """Block for ``seconds``, or until the faults are lifted."""
        self._over.wait(seconds)


def refusal(kind: Kind, operation: Operation) -> Refusal | None:
    """How the service of ``operation`` words this fault; ``None`` when it is not its answer.

    Codes: "Common Errors" of each API reference; EC2 and S3 have words of their own.
    """
    protocol, service = operation.protocol, operation.service
    family = "s3" if service == "s3" else "xml" if protocol in ("query", "rest-xml") else protocol
    name = f"{service}:{operation.name}"
    match kind:
        case Kind.DENIED:
            codes = {
                "ec2": "UnauthorizedOperation",
                "s3": "AccessDenied",
                "xml": "AuthorizationError" if service == "sns" else "AccessDenied",
            }
            status = 400 if family == "json" else 403
            message = f"User: arn:aws:iam::000000000000:user/test is not authorized: {name}"
            return Refusal(codes.get(family, "AccessDeniedException"), message, status)
        case Kind.THROTTLED:
            codes = {"ec2": "RequestLimitExceeded", "s3": "SlowDown", "xml": "Throttling"}
            statuses = {"ec2": 503, "s3": 503, "rest-json": 429}
            code = codes.get(family, "ThrottlingException")
            return Refusal(code, "Rate exceeded", statuses.get(family, 400))
        case Kind.EXPIRED:
            codes = {"ec2": "RequestExpired", "s3": "ExpiredToken", "xml": "ExpiredToken"}
            status = 400 if family in ("json", "ec2", "s3") else 403
            code = codes.get(family, "ExpiredTokenException")
            return Refusal(code, "The security token included in the request is expired", status)
        case Kind.SERVER_ERROR:
            return server_error(operation, "We encountered an internal error")
        case Kind.UNSUPPORTED:
            codes = {
                "ec2": "UnsupportedOperation",
                "s3": "MethodNotAllowed",
                "xml": "InvalidAction",
            }
            code = codes.get(family, "UnknownOperationException")
            return Refusal(code, f"{name} is not offered here", 405 if family == "s3" else 400)
        case Kind.TOO_SKEWED:
            codes = {
                "ec2": "RequestExpired",
                "s3": "RequestTimeTooSkewed",
                "xml": "SignatureDoesNotMatch",
            }
            code = codes.get(family, "InvalidSignatureException")
            message = "Signature expired: the time of the request differs too much from ours"
            return Refusal(code, message, 400 if family in ("json", "ec2") else 403)
        case _:
            return None


def server_error(operation: Operation, message: str) -> Refusal:
    """HTTP 500 in the words of the service."""
    own = operation.service in ("s3", "ec2")
    return Refusal("InternalError" if own else "InternalFailure", message, 500)
