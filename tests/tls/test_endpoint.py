"""Real handshakes with servers that present certificates of every defect."""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from auditor.collecting import Gap, Population, Reason, Scene, Target
from auditor.errors import TargetError
from auditor.facts import Certificate, TlsListener, Unknown
from auditor_tls import handshake
from auditor_tls.endpoint import EndpointCollector, parse

from .bench import NOW, Issued, RecordingSink, issue, listening, serving


def collect(text: str, sink: RecordingSink | None = None) -> list[Any]:
    collector = EndpointCollector()
    scene = Scene(base=Path())
    plan = collector.plan(Target(text=text, scheme="tls", rest=text.removeprefix("tls:")), scene)
    return list(collector.collect(plan.units[0], scene, sink or RecordingSink()))


def leaf(records: list[Any]) -> Certificate:
    return next(record for record in records if isinstance(record, Certificate))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Issued:
    """An authority that this machine trusts."""
    authority = issue("Test Root", names=(), authority=True)
    store = tmp_path / "roots.pem"
    store.write_bytes(authority.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(store))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return authority


def test_a_good_endpoint(tmp_path: Path, root: Issued) -> None:
    served = issue(by=root)
    sink = RecordingSink()
    with serving(tmp_path, [served]) as port:
        records = collect(f"tls:127.0.0.1:{port}", sink)
    fact = leaf(records)
    assert fact.origin.address == f"127.0.0.1:{port}"
    assert fact.names == ("localhost", "127.0.0.1")
    assert (fact.chain_problem, fact.public_trust, fact.name_matches) == ("", True, True)
    assert (fact.key_algorithm, fact.key_bits, fact.signature_algorithm) == ("EC", 256, "sha256")
    assert (fact.self_signed, fact.authority) == (False, False)
    assert fact.not_after == served.certificate.not_valid_after_utc
    assert fact.issuer == "CN=Test Root"
    assert sink.kept[0] == (fact.origin.address, served.pem)
    listener = next(record for record in records if isinstance(record, TlsListener))
    assert (listener.minimum_version, listener.plain) == ("TLSv1.2", False)
    population = next(record for record in records if isinstance(record, Population))
    assert (population.listed, population.evaluated) == (1, 1)


def test_self_signed(tmp_path: Path, root: Issued) -> None:
    with serving(tmp_path, [issue()]) as port:
        fact = leaf(collect(f"tls:127.0.0.1:{port}"))
    assert (fact.self_signed, fact.public_trust) == (True, False)
    assert "self" in (fact.chain_problem or "")


def test_expired_but_of_a_trusted_authority(tmp_path: Path, root: Issued) -> None:
    with serving(tmp_path, [issue(by=root, days=(-30, -1))]) as port:
        fact = leaf(collect(f"tls:127.0.0.1:{port}"))
    assert isinstance(fact.not_after, type(NOW))
    assert fact.not_after < NOW
    assert "expired" in (fact.chain_problem or "")
    assert fact.public_trust is True


def test_another_name(tmp_path: Path, root: Issued) -> None:
    with serving(tmp_path, [issue(by=root, names=("*.example.com",))]) as port:
        assert leaf(collect(f"tls:127.0.0.1:{port}")).name_matches is False
        fact = leaf(collect(f"tls:127.0.0.1:{port}?sni=www.example.com"))
        assert fact.name_matches is True
        assert fact.origin.address == f"127.0.0.1:{port}?sni=www.example.com"
        assert fact.chain_problem == ""
        assert leaf(collect(f"tls:127.0.0.1:{port}?sni=a.b.example.com")).name_matches is False


def test_a_missing_intermediate(tmp_path: Path, root: Issued) -> None:
    middle = issue("Middle", names=(), by=root, authority=True)
    served = issue(by=middle)
    with serving(tmp_path, [served]) as port:
        assert leaf(collect(f"tls:127.0.0.1:{port}")).chain_problem
    with serving(tmp_path, [served, middle]) as port:
        records = collect(f"tls:127.0.0.1:{port}")
    assert leaf(records).chain_problem == ""
    names = [record.name for record in records if isinstance(record, Certificate)]
    assert names == (["localhost", "Middle"] if sys.version_info >= (3, 13) else ["localhost"])


def test_a_weak_key_is_read_all_the_same(tmp_path: Path, root: Issued) -> None:
    with serving(tmp_path, [issue(by=root, kind="1024")]) as port:
        fact = leaf(collect(f"tls:127.0.0.1:{port}"))
    assert (fact.key_algorithm, fact.key_bits, fact.chain_problem) == ("RSA", 1024, "")


@pytest.mark.parametrize(
    ("oldest", "name"),
    [
        (ssl.TLSVersion.TLSv1, "TLSv1.0"),
        (ssl.TLSVersion.TLSv1_1, "TLSv1.1"),
        (ssl.TLSVersion.TLSv1_3, "TLSv1.3"),
    ],
)
def test_the_oldest_protocol(
    tmp_path: Path, root: Issued, oldest: ssl.TLSVersion, name: str
) -> None:
    with serving(tmp_path, [issue(by=root)], oldest=oldest) as port:
        records = collect(f"tls:127.0.0.1:{port}")
    listener = next(record for record in records if isinstance(record, TlsListener))
    assert listener.minimum_version == name or isinstance(listener.minimum_version, Unknown)


def test_only_an_old_protocol(tmp_path: Path, root: Issued) -> None:
    with serving(
        tmp_path, [issue(by=root)], oldest=ssl.TLSVersion.TLSv1, newest=ssl.TLSVersion.TLSv1_1
    ) as port:
        assert leaf(collect(f"tls:127.0.0.1:{port}")).chain_problem == ""


def gap(records: list[Any]) -> Gap:
    assert [type(record) for record in records] == [Gap, Population]
    assert (records[1].listed, records[1].errored) == (1, 1)
    assert "\n" not in records[0].detail
    return records[0]


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    found = gap(collect(f"tls:127.0.0.1:{port}"))
    assert found.reason is Reason.UNREACHABLE
    assert found.detail == f"127.0.0.1:{port}: the connection is refused"


def test_a_name_that_does_not_resolve() -> None:
    assert gap(collect("tls:does-not-exist.invalid")).detail.startswith(
        "does-not-exist.invalid:443"
    )


@pytest.mark.parametrize(
    "said", [b"HTTP/1.0 400 Bad Request\r\n\r\n", b"", b"\x15\x03\x01\x00\x02\x02\x28"]
)
def test_a_server_that_speaks_no_tls(said: bytes) -> None:
    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.sendall(said)

    with listening(answer) as port:
        assert gap(collect(f"tls:127.0.0.1:{port}")).reason is Reason.UNREACHABLE


def test_a_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "TIMEOUT_SECONDS", 0.5)

    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            for byte in b"\x16\x03\x03\x20\x00" + b"\0" * 60:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)

    start = time.monotonic()
    with listening(answer) as port:
        assert "no answer within" in gap(collect(f"tls:127.0.0.1:{port}")).detail
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("example.com", ("example.com", 443, "example.com")),
        ("Example.com:8443", ("example.com", 8443, "example.com")),
        ("[::1]:8443", ("::1", 8443, "::1")),
        ("[2001:db8::1]", ("2001:db8::1", 443, "2001:db8::1")),
        ("10.0.0.1:636?sni=ldap.corp", ("10.0.0.1", 636, "ldap.corp")),
    ],
)
def test_targets(rest: str, expected: tuple[str, int, str]) -> None:
    assert parse(Target(text=f"tls:{rest}", scheme="tls", rest=rest)) == expected


@pytest.mark.parametrize(
    "rest",
    [
        "",
        ":443",
        "a:0",
        "a:65536",
        "a:b",
        "::1",
        "https://a",
        "a b",
        "[::1",
        "a?x=y",
        "a..b",
        "x" * 64,
    ],
)
def test_targets_that_mean_nothing(rest: str) -> None:
    with pytest.raises(TargetError):
        parse(Target(text=f"tls:{rest}", scheme="tls", rest=rest))
