"""Certificates with every defect, a server that presents them, and a sink that records."""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import socket
import ssl
import threading
import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

NOW = datetime.now(UTC).replace(microsecond=0)


class RecordingSink:
    """Keeps what collectors leave, in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, bytes]] = []
        self.hidden: set[str] = set()

    def keep(self, content: bytes, *, media_type: str, source: str) -> str:
        self.kept.append((source, content))
        return hashlib.sha256(content).hexdigest()

    def hide(self, values: Iterable[str]) -> None:
        self.hidden.update(values)

    def marker(self, value: str) -> str:
        return hashlib.sha256(b"k" + value.encode()).hexdigest()


class Issued:
    """A certificate with its key."""

    def __init__(self, certificate: x509.Certificate, key: Any) -> None:
        self.certificate = certificate
        self.key = key
        self.der = certificate.public_bytes(serialization.Encoding.DER)
        self.pem = certificate.public_bytes(serialization.Encoding.PEM)
        self.key_pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def new_key(kind: str = "EC") -> Any:
    if kind == "EC":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rsa.generate_private_key(65537, int(kind))


def issue(
    name: str = "localhost",
    *,
    names: tuple[str, ...] = ("localhost", "127.0.0.1"),
    by: Issued | None = None,
    kind: str = "EC",
    days: tuple[int, int] = (-1, 30),
    authority: bool = False,
) -> Issued:
    """Return a certificate for ``names``, signed by ``by`` or by itself; ``days`` from now."""
    key = new_key(kind)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signer = key if by is None else by.key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if by is None else by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        alternatives: list[x509.GeneralName] = []
        for each in names:
            try:
                alternatives.append(x509.IPAddress(ipaddress.ip_address(each)))
            except ValueError:
                alternatives.append(x509.DNSName(each))
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    digest = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Issued(builder.sign(signer, digest), key)


@contextlib.contextmanager
def serving(
    folder: Path,
    chain: list[Issued],
    *,
    oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2,
    newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
) -> Iterator[int]:
    """Serve a chain on 127.0.0.1 and give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = oldest
        context.maximum_version = newest
    file = folder / "server.pem"
    file.write_bytes(chain[0].key_pem + b"".join(item.pem for item in chain))
    context.load_cert_chain(file)
    file.unlink()

    def answer(connection: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            context.wrap_socket(connection, server_side=True) as secure,
        ):
            secure.settimeout(5)
            secure.recv(1)

    with listening(answer) as port:
        yield port


@contextlib.contextmanager
def listening(answer: Any) -> Iterator[int]:
    """Accept connections on 127.0.0.1, each answered in a thread of its own."""
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        done.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
