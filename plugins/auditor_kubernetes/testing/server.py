"""The server on a port of 127.0.0.1, and kubeconfigs that lead to it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

from auditor_kubernetes.testing import fixtures, kubeconfigs
from auditor_kubernetes.testing.api import DEPRECATED, Api, Call
from auditor_kubernetes.testing.authorization import EVERYTHING, Policy, Rule, User
from auditor_kubernetes.testing.faults import Fault, Faults, Kind
from auditor_kubernetes.testing.handler import Listener
from auditor_kubernetes.testing.store import Store
from auditor_kubernetes.testing.tls import Authority, Signed, Tls

TOKEN = "stand-in-token"
"""The token that kubeconfigs carry by default."""
USER = User(
    name="system:serviceaccount:audit:auditor",
    groups=("system:serviceaccounts", "system:serviceaccounts:audit", "system:authenticated"),
)
"""Whose token that is."""


class Server:
    """A stand-in for a Kubernetes API server; a context manager that starts and closes it.

    :param objects: what it serves, as in YAML.
    :param folder: more of it: all YAML and JSON files below.
    :param port: port of 127.0.0.1; 0 takes a free one.
    :param version: what ``/version`` says, such as ``v1.34.5-eks-1234567``.
    :param allow: rules of a ClusterRole that users have; everything by default.
    :param allow_in: rules of Roles, by namespace.
    :param tokens: users by their bearer tokens; :data:`USER` by :data:`TOKEN` by default.
    :param deprecated: warnings of deprecated APIs, by ``apiVersion/plural``.
    :param metrics: lines that ``/metrics`` shows.
    :param tls: speak TLS; ``True`` with the certificates that :class:`Tls` describes.
    :raises FixtureError: for an object that no API server would take.
    """

    def __init__(
        self,
        objects: Iterable[Mapping[str, Any]] = (),
        *,
        folder: Path | str | None = None,
        port: int = 0,
        version: str = "v1.36.2",
        allow: Iterable[Rule] = EVERYTHING,
        allow_in: Mapping[str, Iterable[Rule]] | None = None,
        tokens: Mapping[str, User] | None = None,
        deprecated: Mapping[str, str] = DEPRECATED,
        metrics: Iterable[str] = (),
        tls: Tls | bool = False,
    ) -> None:
        found = fixtures.read(Path(folder)) if folder is not None else ()
        self.store = Store(chain(found, objects))
        tokens = {TOKEN: USER} if tokens is None else tokens
        policy = Policy(allow, allow_in)
        self._api = Api(self.store, policy, tokens, version, deprecated, metrics)
        options = Tls() if tls is True else tls
        self.authority = Authority(options) if options else None
        self._port = port
        self._listener: Listener | None = None
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
        self.close()

    def start(self) -> None:
        """Listen from now on."""
        context = self.authority.context() if self.authority else None
        self._listener = Listener(self._api, self._port, context)
        self._port = self._listener.server_address[1]
        self._api.address = f"127.0.0.1:{self._port}"
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening and end open connections; requests that hang are let go."""
        self.faults.clear()
        if self._listener is not None and self._thread is not None:
            self._listener.shutdown()
            self._listener.server_close()
            self._thread.join()

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``, or ``https``; the port is known once it listens."""
        return f"{'https' if self.authority else 'http'}://127.0.0.1:{self._port}"

    def allow(
        self,
        rules: Iterable[Rule] = EVERYTHING,
        namespaced: Mapping[str, Iterable[Rule]] | None = None,
    ) -> None:
        """Change what users may do."""
        self._api.policy = Policy(rules, namespaced)

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self._api.faults

    def fault(
        self,
        target: str,
        kind: Kind | str,
        *,
        namespace: str | None = None,
        times: int | None = None,
        after: int = 0,
        seconds: float = 1.0,
    ) -> None:
        """Have requests go wrong; the parameters are those of :class:`Fault`."""
        self.faults.add(
            Fault(
                target=target,
                kind=Kind(kind),
                namespace=namespace,
                times=times,
                after=after,
                seconds=seconds,
            )
        )

    @contextmanager
    def faulty(self, target: str, kind: Kind | str, **narrow: Any) -> Iterator[None]:
        """Have requests go wrong within a ``with`` block; afterwards no fault is in force."""
        self.fault(target, kind, **narrow)
        try:
            yield
        finally:
            self.faults.clear()

    @property
    def requests(self) -> list[Call]:
        """Every request so far, in the order of their answers."""
        return self._api.calls

    def calls(self) -> Counter[str]:
        """How often each was made: ``list pods``, ``get /version``, ``list deployments.apps``."""
        return Counter(f"{call.verb} {call.target}" for call in self.requests)

    @property
    def writes(self) -> list[Call]:
        """The requests that would have changed something; all were refused."""
        return [call for call in self.requests if call.changes]

    def forget(self) -> None:
        """Count requests from zero."""
        self.requests.clear()

    @property
    def mistakes(self) -> list[str]:
        """Tracebacks of requests that the stand-in itself failed at: a test that leaves any has
        failed."""
        return self._listener.mistakes if self._listener else []

    def client_certificate(self, user: str, groups: Iterable[str] = (), days: float = 1) -> Signed:
        """A certificate with which a client is ``user``.

        :raises ValueError: without TLS.
        """
        if self.authority is None:
            raise ValueError("certificates of clients need TLS")
        return self.authority.client(user, tuple(groups), days)

    def entry(
        self,
        *,
        token: str | None = TOKEN,
        certificate: Signed | None = None,
        user: Mapping[str, Any] | None = None,
        namespace: str = "",
    ) -> dict[str, Any]:
        """What :func:`~auditor_kubernetes.testing.kubeconfigs.write` needs for a context.

        With a ``certificate``, no token is sent; ``user`` is a kubeconfig's own ``user`` object
        (``{"exec": …}``) in the place of both.
        """
        who: dict[str, Any] = {} if token is None else {"token": token}
        if certificate is not None:
            who = {
                "client-certificate-data": kubeconfigs.encoded(certificate.certificate),
                "client-key-data": kubeconfigs.encoded(certificate.key),
            }
        authority = self.authority.certificate if self.authority else None
        return kubeconfigs.entry(self.url, authority, who if user is None else user, namespace)

    def kubeconfig(self, path: Path | str, *, context: str = "stand-in", **who: Any) -> Path:
        """Write a kubeconfig with one context; ``who`` are the parameters of :meth:`entry`."""
        return kubeconfigs.write(Path(path), {context: self.entry(**who)})
