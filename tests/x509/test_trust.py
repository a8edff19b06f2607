"""Who issued whom, and the names that a certificate covers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from auditor.facts import Unknown
from auditor_x509 import pem, reading, trust

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def make(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    builder = x509.CertificateBuilder(name(issuer), name(subject), key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(START).not_valid_after(END)
    return builder.sign(signer, hashes.SHA256())


KEYS = [ec.generate_private_key(ec.SECP256R1()) for _ in range(4)]
ROOT = make("root", "root", KEYS[0], KEYS[0])
MIDDLE = make("middle", "root", KEYS[1], KEYS[0])
LEAF = make("leaf", "middle", KEYS[2], KEYS[1])
NAMESAKE = make("root", "root", KEYS[3], KEYS[3])
CROSS = make("root", "namesake", KEYS[0], KEYS[3])
RENEWED = make("root", "root", KEYS[0], KEYS[0])


@pytest.mark.parametrize(
    ("issuer", "certificate", "answer"),
    [
        (ROOT, MIDDLE, True),
        (RENEWED, MIDDLE, True),
        (CROSS, MIDDLE, True),
        (ROOT, ROOT, True),
        (ROOT, LEAF, False),
        (NAMESAKE, MIDDLE, False),
        (LEAF, MIDDLE, False),
    ],
    ids=["issued", "renewed", "cross-signed", "itself", "grandchild", "same-name", "child"],
)
def test_issued(issuer: x509.Certificate, certificate: x509.Certificate, answer: bool) -> None:
    assert trust.issued(issuer, certificate) is answer


@pytest.mark.parametrize(
    ("helpers", "authorities", "answer"),
    [
        ([MIDDLE], [ROOT], True),
        ([], [MIDDLE], True),
        ([], [LEAF], True),
        ([ROOT, NAMESAKE, MIDDLE], [NAMESAKE, RENEWED], True),
        ([], [ROOT], False),
        ([MIDDLE], [NAMESAKE], False),
        ([MIDDLE, ROOT], [], False),
        ([], [], False),
    ],
    ids=["path", "partial", "itself", "among-others", "gap", "same-name", "nobody", "nothing"],
)
def test_verifies(
    helpers: list[x509.Certificate], authorities: list[x509.Certificate], answer: bool
) -> None:
    assert trust.verifies(LEAF, helpers, authorities) is answer


def test_certificates_that_issue_each_other_come_to_an_end() -> None:
    one = make("one", "two", KEYS[0], KEYS[1])
    two = make("two", "one", KEYS[1], KEYS[0])
    assert trust.verifies(one, [one, two], [LEAF]) is False


@pytest.mark.parametrize(
    ("chain", "fine"),
    [
        ([], True),
        ([LEAF], True),
        ([LEAF, MIDDLE], True),
        ([LEAF, MIDDLE, ROOT], True),
        ([LEAF, LEAF, MIDDLE], True),
        ([LEAF, ROOT], False),
        ([MIDDLE, LEAF], False),
        ([LEAF, MIDDLE, NAMESAKE], False),
    ],
    ids=["none", "leaf", "usual", "with-root", "twice", "gap", "order", "another-root"],
)
def test_broken_links(chain: list[x509.Certificate], fine: bool) -> None:
    assert bool(trust.broken_link(chain)) is not fine


def test_a_key_that_cannot_sign_is_no_answer() -> None:
    from cryptography.hazmat.primitives.asymmetric import x25519

    key = ed25519.Ed25519PrivateKey.generate()
    name = MIDDLE.issuer
    odd = (
        x509.CertificateBuilder(name, name, x25519.X25519PrivateKey.generate().public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(END)
        .sign(key, None)
    )
    assert isinstance(trust.issued(odd, MIDDLE), Unknown)
    assert isinstance(trust.verifies(MIDDLE, [], [odd]), Unknown)


def test_blocks_of_a_text() -> None:
    one, two = reading.pem_of(ROOT), reading.pem_of(LEAF)
    trusted = one.replace(b" CERTIFICATE", b" TRUSTED CERTIFICATE")
    text = (
        b"noise\n" + one + b"# between\n" + trusted + b"-----BEGIN CERTIFICATE-----\nAAAA\n" + two
    )
    found = pem.blocks(text)
    assert [block.certificate for block in found.found] == [ROOT, ROOT, LEAF]
    assert text[found.found[0].start :].startswith(one.strip())
    assert found.cut_off
    assert pem.blocks(one).cut_off is False
    assert pem.blocks(b"") == pem.Blocks((), False)
    garbage = b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----"
    assert [block.certificate for block in pem.blocks(garbage).found] == [None]
