"""How old something is, in whole days."""

from __future__ import annotations

from datetime import datetime, timedelta

_DAY = timedelta(days=1)


def age_days(since: datetime, moment: datetime) -> int:
    """Return the days from ``since`` to ``moment``; a part of a day counts as a day.

    So ``age_days(since, moment) > n`` says exactly whether more than ``n`` days have passed.
    What lies ahead is 0 days old.
    """
    return max(0, -(-(moment - since) // _DAY))


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 day`` or ``12 days``; ``plural`` where an *s* does not make it."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
