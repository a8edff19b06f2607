"""A value that is secret is in no byte of any output, wherever a cluster may show it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from auditor_kubernetes.testing import USER, Server, write_kubeconfig
from tests.conftest import Auditor as Command
from tests.kubernetes.estate import Json, encoded, issue, secret
from tests.kubernetes.standin import Serve, named

REPORTS = ("json", "sarif", "junit", "markdown", "csv")
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
HELM = "helm.sh/release.v1"
TYPES = (
    "Opaque",
    "kubernetes.io/basic-auth",
    "kubernetes.io/dockerconfigjson",
    "kubernetes.io/service-account-token",
    "kubernetes.io/ssh-auth",
    "bootstrap.kubernetes.io/token",
    "example.com/own",
)


class Canaries(dict[str, str]):
    """Secrets by the place they are planted in."""

    def token(self, place: str) -> str:
        """Plant what everybody takes for a secret."""
        self[place] = "ghp_" + hashlib.sha256(place.encode()).hexdigest()[:36]
        return self[place]

    def password(self, place: str) -> str:
        """Plant what is a secret by the name that it has alone."""
        self[place] = f"Kx-{hashlib.sha256(place.encode()).hexdigest()[:14]}-Qz"
        return self[place]

    def key(self, place: str) -> str:
        """Plant a private key; what must not be seen is what makes it one."""
        pem = issue(place).secret
        self[place] = pem.splitlines()[1]
        return pem


def forms(value: str) -> Iterator[str]:
    """Yield how a value may be written; of base64 what does not depend on its neighbours."""
    yield value
    yield value.encode().hex()
    yield quote(value, safe="")
    for shift in range(3):
        yield base64.b64encode(b"\x00" * shift + value.encode()).decode()[4:-4]
    yield base64.b64encode(gzip.compress(value.encode(), mtime=0)).decode()


def content(path: Path) -> str:
    """Return what a file says, also one that is packed."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        return text + text.replace("\n", "")
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace")


def applied(body: Json) -> Json:
    """Return an object as ``kubectl apply`` leaves it: with itself in an annotation."""
    annotations = body["metadata"].setdefault("annotations", {})
    annotations[APPLIED] = json.dumps(body)
    return body


def secrets(hidden: Canaries) -> Iterator[Json]:
    for number, kind in enumerate(TYPES):
        yield applied(secret(f"s{number}", "shop", kind, word=hidden.password(f"Secret {kind}")))
    release = json.dumps({"chart": {"values": {"password": hidden.password("Helm release")}}})
    packed = encoded(gzip.compress(release.encode(), mtime=0))
    yield applied(secret("release.v1", "shop", HELM, release=packed))
    certificate = issue("web", "shop.example.com")
    pair = {"tls.crt": certificate.pem, "tls.key": hidden.key("key of a TLS Secret")}
    yield applied(secret("web-tls", "shop", "kubernetes.io/tls", **pair))
    both = certificate.pem + hidden.key("key beside a certificate")
    yield applied(secret("both-tls", "shop", "kubernetes.io/tls", **{"tls.crt": both}))


def configmaps(hidden: Canaries) -> Iterator[Json]:
    text = f"listen=80\ndb_password={hidden.password('ConfigMap file')}\n"
    packed = gzip.compress(f"password: {hidden.password('packed ConfigMap')}".encode(), mtime=0)
    wrapped = f"db_password={hidden.password('ConfigMap in base64')}"
    data = {
        "db_password": hidden.password("ConfigMap value"),
        "app.conf": text,
        "packed": encoded(packed),
        "wrapped": encoded(wrapped),
        "url": f"https://app:{quote(hidden.password('ConfigMap URL'))}@db.example.com/",
        "id_ed25519": hidden.key("key in a ConfigMap"),
        "note": f"see {hidden.token('ConfigMap note')}",
    }
    yield applied({**named("ConfigMap", "app", "shop"), "data": data})
    authorities = named("ConfigMap", "extension-apiserver-authentication", "kube-system")
    note = hidden.password("annotation of the authorities")
    authorities["metadata"]["annotations"] = {APPLIED: json.dumps({"note": note})}
    fields = {f"f:{hidden.password('managed fields of the authorities')}": {}}
    authorities["metadata"]["managedFields"] = [{"manager": "kubectl", "fieldsV1": fields}]
    yield {**authorities, "data": {"client-ca-file": issue("authority").pem}}


def workloads(hidden: Canaries) -> Iterator[Json]:
    container = {
        "name": "app",
        "image": "app:1",
        "env": [
            {"name": "DB_PASSWORD", "value": hidden.password("variable")},
            {"name": "NOTE", "value": hidden.token("variable of no telling name")},
            {"name": "URL", "value": f"postgres://app:{hidden.password('URL')}@db/app"},
            {"name": "WRAPPED", "value": encoded(f"password={hidden.password('in base64')}")},
        ],
        "command": ["app", "--password", hidden.password("flag and value")],
        "args": [f"--api-token={hidden.password('flag')}", hidden.token("argument")],
        "readinessProbe": {"exec": {"command": ["curl", "-H", hidden.token("probe")]}},
    }
    template = {
        "metadata": {
            "labels": {"app": "app", "note": hidden.token("label")},
            "annotations": {"example.com/token": hidden.token("annotation of a template")},
        },
        "spec": {"containers": [container]},
    }
    conditions = [
        {
            "type": "Available",
            "status": "False",
            "lastTransitionTime": "2026-01-01T00:00:00Z",
            "message": f"said {hidden.token('condition of a Deployment')}",
        }
    ]
    yield applied(
        {
            **named("Deployment", "app", "shop", "apps/v1"),
            "spec": {"selector": {"matchLabels": {"app": "app"}}, "template": template},
            "status": {"conditions": conditions},
        }
    )
    ended = {"message": f"password={hidden.password('last words')}", "exitCode": 1}
    bare = named("Pod", "bare", "shop")
    bare["metadata"]["annotations"] = {"note": f"see {hidden.token('annotation of a pod')}"}
    yield applied(
        {
            **bare,
            "spec": {"containers": [{"name": "bare", "image": "bare:1"}]},
            "status": {
                "phase": "Running",
                "message": hidden.password("message of a pod"),
                "conditions": [{"type": "Ready", "message": hidden.password("condition of a pod")}],
                "containerStatuses": [
                    {
                        "name": "bare",
                        "image": "bare:1",
                        "imageID": "bare@sha256:" + "1" * 64,
                        "restartCount": 2,
                        "state": {"waiting": {"message": hidden.password("reason to wait")}},
                        "lastState": {"terminated": ended},
                    }
                ],
            },
        }
    )


def others(hidden: Canaries) -> Iterator[Json]:
    route = named("Ingress", "web", "shop", "networking.k8s.io/v1")
    snippet = f'proxy_set_header Authorization "Bearer {hidden.token("snippet")}";'
    route["metadata"]["annotations"] = {"nginx.ingress.kubernetes.io/server-snippet": snippet}
    yield applied({**route, "spec": {"rules": [{"host": "shop.example.com"}]}})
    url = f"https://auditor:{hidden.password('webhook')}@hooks.example.com/check"
    hook = {"name": "h.example.com", "clientConfig": {"url": url}, "sideEffects": "None"}
    kind = "ValidatingWebhookConfiguration"
    yield {**named(kind, "hooks", "", "admissionregistration.k8s.io/v1"), "webhooks": [hook]}
    request = named("CertificateSigningRequest", "asked", "", "certificates.k8s.io/v1")
    yield {
        **request,
        "spec": {
            "request": encoded(hidden.key("key in a request")),
            "signerName": "kubernetes.io/kube-apiserver-client",
            "username": "jane",
        },
        "status": {
            "conditions": [{"type": "Failed", "message": hidden.token("failure of a request")}]
        },
    }
    node = named("Node", "one")
    message = f"token: {hidden.token('condition of a node')}"
    yield {**node, "status": {"conditions": [{"type": "Ready", "message": message}]}}
    service = named("APIService", "v1.metrics.example.com", "", "apiregistration.k8s.io/v1")
    gone = {"type": "Available", "status": "False", "message": hidden.token("API that is away")}
    yield {
        **service,
        "spec": {
            "group": "metrics.example.com",
            "version": "v1",
            "service": {"name": "metrics", "namespace": "shop"},
        },
        "status": {"conditions": [gone]},
    }
    account = named("ServiceAccount", "robot", "shop")
    account["metadata"]["annotations"] = {"note": hidden.token("annotation of an account")}
    yield account


def signing_in(hidden: Canaries, server: Server, folder: Path, tier: int) -> Path:
    """Return a kubeconfig that holds every kind of credential."""
    token, told = hidden["token of the kubeconfig"], hidden.password("words of a command")
    certificate = server.client_certificate("jane")
    hidden["key of the kubeconfig"] = certificate.key.decode().splitlines()[1]
    user = server.entry(certificate=certificate)["user"]
    user |= {"username": "jane", "password": hidden.password("password of the kubeconfig")}
    if tier == 1:
        status = {"token": token, "expirationTimestamp": "2020-01-01T00:00:00Z"}
        version = "client.authentication.k8s.io/v1"
        given = {"apiVersion": version, "kind": "ExecCredential", "status": status}
        script = folder / "sign-in.py"
        program = f"import sys; print({told!r}, file=sys.stderr); print({json.dumps(given)!r})"
        script.write_text(program)
        user["exec"] = {"apiVersion": version, "command": sys.executable, "args": [str(script)]}
    else:
        user["token"] = token
    return write_kubeconfig(folder / "kubeconfig", {"shop": server.entry(user=user)})


@pytest.mark.parametrize("tier", [1, 2])
def test_no_output_holds_what_was_planted(
    auditor: Command, serve: Serve, tmp_path: Path, tier: int
) -> None:
    hidden = Canaries()
    objects = [
        *secrets(hidden),
        *configmaps(hidden),
        *workloads(hidden),
        *others(hidden),
        named("Namespace", "shop"),
    ]
    token = hidden.password("token of the kubeconfig")
    server = serve(objects, tls=True, tokens={token: USER})
    server.fault("services", "server_error")
    kubeconfig = signing_in(hidden, server, tmp_path, tier)
    (tmp_path / "auditor.toml").write_text(f"[k8s]\ntier = {tier}\ntries = 1\n")
    (tmp_path / "out").mkdir()
    outputs = [word for name in REPORTS for word in ("-o", f"{name}=out/{name}")]
    ran = auditor(
        "--debug", "scan", "k8s:", "-o", "terminal", *outputs, "-o", "pdf=out/report.pdf",
        "--bundle", "bundle", KUBECONFIG=str(kubeconfig), XDG_CACHE_HOME=str(tmp_path / "cache"),
    )  # fmt: skip
    assert (tmp_path / "bundle").is_dir(), ran.text
    written = {"stdout": ran.out, "stderr": ran.err}
    for folder in ("out", "bundle", "cache"):
        for path in (tmp_path / folder).rglob("*"):
            if path.is_file():
                written[str(path.relative_to(tmp_path))] = content(path)
    assert any(name.startswith("cache/") for name in written), "the spool of the run is kept"
    assert leaks(hidden, written) == []
    document = json.loads((tmp_path / "out/json").read_text())
    assert [gap["address"] for gap in document["gaps"]] == ["list services"]
    found = {item["resource"] for item in document["findings"] if _exposed(item)}
    assert {"shop/Deployment/app", "shop/Pod/bare", "shop/Ingress/web"} <= found
    assert ("shop/ConfigMap/app" in found) is (tier == 2)


def _exposed(finding: Mapping[str, Any]) -> bool:
    return finding["check"].startswith("secrets.in_") and finding["verdict"] == "fail"


def leaks(hidden: Mapping[str, str], written: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was seen, and where."""
    return [
        (place, name)
        for place, value in hidden.items()
        for name, text in written.items()
        if any(form in text for form in forms(value))
    ]
