"""HTTP/1.1 over a port of 127.0.0.1, kept alive, with or without TLS."""

from __future__ import annotations

import gzip
import socket
import ssl
import sys
import threading
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from auditor_kubernetes.testing.answers import Answer
from auditor_kubernetes.testing.api import Api, Request
from auditor_kubernetes.testing.authorization import User

_GZIP_FROM_BYTES = 128 * 1024
"""Smaller answers are not compressed (``k8s.io/apiserver``, ``defaultGzipThresholdBytes``)."""
_HANDSHAKE_SECONDS = 10
_SEPARATE_FROM_BYTES = 64 * 1024


class Listener(ThreadingHTTPServer):
    """Accepts connections, one thread each.

    ``mistakes`` are tracebacks of requests that the stand-in itself failed at.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, api: Api, port: int, context: ssl.SSLContext | None) -> None:
        self.api = api
        self.mistakes: list[str] = []
        self._context = context
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection until either side ends it."""
        if self._context is not None:
            request.settimeout(_HANDSHAKE_SECONDS)
            request = self._context.wrap_socket(request, server_side=True)
            request.settimeout(None)
        with self._lock:
            self._open.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            with self._lock:
                self._open.discard(request)
            request.close()

    def server_close(self) -> None:
        """Stop listening, and end the connections that clients keep open."""
        super().server_close()
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Remember the trace of a mistake; clients that hang up make none."""
        if not isinstance(sys.exception(), OSError):
            self.mistakes.append(traceback.format_exc())


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def handle_one_request(self) -> None:
        """Answer a request of any method."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._send(self.server.api.answer(self._request()))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: requests are counted, not logged."""

    def _request(self) -> Request:
        path, _, rest = self.path.partition("?")
        query: dict[str, str] = {}
        for name, value in parse_qsl(rest, keep_blank_values=True):
            query.setdefault(name, value)
        length = int(self.headers.get("Content-Length") or 0)
        return Request(
            method=self.command,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
            user=_certified(self.connection),
        )

    def _send(self, answer: Answer) -> None:
        if answer.silent:
            self.close_connection = True
            return
        body = answer.body
        headers = {"Content-Type": answer.content_type, "Date": self.date_time_string()}
        headers.update(answer.headers)
        if len(body) >= _GZIP_FROM_BYTES and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        reason = HTTPStatus(answer.status).phrase
        head = f"HTTP/1.1 {answer.status} {reason}\r\n{lines}\r\n".encode("latin-1")
        if answer.cut:
            self.close_connection = True
            body = body[: len(body) // 2]
        if self.command == "HEAD":
            body = b""
        if len(body) < _SEPARATE_FROM_BYTES:
            self.wfile.write(head + body)
        else:
            self.wfile.write(head)
            self.wfile.write(body)


def _certified(connection: Any) -> User | None:
    """Who the client's certificate names: its common name, and its organizations as groups."""
    if not isinstance(connection, ssl.SSLSocket):
        return None
    certificate = connection.getpeercert()
    if not certificate:
        return None
    subject: Any = certificate["subject"]
    pairs = [pair for names in subject for pair in names]
    groups = [value for name, value in pairs if name == "organizationName"]
    name = next((value for name, value in pairs if name == "commonName"), "")
    return User(name=name, groups=(*groups, "system:authenticated"))
