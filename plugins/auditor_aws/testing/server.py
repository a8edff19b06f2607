"""The endpoint on a port of 127.0.0.1, and clients that find it."""

from __future__ import annotations

import os
import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from types import TracebackType
from typing import Any

from auditor_aws.testing.answers import Answer
from auditor_aws.testing.endpoint import Call, Endpoint, Stub, access_key
from auditor_aws.testing.faults import Fault, Kind

ACCOUNT = "123456789012"
"""The account of callers that name no other; moto's default."""
_SETTINGS = {
    # 1,300 images and snapshots a region, made at the first EC2 call: seconds each.
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
}
_HOSTS = {"s3control": "http://s3-control.test", "mwaa": "http://mwaa.test"}
"""APIs whose operations put something before the host name, which no setting of the SDK
prevents: they are given names of their own (RFC 6761), and us as the proxy that resolves them."""


class Server:
    """A stand-in for AWS; a context manager.

    moto answers, in this process, so ``moto.backends`` may be filled directly; what moto
    lacks is answered by :meth:`stub`, or with the error ``NotImplemented`` (HTTP 501).

    :param port: port of 127.0.0.1; 0 takes a free one.
    :param latency_ms: wait before every answer.
    """

    def __init__(self, *, port: int = 0, latency_ms: float = 0) -> None:
        for name, value in _SETTINGS.items():
            os.environ.setdefault(name, value)
        self.endpoint = Endpoint(latency_ms)
        self._port = port
        self._http: Any = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen from now on."""
        self._http = _listener(self.endpoint, self._port)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; calls that hang are let go. Resources stay until :meth:`reset`."""
        self.endpoint.faults.clear()
        self._http.shutdown()
        self._http.server_close()
        if self._thread is not None:
            self._thread.join()

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def environment(self, account: str = ACCOUNT, region: str = "us-east-1") -> dict[str, str]:
        """What a process needs in its environment to take this for AWS, as ``account``."""
        nowhere = os.devnull
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ENDPOINT_URL_MWAA": _HOSTS["mwaa"],
            "AWS_ENDPOINT_URL_S3_CONTROL": _HOSTS["s3control"],
            "HTTP_PROXY": self.url,
            "http_proxy": self.url,
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
            "AWS_ACCESS_KEY_ID": access_key(account),
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": nowhere,
            "AWS_SHARED_CREDENTIALS_FILE": nowhere,
        }

    def client(
        self, service: str, region: str = "us-east-1", account: str = ACCOUNT, **config: Any
    ) -> Any:
        """A boto3 client of ``account``; ``config`` is for ``botocore.config.Config``."""
        from botocore.config import Config

        host = _HOSTS.get(service)
        config["proxies"] = {"http": self.url} if host else {}
        return _session().client(
            service,
            region_name=region,
            endpoint_url=host or self.url,
            aws_access_key_id=access_key(account),
            aws_secret_access_key="test",
            config=Config(**config),
        )

    def backend(self, service: str, account: str = ACCOUNT, region: str = "us-east-1") -> Any:
        """moto's own object behind a service, to fill without calls; global services, too."""
        from moto.backends import get_backend

        by_place = get_backend(service)[account]  # type: ignore[call-overload]
        return by_place["aws"] if "aws" in by_place else by_place[region]

    def stub(self, service: str, operation: str, answer: Stub) -> None:
        """Answer ``operation`` (the SDK's names: ``accessanalyzer``, ``ListAnalyzers``).

        ``answer`` is the dict that the SDK's client will return, a :class:`Refusal`, or a
        function of (parameters, account, region) that returns either, or ``None`` for
        moto's answer.

        :raises LookupError: for an operation the SDK does not know.
        :raises StubError: for a dict that the SDK's output shape forbids. A function's result
            is held against it at the call: see :attr:`mistakes`.
        """
        self.endpoint.stub(service, operation, answer)

    def fault(
        self,
        operation: str,
        kind: Kind | str,
        *,
        times: int | None = None,
        account: str = "",
        region: str = "",
        seconds: float = 60.0,
    ) -> None:
        """Have calls go wrong; the parameters are those of :class:`Fault`."""
        self.endpoint.faults.add(
            Fault(
                operation=operation,
                kind=Kind(kind),
                times=times,
                account=account,
                region=region,
                seconds=seconds,
            )
        )

    @contextmanager
    def faulty(self, operation: str, kind: Kind | str, **narrow: Any) -> Iterator[None]:
        """Have calls go wrong within a ``with`` block; afterwards no fault is in force."""
        self.fault(operation, kind, **narrow)
        try:
            yield
        finally:
            self.clear_faults()

    def clear_faults(self) -> None:
        """Lift all faults."""
        self.endpoint.faults.clear()

    def calls(self) -> dict[str, int]:
        """How often each ``service:Operation`` was called."""
        return self.endpoint.named_calls()

    def calls_by_place(self) -> Counter[Call]:
        """The same, by account and region."""
        return Counter(self.endpoint.calls)

    def reset_calls(self) -> None:
        """Count from zero."""
        self.endpoint.calls.clear()

    @property
    def mistakes(self) -> list[str]:
        """Answers of stub functions that the SDK's output shape forbids, and crashes of such
        functions: a test that leaves any has failed."""
        return self.endpoint.mistakes

    def reset(self) -> None:
        """Forget everything: stubs, faults, counts, mistakes and the resources of all accounts."""
        self.endpoint.reset()


@cache
def _session() -> Any:
    """One session: it keeps the service models, which are slow to load."""
    import boto3

    return boto3.Session()


def _listener(endpoint: Endpoint, port: int) -> Any:
    """A threaded HTTP server that keeps connections open (AWS does; werkzeug closes each) and
    sends an answer in one piece, since a second packet would wait for the first one's receipt."""
    from moto.moto_server.werkzeug_app import MotoRequestHandler
    from werkzeug.serving import ThreadedWSGIServer

    class Handler(MotoRequestHandler):
        protocol_version = "HTTP/1.1"

        def run_wsgi(self) -> None:
            environ = self.make_environ()
            length = environ.get("CONTENT_LENGTH")
            chunked = environ.get("wsgi.input_terminated")
            body = environ["wsgi.input"].read() if chunked else self.rfile.read(int(length or 0))
            answer = endpoint.answer(environ, body)
            if answer.cut is not None:
                self.close_connection = True
            if answer.cut != -1:
                self.wfile.write(_wire(answer, self.command))

        def log(self, type: str, message: str, *args: Any) -> None:
            """Say nothing: calls are counted, not logged."""

    class Listener(ThreadedWSGIServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            endpoint.mistakes.append(traceback.format_exc())

    return Listener("127.0.0.1", port, lambda *_: [], handler=Handler)


def _wire(answer: Answer, method: str) -> bytes:
    """The bytes of ``answer``; its own ``Date`` and, for ``HEAD``, length are kept."""
    try:
        reason = HTTPStatus(answer.status).phrase
    except ValueError:
        reason = ""
    headers = {"date": formatdate(usegmt=True)}
    headers.update((name.lower(), value) for name, value in answer.headers.items())
    bodiless = method == "HEAD" or answer.status in (204, 304)
    if not bodiless:
        headers["content-length"] = str(len(answer.body))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    sent = b"" if bodiless else answer.body[: answer.cut]
    return f"HTTP/1.1 {answer.status} {reason}\r\n{head}\r\n".encode("latin-1") + sent
