"""Moments in time as AWS writes them, read faster than the SDK's general reader does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment(value: Any) -> datetime:
    """Return a moment with its timezone: ISO 8601 or seconds since 1970 here, anything else
    (RFC 822, say) by the SDK.

    :raises ValueError: when it is no moment.
    """
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, TypeError, ValueError):
        from botocore.utils import parse_timestamp

        parsed: datetime = parse_timestamp(value)
        return parsed
