"""Client-side rates: a scan must not use up what production needs."""

from __future__ import annotations

import threading
import time

SLOWER = {"iam": 10.0, "organizations": 2.0, "sts": 10.0, "sso-admin": 5.0, "identitystore": 5.0}
"""Calls a second for APIs whose quota is small and cannot be raised (AWS re:Post, "IAM and STS
throttling"; Organizations quotas)."""


class Rate:
    """A token bucket: ``per_second`` calls on average, twice as many at once."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._tokens = self._most = 2 * per_second
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Sleep until a call is allowed."""
        with self._lock:
            now = time.monotonic()
            self._tokens = min(self._most, self._tokens + (now - self._at) * self._per_second)
            self._at = now
            self._tokens -= 1
            pause = -self._tokens / self._per_second
        if pause > 0:
            time.sleep(pause)


class Rates:
    """The buckets of one account, one for each service and region."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._rates: dict[tuple[str, str], Rate] = {}
        self._lock = threading.Lock()

    def wait(self, service: str, region: str) -> None:
        """Sleep until a call to this service in this region is allowed."""
        with self._lock:
            rate = self._rates.get((service, region))
            if rate is None:
                speed = min(self._per_second, SLOWER.get(service, self._per_second))
                rate = self._rates[service, region] = Rate(speed)
        rate.wait()
