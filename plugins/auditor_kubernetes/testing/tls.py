"""A certificate authority that lives as long as the server, and what it signs."""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_BACKDATED = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """How the server's certificates are to be.

    ``days`` and ``ca_days`` are what is left of the validity of the server's certificate and of
    its authority's; negative for one that has ended. ``names`` and ``addresses`` are the
    subject's alternative names.
    """

    days: float = 24
    ca_days: float = 365
    names: tuple[str, ...] = ("localhost", "kubernetes", "kubernetes.default.svc")
    addresses: tuple[str, ...] = ("127.0.0.1", "10.96.0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A certificate and its key, in PEM."""

    certificate: bytes
    key: bytes


class Authority:
    """Signs the server's certificate, and those of clients."""

    def __init__(self, tls: Tls) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec

        self._tls = tls
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._issue("kubernetes", (), self._key, tls.ca_days, _as_authority)

    @property
    def certificate(self) -> bytes:
        """The authority's own certificate, in PEM."""
        return _pem(self._certificate)

    def server(self) -> Signed:
        """The server's certificate."""
        names, addresses = self._tls.names, self._tls.addresses
        return self._sign(
            "kube-apiserver", (), self._tls.days, lambda made: _as_server(made, names, addresses)
        )

    def client(self, user: str, groups: Sequence[str] = (), days: float = 1) -> Signed:
        """A certificate with which a client is ``user``, a member of ``groups``."""
        return self._sign(user, groups, days, _as_client)

    def context(self) -> ssl.SSLContext:
        """What the server speaks TLS with; clients may present a certificate of ours."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(cadata=self.certificate.decode())
        signed = self.server()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "server.pem")
            path.touch(mode=0o600)
            path.write_bytes(signed.certificate + signed.key)
            context.load_cert_chain(path)
        return context

    def _sign(
        self,
        name: str,
        groups: Sequence[str],
        days: float,
        purpose: Callable[[x509.CertificateBuilder], x509.CertificateBuilder],
    ) -> Signed:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        plain = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return Signed(certificate=_pem(self._issue(name, groups, key, days, purpose)), key=plain)

    def _issue(
        self,
        name: str,
        groups: Sequence[str],
        key: EllipticCurvePrivateKey,
        days: float,
        purpose: Callable[[x509.CertificateBuilder], x509.CertificateBuilder],
    ) -> x509.Certificate:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.x509.oid import NameOID

        names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, group) for group in groups]
        subject = x509.Name([*names, x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kubernetes")])
        end = datetime.now(UTC) + timedelta(days=days)
        begin = min(datetime.now(UTC), end) - _BACKDATED
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False
            )
        )
        return purpose(made).sign(self._key, hashes.SHA256())


def _as_authority(made: x509.CertificateBuilder) -> x509.CertificateBuilder:
    from cryptography import x509

    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    authority = x509.BasicConstraints(ca=True, path_length=None)
    return made.add_extension(authority, True).add_extension(usage, True)


def _as_server(
    made: x509.CertificateBuilder, names: Sequence[str], addresses: Sequence[str]
) -> x509.CertificateBuilder:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    hosts: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    hosts += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    return made.add_extension(x509.SubjectAlternativeName(hosts), False) if hosts else made


def _as_client(made: x509.CertificateBuilder) -> x509.CertificateBuilder:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    return made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)


def _pem(certificate: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives import serialization

    return certificate.public_bytes(serialization.Encoding.PEM)
