"""The SDK's descriptions of services, of which only the latest few are kept in memory.

All that a scan uses take 90 MB together; EC2's alone takes 18.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.loaders import Loader

MOST = 16
"""Documents kept: a service has about four (operations, pages, endpoints, waiters)."""


class RecentModels(Loader):  # type: ignore[misc]
    """A loader that forgets the descriptions it loaded first."""

    def __init__(self) -> None:
        super().__init__(include_default_search_paths=True)
        self._cache = _Recent()


@cache
def models() -> RecentModels:
    """Return the loader that all sessions share."""
    return RecentModels()


class _Recent(dict[tuple[str, ...], Any]):
    """What the loader keeps, by method and arguments; what belongs to no service stays."""

    def __setitem__(self, key: tuple[str, ...], value: Any) -> None:
        super().__setitem__(key, value)
        passing = [known for known in self if _of_a_service(known)]
        for known in passing[: max(0, len(passing) - MOST)]:
            del self[known]


def _of_a_service(key: tuple[str, ...]) -> bool:
    method, *arguments = key
    return method == "load_service_model" or (bool(arguments) and "/" in arguments[0])
