"""Objects of one name in several files: environments side by side, or a set of examples."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nlargest

from auditor.nearness import shared_folders

MOST = 64
"""Copies that an object knows of; those further away have little near it."""


def copies(file: str, homes: Collection[str]) -> tuple[str, ...]:
    """Return the other files that have an object of the same name, the nearest first."""
    if len(homes) < 2:
        return ()
    others = sorted({home for home in homes if home != file})
    return tuple(nlargest(MOST, others, key=lambda home: shared_folders(file, home)))
