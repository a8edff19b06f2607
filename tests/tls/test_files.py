"""Certificates and private keys in files of every form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.collecting import Gap, Population, Reason, Scene, Target
from auditor.facts import Certificate, InspectedText, Place
from auditor_tls.files import MAX_BYTES, CertificateFileCollector

from .bench import Issued, RecordingSink, issue

ISSUED = issue()


def collect(
    path: Path, base: Path, sink: RecordingSink | None = None, exclude: tuple[str, ...] = ()
) -> list[Any]:
    collector = CertificateFileCollector()
    scene = Scene(base=base, exclude=exclude)
    assert collector.claims(path)
    plan = collector.plan(Target(text=str(path), scheme="", rest=str(path)), scene)
    return [
        *plan.gaps,
        *(
            r
            for unit in plan.units
            for r in collector.collect(unit, scene, sink or RecordingSink())
        ),
    ]


def only(records: list[Any], kind: type) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def store(issued: Issued, password: bytes | None, *, key: bool = True) -> bytes:
    form = BestAvailableEncryption(password) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(
        b"x", issued.key if key else None, issued.certificate, [issue("more").certificate], form
    )


def test_several_certificates_in_one_file(tmp_path: Path) -> None:
    root = issue("Root", names=(), authority=True, kind="2048")
    served = issue("leaf", by=root, kind="Ed25519")
    file = tmp_path / "chain.pem"
    file.write_bytes(b"Bag Attributes\n\n" + served.pem + b"# root\n" + root.pem)
    sink = RecordingSink()
    records = collect(file, tmp_path, sink)
    one, two = only(records, Certificate)
    assert (one.origin.scope, one.origin.address) == (".", "chain.pem")
    assert two.origin.address == "chain.pem#2"
    assert one.origin.place == Place("chain.pem", 3, 2 + served.pem.count(b"\n"))
    assert (one.key_algorithm, one.name, one.self_signed, one.authority) == (
        "Ed25519",
        "leaf",
        False,
        False,
    )
    assert (two.key_algorithm, two.key_bits, two.self_signed, two.authority) == (
        "RSA",
        2048,
        True,
        True,
    )
    assert one.signature_algorithm == two.signature_algorithm == "sha256"
    assert (one.public_trust, one.chain_problem, one.name_matches) == (None, None, None)
    assert [content for _, content in sink.kept[:2]] == [served.pem, root.pem]
    (text,) = only(records, InspectedText)
    assert (text.medium, text.exposed) == ("file", ())


def test_a_private_key_beside_its_certificate(tmp_path: Path) -> None:
    file = tmp_path / "server.pem"
    file.write_bytes(ISSUED.pem + ISSUED.key_pem)
    sink = RecordingSink()
    records = collect(file, tmp_path, sink)
    (text,) = only(records, InspectedText)
    (exposed,) = text.exposed
    first = ISSUED.pem.count(b"\n") + 1
    assert exposed.kind == "private key"
    assert text.places == {exposed.at: exposed.place}
    assert exposed.place == Place("server.pem", first, first + ISSUED.key_pem.count(b"\n") - 1)
    assert sink.hidden == {ISSUED.key_pem.decode().strip()}
    assert not any(b"PRIVATE" in content for _, content in sink.kept)
    assert len(only(records, Certificate)) == 1


def test_der(tmp_path: Path) -> None:
    file = tmp_path / "a.cer"
    file.write_bytes(ISSUED.der)
    (fact,) = only(collect(file, tmp_path), Certificate)
    assert fact.name == "localhost"
    assert len(fact.fingerprint) == len(fact.key_fingerprint) == 64


def test_pkcs12_without_password_exposes_its_key(tmp_path: Path) -> None:
    file = tmp_path / "a.p12"
    file.write_bytes(store(ISSUED, None))
    records = collect(file, tmp_path)
    assert [fact.name for fact in only(records, Certificate)] == ["localhost", "more"]
    assert [e.kind for text in only(records, InspectedText) for e in text.exposed] == [
        "private key"
    ]


def test_pkcs12_with_a_password_is_locked(tmp_path: Path) -> None:
    file = tmp_path / "a.pfx"
    file.write_bytes(store(ISSUED, b"hunter2"))
    (gap,) = only(collect(file, tmp_path), Gap)
    assert gap.reason is Reason.LOCKED
    assert "openssl pkcs12" in gap.detail


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.der", b"nonsense", Reason.UNPARSABLE),
        ("a.pem", b"", Reason.UNPARSABLE),
        ("a.pem", ISSUED.pem[:80], Reason.UNPARSABLE),
        ("a.pem", ISSUED.pem.replace(b"MII", b"###", 1), Reason.UNPARSABLE),
        ("a.crt", b"0" * (MAX_BYTES + 1), Reason.TOO_LARGE),
        ("a.p12", store(ISSUED, None)[:100], Reason.LOCKED),
    ],
    ids=["no DER", "empty", "cut off", "garbled", "too large", "locked"],
)
def test_what_cannot_be_read_is_a_gap(
    tmp_path: Path, name: str, content: bytes, reason: Reason
) -> None:
    (tmp_path / name).write_bytes(content)
    records = collect(tmp_path / name, tmp_path)
    (gap,) = only(records, Gap)
    assert gap.reason is reason
    assert gap.detail.startswith(name)
    (population,) = only(records, Population)
    assert (population.listed, population.evaluated, population.errored) == (1, 0, 1)


def test_a_tree(tmp_path: Path) -> None:
    outside = tmp_path / "outside.pem"
    outside.write_bytes(ISSUED.pem)
    tree = tmp_path / "tree"
    for name in ("a/one.pem", "b/two.CRT", ".git/three.pem", "skip/four.pem", "a/public.pem"):
        file = tree / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(ISSUED.pem)
    (tree / "a/public.pem").write_bytes(
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
    )
    (tree / "a/loop").symlink_to(tree, target_is_directory=True)
    (tree / "a/link.pem").symlink_to(tree / "a/one.pem")
    (tree / "a/out.pem").symlink_to(outside)
    (tree / "a/dangling.pem").symlink_to("nowhere")
    os.mkfifo(tree / "a/pipe.pem")
    records = collect(tree, tmp_path, exclude=("tree/skip",))
    facts = only(records, Certificate)
    assert [fact.origin.address for fact in facts] == [
        "tree/a/link.pem",
        "tree/a/one.pem",
        "tree/b/two.CRT",
    ]
    assert {fact.origin.scope for fact in facts} == {"."}
    (population,) = only(records, Population)
    assert population.listed == 4 == population.evaluated + sum(population.excluded.values())
    assert population.evaluated == 3


def test_a_tree_without_certificates_has_no_unit(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("")
    assert collect(tmp_path, tmp_path) == []


def test_a_file_that_vanished_is_a_gap(tmp_path: Path) -> None:
    file = tmp_path / "a.pem"
    (gap,) = only(collect(file, tmp_path), Gap)
    assert gap.reason is Reason.UNREADABLE


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200),
    st.integers(0, 2000),
    st.sampled_from([ISSUED.pem, ISSUED.der, ISSUED.key_pem, store(ISSUED, None, key=False)]),
)
def test_damaged_files_end_in_facts_or_gaps(
    tmp_path: Path, noise: bytes, at: int, good: bytes
) -> None:
    at %= len(good)
    file = tmp_path / "a.pem"
    file.write_bytes(good[:at] + noise + good[at + len(noise) :])
    records = collect(file, tmp_path)
    assert records
    assert only(records, Population)[0].listed == 1
