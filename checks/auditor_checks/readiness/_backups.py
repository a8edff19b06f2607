"""What backup schedules cover, and how often they run."""

from __future__ import annotations

import re
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from auditor.answers import Answer, any_of
from auditor.checking import View
from auditor.facts import BackupPlan, ClusterFact, Unknown
from auditor_checks._cluster import unseen

_DAY = timedelta(days=1)
_NAMED = {
    "@hourly": timedelta(hours=1),
    "@daily": _DAY,
    "@midnight": _DAY,
    "@weekly": 7 * _DAY,
    "@monthly": 31 * _DAY,
    "@yearly": 366 * _DAY,
    "@annually": 366 * _DAY,
}
_UNITS = {"h": 3600, "m": 60, "s": 1}


def backed_up(view: View[Any], storage: ClusterFact) -> Answer | None:
    """Say whether a schedule covers storage; None where the question does not arise, because
    there is no schedule beside a manifest.

    The check declares BackupPlan and Listing in ``also``.
    """
    plans = view.all(BackupPlan)
    covered = any_of(_covers(plan, storage) for plan in plans)
    if covered:
        return covered
    missing = unseen(view, "schedules.velero.io")
    if plans or missing is not None:
        return False if missing is None else missing
    reason = "no Velero schedule is there, and other backups cannot be seen through the API"
    return Unknown(reason) if storage.live else None


def _covers(plan: BackupPlan, storage: ClusterFact) -> Answer:
    chosen = plan.namespaces or ("*",)
    if plan.volumes is False:
        return False
    everywhere = "*" in chosen and not plan.excluded
    if not everywhere and not storage.namespace_written:
        return Unknown("the manifest leaves its namespace to whoever applies it")
    if any(fnmatchcase(storage.namespace, pattern) for pattern in plan.excluded):
        return False
    if not any(fnmatchcase(storage.namespace, pattern) for pattern in chosen):
        return plan.volumes if isinstance(plan.volumes, Unknown) else False
    return plan.volumes if isinstance(plan.volumes, Unknown) else True


def longest_pause(schedule: str) -> timedelta | None:
    """Return the longest time between two runs of a cron expression, a day at least; None when
    it is none.

    Source: the expressions of robfig/cron, which Kubernetes and Velero read.
    """
    words = schedule.split()
    if words and words[0].startswith(("CRON_TZ=", "TZ=")):
        words = words[1:]
    if len(words) == 1:
        return _NAMED.get(words[0].lower())
    if len(words) == 2 and words[0] == "@every":
        return _every(words[1])
    if len(words) != 5:
        return None
    _, _, day, month, weekday = (word in ("*", "?") for word in words)
    if not month:
        return 366 * _DAY
    if not day:
        return 31 * _DAY
    return _DAY if weekday else 7 * _DAY


def _every(written: str) -> timedelta | None:
    if not re.fullmatch(r"(\d{1,6}[hms])+", written):
        return None
    parts = re.findall(r"(\d+)([hms])", written)
    return timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in parts))
