"""Ways into a cluster: service accounts, commands that sign in, certificates, proxies."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.collecting import Gap, Reason, Scene, Target
from auditor.engine.collect import collect_unit
from auditor.facts import Certificate, Namespace
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.collector import ClusterCollector
from auditor_kubernetes.kubeconfig import configuration
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.testing import TOKEN, USER, Server, User, write_kubeconfig
from tests.conftest import Auditor as Command
from tests.kubernetes.estate import Audit, Auditor, judged
from tests.kubernetes.odd_server import listen
from tests.kubernetes.standin import Serve, named

OBJECTS = [named("Namespace", "one")]
SECRET = "Kx-4f1b7d20ce3ab9-Qz"
"""What must not be seen anywhere."""


def audit_of(target: str, folder: Path, **options: Any) -> Audit:
    """Audit what a target leads to in this environment."""
    collector = ClusterCollector()
    scene = Scene(base=folder, options={"requests_per_second": 1000.0, **options})
    plan = collector.plan(Target(text=f"k8s:{target}", scheme="k8s", rest=target), scene)
    audit = judged(collect_unit(collector, unit, scene, b"key", True) for unit in plan.units)
    audit.gaps += plan.gaps
    return audit


def read(audit: Audit) -> bool:
    """Say whether the cluster let us in and was read."""
    return list(audit.of(Namespace)) == ["Namespace/one"] and audit.gaps == []


def refused(audit: Audit) -> Gap:
    """Return the one gap of an audit that nothing came of."""
    (gap,) = audit.gaps
    assert audit.facts == []
    return gap


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a kubeconfig nor a proxy of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith(("KUBE", "kube")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_the_cluster_it_runs_in(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(OBJECTS, tls=True)
    assert server.authority is not None
    host, _, port = server.url.removeprefix("https://").partition(":")
    (tmp_path / "token").write_text(TOKEN + "\n")
    (tmp_path / "ca.crt").write_bytes(server.authority.certificate)
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", host)
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", port)
    place = "kubernetes.config.incluster_config.SERVICE"
    monkeypatch.setattr(f"{place}_TOKEN_FILENAME", str(tmp_path / "token"))
    monkeypatch.setattr(f"{place}_CERT_FILENAME", str(tmp_path / "ca.crt"))
    for target in ("", "in-cluster"):
        audit = audit_of(target, tmp_path)
        assert read(audit)
        assert {fact.origin.scope for fact in audit.facts} == {"in-cluster"}
    (presented,) = audit.of(Certificate).values()
    assert presented.name_matches is True
    (tmp_path / "token").unlink()
    assert refused(audit_of("", tmp_path)).reason is Reason.DENIED


def credential(**status: Any) -> dict[str, Any]:
    return {
        "apiVersion": "client.authentication.k8s.io/v1",
        "kind": "ExecCredential",
        "status": status,
    }


def command(folder: Path, program: str) -> dict[str, Any]:
    """Return a kubeconfig's user that a program signs in."""
    script = folder / "sign-in.py"
    script.write_text(program)
    return {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": sys.executable,
            "args": [str(script)],
        }
    }


def test_a_command_that_signs_in(serve: Serve, tmp_path: Path) -> None:
    server = serve(OBJECTS, tls=True)
    user = command(tmp_path, f"print({json.dumps(credential(token=TOKEN))!r})")
    file = server.kubeconfig(tmp_path / "kubeconfig", user=user)
    assert read(audit_of("", tmp_path, kubeconfig=str(file)))


def test_a_command_that_gives_a_certificate(serve: Serve, tmp_path: Path) -> None:
    server = serve(OBJECTS, tls=True)
    signed = server.client_certificate("jane", ["system:masters"])
    given = credential(
        clientCertificateData=signed.certificate.decode(), clientKeyData=signed.key.decode()
    )
    user = command(tmp_path, f"print({json.dumps(given)!r})")
    file = server.kubeconfig(tmp_path / "kubeconfig", user=user)
    assert read(audit_of("", tmp_path, kubeconfig=str(file)))


@pytest.mark.parametrize(
    "program",
    [
        f"import sys; sys.exit('no session, {SECRET}')",
        f"print('{SECRET}')",
        f'print(\'{{"apiVersion": "{SECRET}", "kind": "x", "status": {{}}}}\')',
        f"print({json.dumps(credential(hint=SECRET))!r})",
        "raise SystemExit(0)",
    ],
    ids=["fails", "says no JSON", "speaks another version", "gives nothing", "says nothing"],
)
def test_a_command_that_fails_is_no_way_in(
    serve: Serve,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    program: str,
) -> None:
    server = serve(OBJECTS)
    file = server.kubeconfig(tmp_path / "kubeconfig", user=command(tmp_path, program))
    handlers = list(logging.getLogger().handlers)
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file)))
    assert gap.reason is Reason.DENIED
    assert "sign in again" in gap.detail
    assert server.requests == [], "nobody is asked without credentials"
    shown = capfd.readouterr()
    assert SECRET not in f"{gap}{caplog.text}{shown.out}{shown.err}"
    assert logging.getLogger().handlers == handlers


def test_a_command_that_is_not_there(serve: Serve, tmp_path: Path) -> None:
    user = command(tmp_path, "")
    user["exec"]["command"] = str(tmp_path / "absent")
    file = serve(OBJECTS).kubeconfig(tmp_path / "kubeconfig", user=user)
    assert refused(audit_of("", tmp_path, kubeconfig=str(file))).reason is Reason.DENIED


def test_a_command_is_asked_again_when_its_token_ends(serve: Serve, tmp_path: Path) -> None:
    """The command counts how often it is run; every run has a token of its own."""
    tokens = {f"token-{number}": USER for number in range(1, 100)}
    server = serve(OBJECTS, tokens=tokens)
    program = f"""
import json, pathlib
file = pathlib.Path({str(tmp_path / "count")!r})
number = int(file.read_text() or 0) + 1 if file.exists() else 1
file.write_text(str(number))
status = {{"token": f"token-{{number}}", "expirationTimestamp": "2020-01-01T00:00:00Z"}}
print(json.dumps({{**{credential()!r}, "status": status}}))
"""
    file = server.kubeconfig(tmp_path / "renewing", user=command(tmp_path, program))
    auditor = Auditor(server, tmp_path)
    auditor.scene = Scene(base=tmp_path, options={"kubeconfig": str(file), "skip": []})
    (unit,) = [each for each in auditor.plan() if each.scope.endswith("/namespaces")]
    before = int((tmp_path / "count").read_text())
    assert auditor.audit([unit]).gaps == []
    assert int((tmp_path / "count").read_text()) == before + 1


def test_client_certificates(serve: Serve, tmp_path: Path) -> None:
    server = serve(OBJECTS, tls=True)
    signed = server.client_certificate("jane", ["system:masters"], days=3)
    file = server.kubeconfig(tmp_path / "kubeconfig", certificate=signed)
    audit = audit_of("", tmp_path, kubeconfig=str(file))
    assert read(audit)
    own = audit.of(Certificate)["kubeconfig/stand-in"]
    assert own.not_after is not None
    assert signed.key.decode() not in repr(audit)


def test_the_certificate_that_signs_in_is_in_the_evidence_without_its_key(
    serve: Serve, tmp_path: Path
) -> None:
    """One file may hold both."""
    server = serve(OBJECTS, tls=True)
    signed = server.client_certificate("jane", ["system:masters"], days=3)
    both = signed.key + b"\nof j\xc3\xa4ne\n" + signed.certificate
    (tmp_path / "jane.pem").write_bytes(both)
    auditor = Auditor(server, tmp_path)
    user = {"client-certificate": str(tmp_path / "jane.pem")}
    user["client-key"] = user["client-certificate"]
    server.kubeconfig(tmp_path / "kubeconfig", user=user)
    results = [auditor.collect(unit) for unit in auditor.plan()]
    own = judged(results).of(Certificate)["kubeconfig/stand-in"]
    (kept,) = [each.blobs[own.origin.evidence] for each in results if own in each.records]
    assert json.loads(kept.content)["items"] == [signed.certificate.decode().strip()]


def test_a_certificate_that_does_not_fit_its_key(serve: Serve, tmp_path: Path) -> None:
    server = serve(OBJECTS, tls=True)
    user = server.entry(certificate=server.client_certificate("jane"))["user"]
    other = server.entry(certificate=server.client_certificate("john"))["user"]
    user["client-key-data"] = other["client-key-data"]
    file = server.kubeconfig(tmp_path / "kubeconfig", user=user)
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file)))
    assert gap.reason is Reason.UNREACHABLE
    assert "TLS" in gap.detail


def test_several_kubeconfigs(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = serve(OBJECTS), serve(OBJECTS)
    files = [
        first.kubeconfig(tmp_path / "first", context="alpha"),
        tmp_path / "absent",
        second.kubeconfig(tmp_path / "second", context="beta"),
    ]
    monkeypatch.setenv("KUBECONFIG", os.pathsep.join(map(str, files)))
    assert {fact.origin.scope for fact in audit_of("*", tmp_path).facts} == {"alpha", "beta"}
    assert first.requests and second.requests
    (tmp_path / ".kube").mkdir()
    second.kubeconfig(tmp_path / ".kube/config", context="home")
    monkeypatch.delenv("KUBECONFIG")
    assert read(audit_of("home", tmp_path)), "without KUBECONFIG the one at home"


def test_no_current_context_is_needed_to_name_one(serve: Serve, tmp_path: Path) -> None:
    entries = {"some": serve(OBJECTS).entry()}
    file = write_kubeconfig(tmp_path / "kubeconfig", entries, current="gone")
    assert read(audit_of("some", tmp_path, kubeconfig=str(file)))


def test_a_token_in_a_file_may_end_with_a_line(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    user = {"tokenFile": str(tmp_path / "token")}
    file = serve(OBJECTS).kubeconfig(tmp_path / "kubeconfig", user=user)
    assert read(audit_of("", tmp_path, kubeconfig=str(file)))


@pytest.mark.parametrize("token", [f"{SECRET}\nX: y", f"{SECRET}é", f"{SECRET}\0"])
def test_a_token_that_cannot_be_sent(serve: Serve, tmp_path: Path, token: str) -> None:
    file = serve(OBJECTS).kubeconfig(tmp_path / "kubeconfig", token=token)
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file)))
    assert gap.reason is Reason.DENIED
    assert SECRET not in str(gap)


def test_proxies_are_not_asked_for_this_machine(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    file = serve(OBJECTS).kubeconfig(tmp_path / "kubeconfig")
    assert read(audit_of("", tmp_path, kubeconfig=str(file)))


NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("server", "no_proxy", "proxy"),
    [
        ("https://10.9.8.7:6443", "", NOWHERE),
        ("https://10.9.8.7:6443", "10.9.8.70,8.7,.7,7", NOWHERE),
        ("https://10.9.8.7:6443", "x, 10.9.8.7", None),
        ("https://10.9.8.7:6443", "10.0.0.0/8", None),
        ("https://[fd00::7]:6443", "10.0.0.0/8", NOWHERE),
        ("https://[fd00::7]:6443", "fd00::/16", None),
        ("https://api.example.com:6443", "example.com", None),
        ("https://api.example.com:6443", ".Example.com", None),
        ("https://api.example.com:6443", "api.example.com:6443", None),
        ("https://api.example.com:6443", "api.example.com:443", NOWHERE),
        ("https://api.example.com", "api.example.com:443", None),
        ("https://api.example.com:6443", "ample.com,,", NOWHERE),
        ("https://api.example.com:6443", "*", None),
        ("https://127.0.0.1:6443", "", None),
    ],
)
def test_which_servers_are_asked_through_the_proxy_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str, no_proxy: str, proxy: str | None
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", NOWHERE)
    monkeypatch.setenv("NO_PROXY", no_proxy)
    entry = {"cluster": {"server": server}, "user": {"token": "t"}, "namespace": ""}
    file = write_kubeconfig(tmp_path / "kubeconfig", {"some": entry})
    assert configuration("some", KubernetesOptions(kubeconfig=str(file))).proxy == proxy


def test_a_server_that_is_asked_without_the_proxy_shows_its_certificate(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", NOWHERE)
    monkeypatch.setenv("NO_PROXY", "127.1")
    server = serve(OBJECTS, tls=True)
    entry = server.entry()
    entry["cluster"]["server"] = server.url.replace("127.0.0.1", "127.1")
    entry["cluster"]["tls-server-name"] = "127.0.0.1"
    file = write_kubeconfig(tmp_path / "kubeconfig", {"beside": entry})
    audit = audit_of("", tmp_path, kubeconfig=str(file))
    assert read(audit)
    assert "endpoint/127.0.0.1" in audit.of(Certificate)


def test_the_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other clusters, and whatever else runs in this process, are entered at the same time."""
    changed: list[object] = []
    monkeypatch.setenv("HTTPS_PROXY", NOWHERE)
    monkeypatch.setattr(os, "putenv", lambda *change: changed.append(change))
    monkeypatch.setattr(os, "unsetenv", changed.append)
    entry = {"cluster": {"server": "https://10.9.8.7"}, "user": {"token": "t"}, "namespace": ""}
    file = write_kubeconfig(tmp_path / "kubeconfig", {"some": entry})
    cluster = Cluster("some", KubernetesOptions(kubeconfig=str(file)))
    assert cluster.configuration.proxy == NOWHERE
    assert changed == []


def test_a_proxy_of_the_kubeconfig_is_asked(serve: Serve, tmp_path: Path) -> None:
    entry = serve(OBJECTS).entry()
    entry["cluster"]["proxy-url"] = f"http://jane:{SECRET}@127.0.0.1:9"
    file = write_kubeconfig(tmp_path / "kubeconfig", {"behind": entry})
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file)))
    assert gap.reason is Reason.UNREACHABLE
    assert SECRET not in str(gap)


@pytest.mark.parametrize(
    ("cluster", "reason"),
    [
        ({"server": "http://192.0.2.1:8080"}, Reason.UNSUPPORTED),
        ({"server": f"ftp://jane:{SECRET}@192.0.2.1"}, Reason.UNSUPPORTED),
        ({"server": "https://[::1"}, Reason.DENIED),
        ({"server": "https://127.0.0.1:99999"}, Reason.DENIED),
        ({}, Reason.UNSUPPORTED),
        ({"server": "https://127.0.0.1:9", "proxy-url": "gopher://x"}, Reason.UNSUPPORTED),
        (
            {"server": "https://127.0.0.1:9", "certificate-authority": "absent.crt"},
            Reason.DENIED,
        ),
    ],
)
def test_servers_that_cannot_be_asked(
    tmp_path: Path, cluster: dict[str, str], reason: Reason
) -> None:
    entry = {"cluster": cluster, "user": {"token": SECRET}, "namespace": ""}
    file = write_kubeconfig(tmp_path / "kubeconfig", {"odd": entry})
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file)))
    assert gap.reason is reason
    assert SECRET not in str(gap)


@pytest.mark.parametrize(
    "text", ["", "a: [", "7", "contexts: 7", "contexts: [7]", "contexts: [{}]", "\0"]
)
def test_files_that_are_no_kubeconfig(auditor: Command, tmp_path: Path, text: str) -> None:
    (tmp_path / "kubeconfig").write_text(text)
    ran = auditor("scan", "k8s:", KUBECONFIG=str(tmp_path / "kubeconfig"))
    assert ran.code == 2
    assert "kubeconfig" in ran.err


def test_an_untrusted_server_is_not_asked(serve: Serve, tmp_path: Path) -> None:
    server, other = serve(OBJECTS, tls=True), serve(tls=True)
    entry = server.entry()
    entry["cluster"] = {**other.entry()["cluster"], "server": server.url}
    file = write_kubeconfig(tmp_path / "kubeconfig", {"odd": entry})
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file)))
    assert gap.reason is Reason.UNREACHABLE
    assert "is not trusted" in gap.detail
    assert server.requests == []


def test_a_server_that_nobody_verifies_is_told(
    auditor: Command, serve: Serve, tmp_path: Path
) -> None:
    server = serve(OBJECTS, tls=True)
    entry = server.entry()
    entry["cluster"] = {"server": server.url, "insecure-skip-tls-verify": True}
    file = write_kubeconfig(tmp_path / "kubeconfig", {"odd": entry})
    ran = auditor(
        "scan", "k8s:", "-o", "json", "--exit-zero", KUBECONFIG=str(file), PYTHONWARNINGS="always"
    )
    assert "Warning" not in ran.err
    (gap,) = ran.document["gaps"]
    assert "insecure-skip-tls-verify" in gap["detail"]


Speak = Callable[[socket.socket], None]


@pytest.fixture
def speaker(tmp_path: Path) -> Iterator[Callable[[Speak], Path]]:
    """Start something that is no API server; return a kubeconfig that leads to it."""
    listening: list[socket.socket] = []

    def start(speak: Speak) -> Path:
        def answer(connection: socket.socket) -> None:
            while connection.recv(65536):
                speak(connection)

        listener = listen(answer)
        listening.append(listener)
        port = listener.getsockname()[1]
        entry = {
            "cluster": {"server": f"http://127.0.0.1:{port}"},
            "user": {"token": SECRET},
            "namespace": "",
        }
        return write_kubeconfig(tmp_path / "kubeconfig", {"odd": entry})

    yield start
    for listener in listening:
        listener.close()


def test_redirects_are_not_followed(
    serve: Serve, speaker: Callable[[Speak], Path], tmp_path: Path
) -> None:
    elsewhere: Server = serve(OBJECTS, tokens={SECRET: User(name="jane")})

    def speak(connection: socket.socket) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere.url}/api\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode())

    gap = refused(audit_of("", tmp_path, kubeconfig=str(speaker(speak))))
    assert gap.reason is Reason.UNSUPPORTED
    assert elsewhere.requests == []


def test_an_answer_that_trickles_is_not_waited_for(
    speaker: Callable[[Speak], Path], tmp_path: Path
) -> None:
    def speak(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b" ")
            time.sleep(0.02)

    file = speaker(speak)
    began = time.monotonic()
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file), timeout_seconds=0.5))
    assert time.monotonic() - began < 4
    assert gap.reason is Reason.UNREACHABLE


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_that_never_ends_does_not_fill_the_memory(
    speaker: Callable[[Speak], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    packed: bool,
) -> None:
    import gzip

    monkeypatch.setattr("auditor_kubernetes.cluster._LARGEST", 2_000_000)
    piece = gzip.compress(b" " * 5_000_000) if packed else b" " * 65536
    coding = "Content-Encoding: gzip\r\n" if packed else ""

    def speak(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\n{coding}Transfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        while True:
            connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")

    gap = refused(audit_of("", tmp_path, kubeconfig=str(speaker(speak))))
    assert gap.reason is Reason.TOO_LARGE
    assert "page_size" in gap.detail


def test_an_error_page_is_not_quoted(speaker: Callable[[Speak], Path], tmp_path: Path) -> None:
    def speak(connection: socket.socket) -> None:
        body = json.dumps({"reason": SECRET, "message": SECRET, "kind": "Status"}).encode()
        head = f"HTTP/1.1 418 Teapot\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    gap = refused(audit_of("", tmp_path, kubeconfig=str(speaker(speak))))
    assert "HTTP 418" in gap.detail
    assert SECRET not in str(gap)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", b"hello\r\n"]
)
def test_what_is_no_cluster_is_told(
    speaker: Callable[[Speak], Path], tmp_path: Path, answer: bytes
) -> None:
    file = speaker(lambda connection: connection.sendall(answer))
    gap = refused(audit_of("", tmp_path, kubeconfig=str(file), tries=1, timeout_seconds=1))
    assert gap.reason in (Reason.UNPARSABLE, Reason.UNREACHABLE)
