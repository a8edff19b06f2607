"""Certificates written into configuration, read with what they say of themselves."""

from __future__ import annotations

from typing import Any

_CURVES_AND_BITS = ("RSA", "EC", "DSA", "Ed25519", "Ed448")


def read_pem(text: str) -> dict[str, Any] | None:
    """Return fields of :class:`auditor.facts.Certificate` for the first certificate in PEM text.

    None when there is none that can be read.
    """
    start = text.find("-----BEGIN CERTIFICATE-----")
    if start < 0:
        return None
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization

    try:
        certificate = x509.load_pem_x509_certificate(text[start:].encode())
        key = certificate.public_key()
        extensions = certificate.extensions
        subject, issuer = certificate.subject, certificate.issuer
        algorithm = certificate.signature_hash_algorithm
        key_form = key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return None
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key_form)
    names = _names(extensions)
    common = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return {
        "name": str(common[0].value) if common else next(iter(names or ()), ""),
        "names": names,
        "issuer": issuer.rfc4514_string(),
        "serial": format(certificate.serial_number, "x"),
        "fingerprint": certificate.fingerprint(hashes.SHA256()).hex(),
        "key_fingerprint": digest.finalize().hex(),
        "not_before": certificate.not_valid_before_utc,
        "not_after": certificate.not_valid_after_utc,
        "key_algorithm": _algorithm(key),
        "key_bits": getattr(key, "key_size", None),
        "signature_algorithm": algorithm.name if algorithm is not None else "none",
        "self_signed": subject == issuer,
    }


def _names(extensions: Any) -> tuple[str, ...] | None:
    from cryptography import x509

    try:
        found = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return None
    return tuple(
        str(name.value) for name in found if isinstance(name, x509.DNSName | x509.IPAddress)
    )


def _algorithm(key: Any) -> str | None:
    kind = type(key).__name__
    return next((name for name in _CURVES_AND_BITS if name.lower() in kind.lower()), None)
