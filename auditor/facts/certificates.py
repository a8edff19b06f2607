"""Certificates and the listeners that present them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from auditor.facts._model import Fact, Unknown


class Certificate(Fact, frozen=True, kw_only=True):
    """One X.509 certificate or a promise of one; times carry a timezone."""

    name: str
    """Subject common name or the first DNS name, for people."""
    names: tuple[str, ...] | Unknown | None = None
    """DNS names and addresses of the subject alternative name extension."""
    issuer: str | Unknown | None = None
    serial: str | None = None
    fingerprint: str | None = None
    """SHA-256 of the DER form, hex."""
    key_fingerprint: str | None = None
    """SHA-256 of the subject public key info, hex: equal for renewals that keep the key."""
    not_before: datetime | Unknown | None = None
    not_after: datetime | Unknown | None = None
    key_algorithm: str | Unknown | None = None
    """``RSA``, ``EC``, ``Ed25519``, ``Ed448`` or ``DSA``."""
    key_bits: int | Unknown | None = None
    signature_algorithm: str | Unknown | None = None
    """Hash of the signature in lower case: ``sha256``, ``sha1``; ``none`` for Ed25519."""
    authority: bool | Unknown | None = None
    """Whether it may issue certificates (basic constraints CA)."""
    self_signed: bool | Unknown | None = None
    public_trust: bool | Unknown | None = None
    """Whether it chains to a root of the web's public trust store."""
    chain_problem: str | None = None
    """Why the presented chain does not verify; empty when it does, None when not tried."""
    name_matches: bool | Unknown | None = None
    """Whether it covers the host name that was asked for."""
    renewal: Literal["automatic", "manual"] | Unknown | None = None
    validation: str | Unknown | None = None
    """How control of the names is proved: ``DNS``, ``EMAIL``, ``HTTP``."""
    in_use_by: tuple[str, ...] = ()
    """Every place that presents or trusts it, where several are looked at as one."""
    in_use: bool | Unknown | None = None
    """Whether something presents or trusts it; None where that was not looked for."""
    successor: str = ""
    """Where a certificate lies that is for the same names and ends later; empty for none."""
    issuer_ends: datetime | Unknown | None = None
    """The end of the authority that issued it, where that authority was found too."""


class TlsListener(Fact, frozen=True, kw_only=True):
    """A place that accepts connections, and how well they are protected."""

    plain: bool | Unknown | None = None
    """True when it serves clients without TLS (a redirect to TLS does not count as serving)."""
    minimum_version: str | Unknown | None = None
    """Lowest version accepted: ``SSLv3``, ``TLSv1.0``, ``TLSv1.1``, ``TLSv1.2``, ``TLSv1.3``."""
    policy: str | Unknown | None = None
    """The provider's name for the set of protocols and ciphers, where it has one."""
    default_certificate: bool | Unknown | None = None
    """True when the provider's own shared certificate is presented."""
    client_certificate: bool | Unknown | None = None
    """Whether the caller must present, or the back end receives, a client certificate."""
