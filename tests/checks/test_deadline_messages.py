"""What a report says of missing patches: the worst first, and how many days late they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.checking import Check, View
from auditor.facts import Host, MissingPatch, Origin
from auditor_checks import plugin

CHECKS = {check.id: check for check in plugin.auditor_checks()}
SERIOUS = CHECKS["patching.overdue_patches"]
MINOR = CHECKS["patching.overdue_minor_patches"]
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
HOST = Origin(provider="aws", scope="111122223333", address="i-0a1b2c3d", kind="ec2_instance")


def patch(name: str, severity: str, days: float) -> MissingPatch:
    return MissingPatch(id=name, severity=severity, released=MOMENT - timedelta(days=days))


@pytest.mark.parametrize(
    ("check", "missing", "message"),
    [
        (
            SERIOUS,
            (patch("KB1", "high", 31), patch("KB2", "critical", 9), patch("KB3", "critical", 19)),
            "EC2 instance lacks 2 critical patches, the oldest overdue by 12 days (KB3); "
            "1 high patch, overdue by 1 day (KB1)",
        ),
        (
            SERIOUS,
            (patch("KB1", "critical", 7.1), patch("KB2", "high", 1)),
            "EC2 instance lacks 1 critical patch, overdue by 1 day (KB1)",
        ),
        (
            SERIOUS,
            (patch("KB1", "high", 28), patch("KB2", "critical", 4)),
            "EC2 instance lacks 2 patches within the deadline; the first is due in 2 days (KB1)",
        ),
        (
            SERIOUS,
            (patch("KB1", "critical", 7),),
            "EC2 instance lacks 1 patch within the deadline; the first is due today (KB1)",
        ),
        (
            MINOR,
            (patch("KB1", "", 100), patch("KB2", "low", 190), patch("KB3", "medium", 91)),
            "EC2 instance lacks 1 medium patch, overdue by 1 day (KB3); "
            "1 low patch, overdue by 10 days (KB2); 1 unrated patch, overdue by 10 days (KB1)",
        ),
    ],
)
def test_missing_patches_are_told_worst_first(
    check: Check, missing: tuple[MissingPatch, ...], message: str
) -> None:
    host = Host(origin=HOST, subject="EC2 instance", missing=missing)
    verdicts = list(check.judge(host, View(MOMENT, check.settings())))
    assert [verdict.message for verdict in verdicts] == [message]
