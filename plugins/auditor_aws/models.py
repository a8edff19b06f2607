"""The SDK's descriptions of services, of which only the latest few are kept in memory.

All that a scan uses take 90 MB together; EC2's alone takes 18.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from botocore.loaders import JSONFileLoader, Loader

MOST = 16
"""Documents kept: a service has about four (operations, pages, endpoints, waiters)."""


class _Files(JSONFileLoader):  # type: ignore[misc]
    """Reads descriptions into plain dicts: a third of the time and of the memory of ordered
    ones, which dicts are anyway."""

    def _load_file(self, full_path: str, open_method: Callable[..., Any]) -> Any:
        if not Path(full_path).is_file():
            return None
        with open_method(full_path, "rb") as file:
            return msgspec.json.decode(file.read())


class RecentModels(Loader):  # type: ignore[misc]
    """A loader that forgets the descriptions it loaded first."""

    FILE_LOADER_CLASS = _Files

    def __init__(self) -> None:
        super().__init__(include_default_search_paths=True)
        self._cache = _Recent()


@cache
def models() -> RecentModels:
    """Return the loader that all sessions share."""
    return RecentModels()


class _Recent(dict[tuple[str, ...], Any]):
    """What the loader keeps, by method and arguments; what belongs to no service stays.

    Not made for threads: the loader is used under one lock, see :mod:`auditor_aws.accounts`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._passing: deque[tuple[str, ...]] = deque()

    def __setitem__(self, key: tuple[str, ...], value: Any) -> None:
        if _of_a_service(key) and key not in self:
            self._passing.append(key)
            if len(self._passing) > MOST:
                del self[self._passing.popleft()]
        super().__setitem__(key, value)


def _of_a_service(key: tuple[str, ...]) -> bool:
    method, *arguments = key
    return method == "load_service_model" or (bool(arguments) and "/" in arguments[0])
