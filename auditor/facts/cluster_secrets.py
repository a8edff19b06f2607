"""Secrets and certificates as objects of a cluster; never their values."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from auditor.facts._model import Unknown
from auditor.facts.cluster import ClusterFact


class SecretObject(ClusterFact, frozen=True, kw_only=True):
    """A Secret by its metadata; never its data."""

    type: str | Unknown
    last_used: datetime | None = None
    """Day of the last use of a legacy service account token, where the cluster records it."""
    service_account: str = ""
    immutable: bool | None = None
    last_changed: datetime | None = None
    """When somebody last wrote it (managed fields)."""
    in_annotation: bool | Unknown = False
    """Whether its values stand in the last-applied annotation too."""
    managed: str = ""
    """What makes and renews it: ``cert-manager``, ``external-secrets``, ``sealed-secrets``,
    ``helm``; empty when nobody known."""


class TlsSecret(ClusterFact, frozen=True, kw_only=True):
    """A Secret that holds a certificate, by what everybody may know of it."""

    names: tuple[str, ...] | Unknown | None = None
    """Alternative names of the certificate; None when it has none."""
    fingerprint: str = ""
    """SHA-256 of the certificate; see :class:`auditor.facts.Certificate`."""


class CertificateOrder(ClusterFact, frozen=True, kw_only=True):
    """A certificate that a controller is asked to keep (cert-manager)."""

    secret: str | Unknown
    hosts: tuple[str | Unknown, ...] = ()
    issuer: str | Unknown = ""
    ready: bool | Unknown | None = None
    problem: str = ""
    duration_hours: float | Unknown | None = None
    renew_before_hours: float | Unknown | None = None
    rotates_key: bool | Unknown | None = None


class SigningRequest(ClusterFact, frozen=True, kw_only=True):
    """A request for a certificate of the cluster's authorities."""

    requester: str = ""
    signer: str = ""
    state: Literal["pending", "approved", "denied", "failed", "issued"]
    groups: tuple[str, ...] = ()
    """Groups that the certificate would put its holder into (organisations of the subject)."""
    common_name: str = ""


class Authority(ClusterFact, frozen=True, kw_only=True):
    """A bundle of authorities that somebody is told to trust, and whether it fits its service."""

    user: str
    """Who trusts it: ``webhook validate.example.com``, ``APIService v1beta1.metrics.k8s.io``."""
    service: str = ""
    """``namespace/name`` whose certificate it has to verify."""
    fingerprints: tuple[str, ...] = ()
    given: bool | Unknown = True
    """Whether there is a bundle at all."""
    filled_by: str = ""
    """What puts the bundle in once it is in a cluster; empty when nothing says so."""
    verifies: bool | Unknown | None = None
    """Whether it verifies the certificate of its service; None when that could not be found."""
    problem: str = ""
