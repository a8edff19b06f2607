"""How long ago a machine was started."""

from __future__ import annotations

from datetime import datetime, timedelta

from auditor.facts import Host


def started_within(host: Host, moment: datetime, hours: int) -> bool:
    """Say whether a machine is known to have been started in the last hours before the moment."""
    launched = host.launched
    return isinstance(launched, datetime) and moment - launched < timedelta(hours=hours)
