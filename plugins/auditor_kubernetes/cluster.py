"""A way into one cluster: the credentials that the official client finds, and connections."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from auditor.collecting import Reason
from auditor_kubernetes.kubeconfig import configuration, is_local, shown, sign_in_errors, unheard
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.refusals import Expired, Lost, Refused, refusal, status_of
from auditor_kubernetes.watching import watched, watching

_CONNECT_SECONDS = 10.0
_CONNECTIONS = 8
_TRIES_BEFORE_CONTACT = 2
"""Tries while the cluster has not answered: most likely it will not."""
_PAUSE_SECONDS = 0.2
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LARGEST = 256 * 1024 * 1024
"""Bytes of one answer; objects have at most 1.5 MiB each."""
_PIECE = 256 * 1024
_SECONDS = re.compile(r"[0-9]{1,9}")
_SENDABLE = re.compile(r"[\x20-\x7e]+")


class Cluster:
    """Sends requests to one cluster; several threads may use it.

    ``name`` is that of the context, and the scope of all facts about the cluster; ``host`` its
    URL as it may be shown.

    :raises Refused: when its credentials cannot be had.
    """

    def __init__(self, name: str, options: KubernetesOptions) -> None:
        self.name = name
        self.configuration = configuration(name, options)
        self.host = shown(self.configuration.host)
        self._pool = _pool(self.configuration, self.host)
        self._options = options
        self._rate = _Rate(options.requests_per_second)
        self._signing = threading.Lock()
        self._went_well = False
        self._in_touch = False
        local = is_local(urlsplit(self.host).hostname or "")
        self._encoding = {} if local else {"Accept-Encoding": "gzip"}

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        accept: str = "application/json",
        rule: str = "",
        request: str = "",
    ) -> bytes:
        """Return the body of an answer.

        ``rule`` and ``request`` are for the message when there is none.

        :raises Expired: when it is something that the cluster no longer keeps.
        :raises Absent: when there is no such API or object.
        :raises Refused: when there is no answer for another reason.
        """
        url = f"{self.configuration.host}{path}"
        if query:
            url += f"?{urlencode(query)}"
        return self._send("GET", url, None, accept, rule, request or f"get {path}")

    def post(self, path: str, body: bytes, *, request: str) -> bytes:
        """Ask a question that the API takes as a POST and does not keep (access reviews).

        :raises Refused: when there is no answer.
        """
        url = f"{self.configuration.host}{path}"
        return self._send("POST", url, body, "application/json", "", request)

    def _send(
        self, method: str, url: str, body: bytes | None, accept: str, rule: str, request: str
    ) -> bytes:
        """Ask until there is an answer, the tries are used up, or the time is."""
        deadline = time.monotonic() + self._options.timeout_seconds
        attempt = 0
        while True:
            attempt += 1
            self._rate.wait()
            pause = _PAUSE_SECONDS * 2**attempt
            refused: Refused
            try:
                status, headers, content = self._exchange(
                    method, url, body, self._headers(accept, body, request), request, deadline
                )
            except Lost as lost:
                self._in_touch = False
                refused = lost
            else:
                self._in_touch = True
                if 200 <= status < 300:
                    self._went_well = True
                    return content
                if status == 410:
                    raise Expired(request, status_of(content).token)
                refused = refusal(status, content, request, rule, self._went_well)
                if status not in _AGAIN:
                    raise refused
                pause = _seconds(headers.get("Retry-After", ""), pause)
            if attempt >= self._tries or time.monotonic() + pause >= deadline:
                raise refused
            time.sleep(pause)

    @property
    def _tries(self) -> int:
        tries = self._options.tries
        return tries if self._in_touch else min(tries, _TRIES_BEFORE_CONTACT)

    def _exchange(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        request: str,
        deadline: float,
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a request once; return status, headers and body of the answer.

        :raises Lost: when the transport fails.
        :raises Refused: when it would fail again, or the answer is too large.
        """
        from urllib3 import Timeout
        from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

        left = max(deadline - time.monotonic(), 0.1)
        with watched(left) as watch:
            try:
                answer = self._pool.request(
                    method,
                    url,
                    body=body,
                    headers=headers,
                    timeout=Timeout(connect=min(_CONNECT_SECONDS, left), read=left),
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                with closing(answer):  # what was read to its end is back in the pool by then
                    content = self._content(answer, request, deadline)
                if watch.late:
                    raise TimeoutError
            except (HTTPError, OSError, ValueError) as error:
                if isinstance(error, SSLError) and not watch.late:
                    detail = _untrusted(self.host, error)
                    raise Refused(Reason.UNREACHABLE, request, detail) from None
                late = isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError)
                slow = late or watch.late
                detail = "did not answer in time" if slow else f"cannot be reached ({_kind(error)})"
                raise Lost(Reason.UNREACHABLE, request, f"{self.host} {detail}") from None
        return answer.status, answer.headers, content

    def _content(self, answer: Any, request: str, deadline: float) -> bytes:
        from urllib3.exceptions import TimeoutError

        content = BytesIO()
        while piece := answer.read1(_PIECE, decode_content=True):
            content.write(piece)
            if content.tell() > _LARGEST:
                detail = "the answer is too large; lower page_size in [k8s]"
                raise Refused(Reason.TOO_LARGE, request, detail)
            if time.monotonic() > deadline:
                raise TimeoutError
        return content.getvalue()

    def _headers(self, accept: str, body: bytes | None, request: str) -> dict[str, str]:
        """Return the headers of a request, signed with what may have to be renewed for it.

        :raises Refused: when it cannot be renewed.
        """
        headers = {"Accept": accept, "User-Agent": "auditor", **self._encoding}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            with self._signing, unheard():
                settings = self.configuration.auth_settings()
        except sign_in_errors():
            detail = "the credentials cannot be renewed; sign in again"
            raise Refused(Reason.EXPIRED, request, detail) from None
        for setting in settings.values():
            value = (setting["value"] or "").strip()
            if value and not _SENDABLE.fullmatch(value):
                detail = "the credentials cannot be sent: they are not one line of plain text"
                raise Refused(Reason.DENIED, request, detail)
            if value:
                headers[setting["key"]] = value
        return headers


class _Rate:
    """Keeps to a number of requests a second."""

    def __init__(self, per_second: float) -> None:
        self._pause = 1 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next request may be sent."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next)
            self._next = at + self._pause
        if at > now:
            time.sleep(at - now)


def _pool(settings: Any, host: str) -> Any:
    """Return a pool of connections as the client's settings have them.

    The client's own would change the environment of the process for a moment, under whatever
    else runs in it.

    :raises Refused: when there are no connections through such a proxy.
    """
    from urllib3 import PoolManager, ProxyManager, disable_warnings
    from urllib3.exceptions import HTTPError, InsecureRequestWarning

    how = {
        "maxsize": _CONNECTIONS,
        "cert_reqs": ssl.CERT_REQUIRED if settings.verify_ssl else ssl.CERT_NONE,
        "ca_certs": settings.ssl_ca_cert,
        "cert_file": settings.cert_file,
        "key_file": settings.key_file,
        "server_hostname": settings.tls_server_name or None,
    }
    if not settings.verify_ssl:
        disable_warnings(InsecureRequestWarning)
    try:
        if not settings.proxy:
            return watching(PoolManager(**how))
        proxy = ProxyManager(settings.proxy, proxy_headers=settings.proxy_headers, **how)
        return watching(proxy)
    except (HTTPError, ValueError) as error:
        detail = f"its proxy cannot be used ({type(error).__name__})"
        raise Refused(Reason.UNSUPPORTED, f"enter {host}", detail) from None


def _untrusted(host: str, error: BaseException) -> str:
    cause = _innermost(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not trusted ({cause.verify_message})"
    return f"no TLS connection to {host} ({type(cause).__name__})"


def _kind(error: BaseException) -> str:
    """Return the kind of an error: its text may hold addresses with credentials."""
    return type(_innermost(error)).__name__


def _innermost(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    inner = error.args[-1] if error.args else None
    return _innermost(inner) if isinstance(inner, BaseException) else error


def _seconds(retry_after: str, otherwise: float) -> float:
    """Return how long a cluster asks to be left alone (RFC 9110: whole seconds)."""
    return float(retry_after) if _SECONDS.fullmatch(retry_after.strip()) else otherwise
