"""Whether what a database or a cache keeps is encrypted, by whatever key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def encrypted(item: Mapping[str, Any], flag: str) -> bool:
    """Say whether a thing is encrypted. ``flag`` names the older member, which is false also of
    what a key encrypts that AWS owns (API references of RDS and ElastiCache,
    *StorageEncryptionType*)."""
    return bool(item.get(flag)) or item.get("StorageEncryptionType", "none") != "none"
