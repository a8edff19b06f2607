"""What an order of a certificate says about the certificate that is not seen itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from auditor.facts import Certificate, Unknown
from auditor_objects.model import Object

_ALGORITHMS = {"RSA": ("RSA", 2048), "ECDSA": ("EC", 256), "Ed25519": ("Ed25519", None)}


class Promise(NamedTuple):
    """The certificate that is kept in a Secret (namespace and name)."""

    secret: tuple[str, str]
    fact: Certificate


def promise(obj: Object) -> Promise:
    """Read a Certificate of cert-manager: its dates as reported, its key as asked for.

    Source: cert-manager documentation, Certificate resource (RSA of 2048 bits unless written).
    """
    spec, status = obj.get("spec"), obj.get("status")
    names = spec.get("dnsNames").texts()
    common = spec.get("commonName").known()
    hole = next((name for name in names if isinstance(name, Unknown)), None)
    known = tuple(name for name in names if isinstance(name, str))
    issuer = spec.get("issuerRef", "name").text()
    dates: dict[str, Any] = {}
    if obj.live:
        dates = {
            "not_before": status.get("notBefore").moment(),
            "not_after": status.get("notAfter").moment(),
        }
    fact = Certificate(
        origin=obj.origin(),
        subject="certificate",
        name=common or next(iter(known), obj.name),
        names=hole or known or None,
        issuer=issuer,
        authority=spec.get("isCA").flag() or False,
        renewal="automatic",
        **_key(obj),
        **dates,
    )
    return Promise((obj.namespace, spec.get("secretName").known()), fact)


def _key(obj: Object) -> dict[str, Any]:
    key = obj.get("spec", "privateKey")
    algorithm, size = key.get("algorithm").text(), key.get("size").number()
    if isinstance(algorithm, Unknown):
        return {"key_algorithm": algorithm}
    name, bits = _ALGORITHMS.get(algorithm or "RSA", ("", None))
    if not name:
        return {"key_algorithm": key.get("algorithm").wrong("RSA, ECDSA or Ed25519")}
    return {"key_algorithm": name, "key_bits": size if bits and size is not None else bits}
