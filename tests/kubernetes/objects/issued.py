"""Certificates for tests of objects: small, quick to make, with every date written down."""

from __future__ import annotations

import base64
import ipaddress
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

START = datetime(2026, 9, 1, tzinfo=UTC)
END = datetime(2027, 9, 1, tzinfo=UTC)


class Issued:
    """A certificate with its key."""

    def __init__(self, certificate: x509.Certificate, key: Any) -> None:
        self.certificate = certificate
        self.key = key
        self.pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
        self.fingerprint = certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


def issue(
    name: str,
    *names: str,
    by: Issued | None = None,
    authority: bool = False,
    start: datetime = START,
    end: datetime = END,
) -> Issued:
    """Return a certificate for ``names``, signed by ``by`` or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_general(each) for each in names]), critical=False
        )
    return Issued(builder.sign(by.key if by else key, hashes.SHA256()), key)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def encoded(text: str) -> str:
    """Return a text as Secrets hold it."""
    return base64.b64encode(text.encode()).decode()


def tls_secret(name: str, *chain: Issued, namespace: str = "shop", **more: Any) -> dict[str, Any]:
    """Return a Secret of type kubernetes.io/tls; ``more`` are other keys, as plain text."""
    texts = {"tls.crt": "".join(item.pem for item in chain), **more}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": namespace},
        "type": "kubernetes.io/tls",
        "data": {key.replace("_", "."): encoded(text) for key, text in texts.items()},
    }
