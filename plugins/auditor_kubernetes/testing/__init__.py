"""A stand-in for a Kubernetes API server on 127.0.0.1, for tests, demonstrations and benchmarks.

It serves ordinary YAML read-only, as a server of version 1.36 does: discovery, lists in pages,
selectors, metadata and tables, RBAC with reviews of one's own access. It counts requests and
spoils answers on request. Needs ``PyYAML`` for folders. ::

    with Server(folder="estate", allow=cluster_role["rules"]) as server:
        server.fault("pods", "expired", after=2)
        server.kubeconfig("kubeconfig", context="shop")
        subprocess.run([...], env={**os.environ, "KUBECONFIG": "kubeconfig"})
        assert server.calls()["list pods"] == 4
        assert not server.writes

kubectl sends tokens over TLS only, so it needs ``tls=True``; the official Python client does not
mind. Other than there, continued lists show the present objects, nothing is converted between
versions, defaults of ``spec`` are not filled in, and there is no watching.
"""

from __future__ import annotations

from auditor_kubernetes.testing.api import Call
from auditor_kubernetes.testing.authorization import ANONYMOUS, EVERYTHING, User
from auditor_kubernetes.testing.faults import Fault, Kind
from auditor_kubernetes.testing.fixtures import FixtureError
from auditor_kubernetes.testing.kubeconfigs import write as write_kubeconfig
from auditor_kubernetes.testing.server import TOKEN, USER, Server
from auditor_kubernetes.testing.tls import Signed, Tls

__all__ = [
    "ANONYMOUS",
    "EVERYTHING",
    "TOKEN",
    "USER",
    "Call",
    "Fault",
    "FixtureError",
    "Kind",
    "Server",
    "Signed",
    "Tls",
    "User",
    "write_kubeconfig",
]
