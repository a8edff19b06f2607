"""Parts of a plan document, read without trust in its shape."""

from __future__ import annotations

from typing import Any


def object_at(value: Any, name: str) -> dict[str, Any]:
    """Return the object at ``name``, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def objects_at(value: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects in the list at ``name``."""
    found = value.get(name) if isinstance(value, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text_at(value: Any, name: str) -> str:
    """Return the text at ``name``, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
