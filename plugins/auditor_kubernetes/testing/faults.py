"""What can go wrong with a request."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from auditor_kubernetes.testing.routes import Route


class Kind(StrEnum):
    """The faults."""

    DENIED = "denied"
    """403. Access reviews say so, too."""
    UNAUTHORIZED = "unauthorized"
    """401: the token has ended."""
    THROTTLED = "throttled"
    """429, with ``Retry-After: seconds``."""
    EXPIRED = "expired"
    """410 for a request that continues a list. The token that comes with it leads to the
    remainder, and is honoured."""
    UNAVAILABLE = "unavailable"
    """503 in plain text, as of an aggregated API that is down. Discovery calls a group that is
    struck whole (``*.metrics.k8s.io``) stale."""
    SERVER_ERROR = "server_error"
    """500."""
    SLOW = "slow"
    """The answer comes after ``seconds``."""
    RESET = "reset"
    """The connection ends without an answer."""
    TRUNCATED = "truncated"
    """The connection ends in the middle of the body."""
    MALFORMED = "malformed"
    """200 with JSON that breaks off, in a body of the right length."""
    WRONG_CONTENT = "wrong_content"
    """200 with a page of HTML, as from a proxy that wants a log-in."""
    ENDLESS = "endless"
    """Every page of a list is its first one, and carries a token for another."""
    GONE = "gone"
    """410 for any request."""
    NESTED = "nested"
    """200 with JSON that is sound, but nested deeper than it can be read."""
    MISSHAPEN = "misshapen"
    """A list also holds items that are no objects, or lack their metadata."""
    NO_ITEMS = "no_items"
    """A list whose ``items`` is null."""


_OF_LISTS = (Kind.EXPIRED, Kind.ENDLESS, Kind.MISSHAPEN, Kind.NO_ITEMS)


@dataclass(kw_only=True)
class Fault:
    """One fault and the requests it strikes.

    ``target`` is a pattern over the resource (``pods``, ``deployments.apps``,
    ``*.metrics.k8s.io``) or the path where no resource is named (``/version``, ``/api*``);
    ``*`` is everything. ``namespace`` narrows it to requests for that one; ``None`` is any, an
    empty one the cluster scope. The first ``after`` requests pass (for ``expired``, those that
    continue a list); ``times`` are struck before it is over, ``None`` for all.
    """

    target: str
    kind: Kind
    namespace: str | None = None
    times: int | None = None
    after: int = 0
    seconds: float = 1.0

    def meets(self, route: Route) -> bool:
        """Whether ``route`` is what this fault is about, be it due or not."""
        if self.kind in _OF_LISTS and route.verb != "list":
            return False
        return self.namespace in (None, route.namespace) and fnmatchcase(route.target, self.target)


class Faults:
    """The faults in force; of several that strike a request, the latest."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._over = threading.Event()

    def add(self, fault: Fault) -> None:
        """Put ``fault`` into force."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Lift all faults, and let go of the requests that hang."""
        with self._lock:
            self._faults.clear()
            self._over.set()
            self._over = threading.Event()

    def strike(self, route: Route, *, continues: bool) -> Fault | None:
        """The fault that a request meets, counted against its ``after`` and ``times``.

        ``continues`` is whether it goes on with a consistent list.
        """
        with self._lock:
            for fault in reversed(self._faults):
                if not fault.meets(route) or fault.times == 0:
                    continue
                if fault.kind is Kind.EXPIRED and not continues:
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def denies(self, route: Route) -> bool:
        """Whether a fault refuses what ``route`` says; counts nothing."""
        with self._lock:
            return any(
                fault.kind is Kind.DENIED
                and fault.times != 0
                and not fault.after
                and fault.meets(route)
                for fault in self._faults
            )

    def silences(self, group: str) -> bool:
        """Whether a fault has all resources of ``group`` unavailable; counts nothing."""
        with self._lock:
            return any(
                fault.kind is Kind.UNAVAILABLE
                and fault.times != 0
                and fnmatchcase(f"*.{group}", fault.target)
                for fault in self._faults
            )

    def hang(self, seconds: float) -> None:
        """Block for ``seconds``, or until the faults are lifted."""
        self._over.wait(seconds)
