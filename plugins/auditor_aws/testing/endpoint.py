"""The endpoint: names each call, counts it, spoils it if told to, else has it answered
by a stub or by moto."""

from __future__ import annotations

import io
import json
import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from email.utils import formatdate
from typing import Any, TypeAlias

import msgspec

from auditor_aws.testing import pages
from auditor_aws.testing.answers import Answer, Refusal, StubError, check, failure, success
from auditor_aws.testing.faults import Fault, Faults, Kind, refusal, server_error
from auditor_aws.testing.moto_application import Moto, account_of
from auditor_aws.testing.operations import Operation, operation, resolve
from auditor_aws.testing.parameters import parameters
from auditor_aws.testing.requests import Request, signer

CONTROL = "/__auditor/"
_SKEW_SECONDS = 3600
_ACCOUNT_KEY = re.compile(r"AKIA(\d{12})TEST")
_LOG = logging.getLogger(__name__)

StubFunction: TypeAlias = Callable[[dict[str, Any], str, str], "Mapping[str, Any] | Refusal | None"]
Stub: TypeAlias = Mapping[str, Any] | Refusal | StubFunction


class Call(msgspec.Struct, frozen=True):
    """Who called what: the SDK's service name, the operation, the account, the region."""

    service: str
    operation: str
    account: str
    region: str

    @property
    def name(self) -> str:
        """``service:Operation``."""
        return f"{self.service}:{self.operation}"


def access_key(account: str) -> str:
    """The access key under which the endpoint takes a caller for ``account``."""
    return f"AKIA{account}TEST"


class Endpoint:
    """Answers requests; one for all threads of a server. ``latency_ms`` precedes each answer."""

    def __init__(self, latency_ms: float = 0) -> None:
        self.latency_ms = latency_ms
        self.faults = Faults()
        self.calls: Counter[Call] = Counter()
        self.mistakes: list[str] = []
        """See :attr:`Server.mistakes`."""
        self._stubs: dict[tuple[str, str], Stub] = {}
        self._first_pages: dict[str, Answer] = {}
        self._accounts: dict[str, str] = {}
        self._moto = Moto()
        self._lock = threading.Lock()

    def stub(self, service: str, name: str, answer: Stub) -> None:
        """Answer an operation ourselves from now on; see :meth:`Server.stub`.

        :raises LookupError: for an operation the SDK does not know.
        :raises StubError: for a dict that the output shape forbids.
        """
        known = operation(service, name)
        if isinstance(answer, Mapping):
            check(known, answer)
        self._stubs[service, name] = answer

    def reset(self) -> None:
        """Forget stubs, faults, counts, mistakes and every resource."""
        self.faults.clear()
        with self._lock:
            self._stubs.clear()
            self._first_pages.clear()
            self._accounts.clear()
            self.calls.clear()
            self.mistakes.clear()
        self._moto.reset()

    def answer(self, environ: dict[str, Any], body: bytes) -> Answer:
        """The answer to one request, given as a WSGI ``environ`` and its body."""
        request = Request.read(environ, body)
        if request.path.startswith(CONTROL):
            return self._control(request)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        signed = signer(request)
        if signed is None:
            return self._moto.answer(environ) or Answer(status=501, headers={}, body=b"")
        account = self._account(signed.access_key)
        environ.setdefault("HTTP_X_MOTO_ACCOUNT_ID", account)
        account = environ["HTTP_X_MOTO_ACCOUNT_ID"]
        found = resolve(request, signed)
        call = Call(found.service, found.name, account, signed.region) if found else None
        with self._lock:
            unknown = Call(signed.service, f"{request.method} {request.path}", account, "")
            self.calls[call or unknown] += 1
        if self.latency_ms:
            time.sleep(self.latency_ms / 1000)
        if found is None or call is None:
            return self._moto.answer(environ) or Answer(status=501, headers={}, body=b"")
        fault = self.faults.strike(call.name, account, call.region)
        if fault is None:
            return self._plain(found, call, request, environ)
        return self._spoiled(fault, found, call, request, environ)

    def _plain(
        self, found: Operation, call: Call, request: Request, environ: dict[str, Any]
    ) -> Answer:
        stub = self._stubs.get((found.service, found.name))
        try:
            if callable(stub):
                stub = stub(parameters(found, request), call.account, call.region)
            if isinstance(stub, Refusal):
                return failure(found, stub)
            if stub is not None:
                check(found, stub)
                return success(found, stub)
        except StubError as error:
            self.mistakes.append(str(error))
            return failure(found, Refusal("InvalidStub", str(error), 501))
        answer = self._moto.answer(environ)
        if answer is None or _listing_instead(found, answer):
            message = f"the test endpoint has no {call.name}: stub it"
            return failure(found, Refusal("NotImplemented", message, 501))
        if answer.status == 500 and answer.headers.get("Content-Type", "").startswith("text/html"):
            _LOG.error("moto failed", extra={"operation": call.name})
            return failure(found, server_error(found, f"moto failed at {call.name}"))
        return answer

    def _spoiled(
        self,
        fault: Fault,
        found: Operation,
        call: Call,
        request: Request,
        environ: dict[str, Any],
    ) -> Answer:
        kind = fault.kind
        wrong = refusal(kind, found)
        if wrong is not None:
            answer = failure(found, wrong)
            return _skewed(answer) if kind is Kind.TOO_SKEWED else answer
        if kind is Kind.TIMEOUT:
            self.faults.hang(fault.seconds)
            return Answer(status=504, headers={}, body=b"", cut=-1)
        if kind in (Kind.REPEATED_PAGE, Kind.BROKEN_PAGE) and pages.paged(found):
            return self._paged(kind, found, call, request, environ)
        good = self._plain(found, call, request, environ)
        if kind is Kind.SKEWED:
            return _skewed(good)
        if kind is Kind.TRUNCATED:
            return msgspec.structs.replace(good, cut=len(good.body) // 2)
        if kind is Kind.MALFORMED:
            return msgspec.structs.replace(good, status=200, body=b"\x00<{ not an answer")
        return good

    def _paged(
        self,
        kind: Kind,
        found: Operation,
        call: Call,
        request: Request,
        environ: dict[str, Any],
    ) -> Answer:
        more, first = pages.split_token(found, parameters(found, request))
        if more and kind is Kind.BROKEN_PAGE:
            return failure(found, server_error(found, "We encountered an internal error"))
        key = f"{call} {first}"
        if not more:
            good = self._plain(found, call, request, environ)
            if good.status >= 300:
                return good
            self._first_pages[key] = pages.with_token(found, good)
        return self._first_pages[key]

    def _account(self, key: str) -> str:
        """The account of an access key. moto asks every account's IAM for it, each time; a
        key does not change its account, so once is enough."""
        if named := _ACCOUNT_KEY.fullmatch(key):
            return named[1]
        account = self._accounts.get(key)
        if account is None:
            account = account_of(key)
            if key.startswith("ASIA"):
                self._accounts[key] = account
        return account

    def _control(self, request: Request) -> Answer:
        """What a process without access to this object can ask, see ``__main__``; told are the
        counts."""
        given = json.loads(request.body or b"{}")
        match request.method, request.path.removeprefix(CONTROL):
            case "GET", "calls":
                pass
            case "POST", "reset":
                self.reset()
            case "POST", "reset-calls":
                self.calls.clear()
            case "POST", "fault":
                self.faults.add(msgspec.convert(given, Fault))
            case "POST", "clear-faults":
                self.faults.clear()
            case "POST", "latency":
                self.latency_ms = float(given["ms"])
            case _:
                return Answer(status=404, headers={}, body=b"")
        return Answer(
            status=200,
            headers={"Content-Type": "application/json"},
            body=json.dumps(self.named_calls()).encode(),
        )

    def named_calls(self) -> dict[str, int]:
        """How often each ``service:Operation`` was called."""
        counts: Counter[str] = Counter()
        with self._lock:
            for call, number in self.calls.items():
                counts[call.name] += number
        return dict(counts)


def _listing_instead(found: Operation, answer: Answer) -> bool:
    """Whether moto took the sub-resource of a bucket, which it lacks, for the bucket itself."""
    listed = found.name in ("ListObjects", "ListObjectsV2")
    return found.service == "s3" and not listed and b"<ListBucketResult" in answer.body[:100]


def _skewed(answer: Answer) -> Answer:
    date = formatdate(time.time() + _SKEW_SECONDS, usegmt=True)
    return msgspec.structs.replace(answer, headers={**answer.headers, "Date": date})
