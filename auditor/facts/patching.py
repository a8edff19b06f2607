"""What has to be kept up to date."""

from __future__ import annotations

from auditor.facts._model import Fact, Unknown


class Component(Fact, frozen=True, kw_only=True):
    """A product in a version, as deployed or declared."""

    product: str
    """Slug of the lifecycle data: ``amazon-eks``, ``aws-lambda``, ``postgresql``."""
    version: str | Unknown
    """As the provider writes it: ``1.29``, ``nodejs18.x``, ``13.4``."""


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
