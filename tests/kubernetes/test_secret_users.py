"""Who uses a Secret: all checks see the same users, and doubt where users may be unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.kubernetes.estate import Auditor, Json, extension, issue, secret
from tests.kubernetes.standin import Serve

VARIABLE = [{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "tls", "key": "tls.crt"}}}]
USES: dict[str, Json] = {
    "secret": {"volumes": [{"name": "v", "secret": {"secretName": "tls"}}]},
    "projected": {
        "volumes": [{"name": "v", "projected": {"sources": [{"secret": {"name": "tls"}}]}}]
    },
    "csi": {
        "volumes": [{"name": "v", "csi": {"driver": "d", "nodePublishSecretRef": {"name": "tls"}}}]
    },
    "azure-file": {
        "volumes": [{"name": "v", "azureFile": {"secretName": "tls", "shareName": "share"}}]
    },
    "rbd": {
        "volumes": [
            {"name": "v", "rbd": {"monitors": ["m"], "image": "i", "secretRef": {"name": "tls"}}}
        ]
    },
    "variable": {"containers": [{"name": "a", "image": "a:1", "env": VARIABLE}]},
    "variables": {
        "containers": [{"name": "a", "image": "a:1", "envFrom": [{"secretRef": {"name": "tls"}}]}]
    },
    "init": {"initContainers": [{"name": "i", "image": "a:1", "env": VARIABLE}]},
    "ephemeral": {"ephemeralContainers": [{"name": "e", "image": "a:1", "env": VARIABLE}]},
    "none": {},
}


def tls_secret(namespace: str) -> Json:
    """Return a Secret with a certificate of its own that has ended."""
    ended = issue(namespace, f"{namespace}.example.com", days=-40)
    return secret("tls", namespace, "kubernetes.io/tls", **{"tls.crt": ended.pem})


def pod(namespace: str, spec: Json) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "user", "namespace": namespace},
        "spec": {"containers": [{"name": "a", "image": "a:1"}], **spec},
        "status": {"phase": "Running"},
    }


def verdicts(auditor: Auditor, check: str) -> dict[str, str]:
    """Return what a check says of each Secret, by its namespace."""
    found = auditor.audit()
    assert found.gaps == []
    return {
        item.resource.partition("/")[0]: item.verdict
        for item in found.findings
        if item.check == check and item.resource.endswith("/Secret/tls")
    }


@pytest.fixture(scope="module")
def users() -> list[Json]:
    return [
        body
        for namespace, spec in USES.items()
        for body in (tls_secret(namespace), pod(namespace, spec))
    ]


@pytest.mark.parametrize(
    ("check", "used", "unused"),
    [("certificates.expired", "fail", "not-applicable"), ("secrets.unused_object", "pass", "fail")],
    ids=["certificates", "secrets"],
)
def test_every_way_of_a_pod_to_a_secret_is_use(
    serve: Serve, tmp_path: Path, users: list[Json], check: str, used: str, unused: str
) -> None:
    auditor = Auditor(serve(users), tmp_path, tier=2)
    assert verdicts(auditor, check) == {name: used for name in USES if name != "none"} | {
        "none": unused
    }


def listeners(**certificate: Any) -> Json:
    """Return a schema with listeners, as brokers and gateways have them."""
    tls = {"type": "object", "properties": {"enabled": {"type": "boolean"}, **certificate}}
    listener = {"type": "object", "properties": {"port": {"type": "integer"}, "tls": tls}}
    spec = {"type": "object", "properties": {"listeners": {"type": "array", "items": listener}}}
    return {"type": "object", "properties": {"spec": spec}}


SCHEMAS = {
    "names-one": (listeners(secretName={"type": "string"}), "fail"),
    "names-none": (listeners(mode={"type": "string"}), "not-applicable"),
    "says-not": (None, "fail"),
}


@pytest.mark.parametrize(("schema", "verdict"), SCHEMAS.values(), ids=SCHEMAS)
def test_what_an_unread_extension_may_use_is_not_left_over(
    serve: Serve, tmp_path: Path, schema: Json | None, verdict: str
) -> None:
    broker = extension("queues.example.com", "v1", "Namespaced", "Broker", "brokers", schema=schema)
    auditor = Auditor(serve([tls_secret("shop"), broker]), tmp_path, tier=2)
    assert verdicts(auditor, "certificates.expired") == {"shop": verdict}
