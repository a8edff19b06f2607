"""What has to be kept up to date."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from auditor.facts._model import Fact, Unknown


class Component(Fact, frozen=True, kw_only=True):
    """A product in a version, as deployed or declared."""

    product: str
    """Slug of the lifecycle data: ``amazon-eks``, ``aws-lambda``, ``postgresql``."""
    version: str | Unknown
    """As the provider writes it: ``1.29``, ``nodejs18.x``, ``13.4``."""
    extended_support: bool | Unknown | None = None
    """Whether it is kept beyond its standard support, usually at a price."""


class ImageReference(Fact, frozen=True, kw_only=True):
    """A container image as named by whoever runs it."""

    image: str | Unknown
    """The whole reference: ``registry/name:tag@sha256:…``."""


class SourceReference(Fact, frozen=True, kw_only=True):
    """Code fetched from elsewhere (a Terraform module), and how firmly it is pinned."""

    source: str | Unknown
    pin: str | Unknown | None = None
    """Version constraint or revision; None when nothing pins it."""
    pinned_by: str = ""
    """``commit``, ``version``, ``tag``, ``range``, ``branch`` or empty when unpinned."""


class MissingPatch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A patch that a host should have and has not."""

    id: str
    """The vendor's name: ``KB5034441``, ``openssl.x86_64:1:3.0.7-25``."""
    severity: str = ""
    """``critical``, ``high``, ``medium``, ``low`` or empty when the vendor gives none."""
    released: datetime | None = None
    """When the vendor released it: the clock of its deadline starts here."""


class Host(Fact, frozen=True, kw_only=True):
    """A machine that somebody has to keep patched."""

    running: bool | Unknown | None = None
    launched: datetime | Unknown | None = None
    stopped: datetime | Unknown | None = None
    """Since when it stands still."""
    image: str | Unknown | None = None
    image_created: datetime | Unknown | None = None
    image_deprecated: datetime | Unknown | None = None
    """When its image is, or was, withdrawn from use."""
    operating_system: str | Unknown | None = None
    managed: bool | Unknown | None = None
    """Whether an agent reports its patches."""
    agent_seen: datetime | Unknown | None = None
    missing: tuple[MissingPatch, ...] | Unknown | None = None
    """None when nobody looks: no agent, or never scanned."""
    compliant: bool | Unknown | None = None
    """The verdict of the patch service by its own baseline; None when it never scanned."""
    scanned: datetime | Unknown | None = None


class Vulnerability(Fact, frozen=True, kw_only=True):
    """A known weakness that a scanner found in something that runs or is stored."""

    id: str
    """``CVE-2021-44228``, or the scanner's own name."""
    severity: str | Unknown
    """``critical``, ``high``, ``medium``, ``low``, ``info`` or ``untriaged``."""
    package: str = ""
    installed: str = ""
    fixed_in: str | None = None
    """First version without it; empty when there is none yet, None when nobody says."""
    first_seen: datetime | Unknown | None = None
    exploited: bool | None = None
    """Whether the scanner knows of exploits; None when it does not say."""
    scanner: str = ""
