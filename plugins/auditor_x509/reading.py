"""What an X.509 certificate says, in the words of :class:`auditor.facts.Certificate`."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from auditor.facts import Certificate, Origin, Place, Unknown

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

T = TypeVar("T")


def load_der(content: bytes) -> X509 | None:
    """Read a certificate in DER form; None when it is none."""
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(content)
    except (ValueError, x509.InvalidVersion):
        return None


def load_pem(content: bytes) -> X509 | None:
    """Read one certificate in PEM form; None when it is none."""
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(content)
    except (ValueError, x509.InvalidVersion):
        return None


def pem_of(certificate: X509) -> bytes:
    """Return the certificate in PEM form."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def fact(certificate: X509, origin: Origin, place: Place | None = None, **more: Any) -> Certificate:
    """Return the fact about a certificate. What it says but cannot be read is Unknown.

    :param more: fields that only the place where it was found can tell.
    """
    from cryptography.hazmat.primitives import hashes

    names = _read(lambda: _names(certificate), "the alternative names")
    bits, algorithm = _key(certificate)
    return Certificate(
        origin=origin,
        subject="certificate",
        places={} if place is None else {"not_after": place},
        name=_name(certificate, names),
        names=names,
        issuer=_read(lambda: certificate.issuer.rfc4514_string(), "the issuer"),
        serial=format(certificate.serial_number, "x"),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        key_fingerprint=_key_fingerprint(certificate),
        not_before=_read(lambda: certificate.not_valid_before_utc, "the start of validity"),
        not_after=_read(lambda: certificate.not_valid_after_utc, "the end of validity"),
        key_algorithm=algorithm,
        key_bits=bits,
        signature_algorithm=_signature(certificate),
        authority=_read(lambda: _authority(certificate), "the basic constraints"),
        self_signed=_self_signed(certificate),
        **more,
    )


def names_cover(certificate: X509, host: str) -> bool | Unknown:
    """Tell whether the alternative names cover a host name or address (RFC 9525).

    A wildcard stands for one whole leftmost label. The common name does not count.
    """
    names = _read(lambda: _names(certificate), "the alternative names")
    if isinstance(names, Unknown):
        return names
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        wanted = host.lower().rstrip(".")
        return any(_matches(name.lower().rstrip("."), wanted) for name in names or ())
    return str(address) in (names or ())


def _matches(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        label, dot, rest = host.partition(".")
        return bool(label and dot) and "." in rest and rest == pattern[2:]
    return pattern == host


def _read(read: Callable[[], T], what: str) -> T | Unknown:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    refused = (
        ValueError,
        TypeError,
        UnsupportedAlgorithm,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    )
    try:
        return read()
    except refused:
        return Unknown(f"{what} cannot be read")


def _names(certificate: X509) -> tuple[str, ...] | None:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return None
    kinds = (x509.DNSName, x509.IPAddress)
    return tuple(str(name.value) for name in extension.value if isinstance(name, kinds))


def _name(certificate: X509, names: tuple[str, ...] | Unknown | None) -> str:
    from cryptography.x509.oid import NameOID

    found = _read(
        lambda: certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME), "the subject"
    )
    if isinstance(found, list) and found and found[0].value:
        return str(found[0].value)
    if isinstance(names, tuple) and names:
        return names[0]
    return f"serial {certificate.serial_number:x}"


def _key(certificate: X509) -> tuple[int | Unknown | None, str | Unknown]:
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

    key = _read(certificate.public_key, "the public key")
    if isinstance(key, Unknown):
        return key, key
    kinds: tuple[tuple[type[Any], str], ...] = (
        (rsa.RSAPublicKey, "RSA"),
        (ec.EllipticCurvePublicKey, "EC"),
        (ed25519.Ed25519PublicKey, "Ed25519"),
        (ed448.Ed448PublicKey, "Ed448"),
        (dsa.DSAPublicKey, "DSA"),
    )
    unknown = Unknown(f"the key is of another kind: {type(key).__name__}")
    algorithm = next((name for kind, name in kinds if isinstance(key, kind)), unknown)
    return getattr(key, "key_size", None), algorithm


def _key_fingerprint(certificate: X509) -> str | None:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    def read() -> bytes:
        key = certificate.public_key()
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    form = _read(read, "the public key")
    return None if isinstance(form, Unknown) else hashlib.sha256(form).hexdigest()


def _signature(certificate: X509) -> str | Unknown:
    algorithm = _read(lambda: certificate.signature_hash_algorithm, "the signature algorithm")
    if isinstance(algorithm, Unknown):
        return algorithm
    return "none" if algorithm is None else algorithm.name


def _authority(certificate: X509) -> bool:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return extension.value.ca


def _self_signed(certificate: X509) -> bool | Unknown:
    """Tell whether the certificate is signed with its own key."""
    from cryptography.exceptions import InvalidSignature

    same = _read(lambda: certificate.issuer == certificate.subject, "the issuer")
    if same is not True:
        return same

    def signed() -> bool:
        try:
            certificate.verify_directly_issued_by(certificate)
        except InvalidSignature:
            return False
        return True

    return _read(signed, "the signature")
