"""Orders of certificates (cert-manager) and requests to the cluster's own signers."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Literal

from auditor.facts import CertificateOrder, Fact, SigningRequest, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.translate import Context

_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:h|m|s|ms|us|µs|ns))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)")
_HOURS = {"h": 1.0, "m": 1 / 60, "s": 1 / 3600, "ms": 0.0, "us": 0.0, "µs": 0.0, "ns": 0.0}
_DEFAULT_HOURS = 2160.0
_NOT_WRITTEN = Unknown(
    "rotationPolicy is left to cert-manager: a new key each time since 1.18, never before"
)
State = Literal["pending", "approved", "denied", "failed", "issued"]


def _order(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a Certificate of cert-manager.

    Source: cert-manager documentation, Certificate resource (duration 90 days unless written).
    """
    places = Places()
    spec = obj.get("spec")
    note = places.note
    written = _hours(note("duration_hours", spec.get("duration")))
    duration = _DEFAULT_HOURS if written is None else written
    secret = note("secret", spec.get("secretName")).text()
    ready, problem = _readiness(obj)
    yield obj.fact(
        CertificateOrder,
        places=places.found,
        secret=Unknown("the Certificate names no Secret") if secret is None else secret,
        hosts=(
            *(text for text in (spec.get("commonName").text(),) if text),
            *note("hosts", spec.get("dnsNames")).texts(),
            *spec.get("ipAddresses").texts(),
        ),
        issuer=note("issuer", spec.get("issuerRef")).get("name").text() or "",
        ready=ready,
        problem=problem,
        duration_hours=duration,
        renew_before_hours=_renewal(spec, duration, places),
        rotates_key=_rotation(note("rotates_key", spec.get("privateKey"))),
    )


def _hours(node: Node) -> float | Unknown | None:
    """Read a duration as Go writes it (``2160h0m0s``) in hours."""
    text = node.text()
    if not isinstance(text, str):
        return text
    if len(text) > 64 or not _DURATION.fullmatch(text):
        return node.wrong("a duration")
    return sum(float(number) * _HOURS[unit] for number, unit in _PART.findall(text))


def _renewal(spec: Node, duration: float | Unknown, places: Places) -> float | Unknown | None:
    """Read how long before the end it is renewed; None leaves it to cert-manager (a third)."""
    written = places.note("renew_before_hours", spec.get("renewBefore"))
    if written:
        return _hours(written)
    percent = places.note("renew_before_hours", spec.get("renewBeforePercentage")).number()
    if percent is None or isinstance(percent, Unknown):
        return percent
    return duration if isinstance(duration, Unknown) else duration * percent / 100


def _rotation(key: Node) -> bool | Unknown:
    policy = key.get("rotationPolicy").text()
    if policy is None:
        return _NOT_WRITTEN
    return policy if isinstance(policy, Unknown) else policy != "Never"


def _readiness(obj: Object) -> tuple[bool | Unknown | None, str]:
    """Read what cert-manager reports; a manifest does not know."""
    if not obj.live:
        return None, ""
    for condition in obj.get("status", "conditions").items():
        if condition.get("type").known() == "Ready":
            status = condition.get("status").known()
            if status in ("True", "False"):
                return status == "True", condition.get("reason").known()
    return Unknown("cert-manager has not said yet whether it is ready"), ""


def _request(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a CertificateSigningRequest; a manifest has nothing to tell of its signing."""
    spec = obj.get("spec")
    organisations, name = _subject(spec.get("request"))
    yield obj.fact(
        SigningRequest,
        requester=spec.get("username").known(),
        signer=spec.get("signerName").known(),
        state=_state(obj),
        groups=organisations,
        common_name=name,
    )


def _state(obj: Object) -> State:
    status = obj.get("status")
    types = {
        condition.get("type").known()
        for condition in status.get("conditions").items()
        if condition.get("status").known("True") == "True"
    }
    if "Denied" in types:
        return "denied"
    if "Failed" in types:
        return "failed"
    if status.get("certificate"):
        return "issued"
    return "approved" if "Approved" in types else "pending"


def _subject(request: Node) -> tuple[tuple[str, ...], str]:
    """Return the organisations and the common name that a PKCS#10 request asks for."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509.oid import NameOID

    try:
        subject = x509.load_pem_x509_csr(base64.b64decode(request.known())).subject
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        return (), ""
    organisations = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return tuple(str(item.value) for item in organisations), str(names[0].value) if names else ""


TRANSLATORS = {
    "cert-manager.io/Certificate": _order,
    "certificates.k8s.io/CertificateSigningRequest": _request,
}
