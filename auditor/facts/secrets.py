"""Secrets: those kept properly, those lying about, and the keys that protect data."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from auditor.facts._model import Fact, Place, Unknown

Medium = Literal[
    "user-data",
    "environment",
    "provider",
    "code",
    "file",
    "configuration",
    "arguments",
    "annotation",
    "manifest",
]


class ExposedSecret(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value that should not be readable where it is; never the value itself."""

    kind: str
    """What it looks like: ``AWS access key``, ``private key``, ``password``."""
    at: str
    """Where within the text: an attribute path, a variable name."""
    marker: str = ""
    """Keyed HMAC of the value, hex: tells whether two places hold the same secret."""
    place: Place | None = None


class InspectedText(Fact, frozen=True, kw_only=True):
    """A text that was searched for secrets, with what was found (possibly nothing)."""

    medium: Medium
    exposed: tuple[ExposedSecret, ...] = ()
    unread: Unknown | None = None
    """Why (part of) the text could not be searched."""


class ManagedSecret(Fact, frozen=True, kw_only=True):
    """A secret in a store made for secrets; periods in days."""

    rotation: bool | Unknown | None = None
    rotation_days: int | Unknown | None = None
    created: datetime | Unknown | None = None
    last_rotated: datetime | Unknown | None = None
    last_read: datetime | Unknown | None = None
    """When somebody last fetched it, to the day; None when nobody did since it is recorded."""
    expires: datetime | Unknown | None = None
    expiry_set: bool | Unknown | None = None
    """Whether an end of validity is set at all."""
    encrypted_store: bool | Unknown | None = None
    """False when a secret is kept in a parameter that is not encrypted."""


class EncryptionKey(Fact, frozen=True, kw_only=True):
    """A key that a customer manages; windows and periods in days."""

    rotation: bool | Unknown | None = None
    """Whether it rotates by itself; None where the key type cannot."""
    rotation_days: int | Unknown | None = None
    deletion_window_days: int | Unknown | None = None
    purge_protection: bool | Unknown | None = None
    deletion: datetime | Unknown | None = None
    """When it will be gone for good; None when nobody scheduled that."""
    multi_region: bool | Unknown | None = None
    """Whether copies of the same key material exist, or may, in other regions."""
    enabled: bool | Unknown | None = None
