"""A session that stays open long after its user has left the desk.

Why it matters
    An open session at an empty desk is used by whoever sits down. On shared machines, in call
    centres and at home that somebody is not always a colleague.

Verdicts
    FAIL when idle sessions are kept for more than ``maximum_minutes`` (10), or for ever; PASS when
    they end earlier. UNKNOWN when the time could not be had.

How to mend it
    Disconnect idle sessions after a few minutes.

    ``aws appstream update-fleet --name NAME --idle-disconnect-timeout-in-seconds 600``; in
    Terraform ``idle_disconnect_timeout_in_seconds`` of ``aws_appstream_fleet``.

Sources
    Fleet (Amazon AppStream 2.0 API), https://docs.aws.amazon.com/appstream2/latest/APIReference/API_Fleet.html
    PCI DSS 4.0.1: 8.2.8, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.errors import PluginError
from auditor.facts import Setting, Unknown

_NAME = "idle_timeout_minutes"


class IdleSettings(Settings, frozen=True, kw_only=True):
    """Longest that an idle session may stay open, in minutes."""

    maximum_minutes: int = 10


def judge(setting: Setting, view: View[IdleSettings]) -> Iterator[Verdict]:
    """Weigh the minutes; 0 stands for sessions that never end.

    :raises PluginError: when the value is not a number.
    """
    value, subject, most = setting.value, setting.subject, view.settings.maximum_minutes
    if isinstance(value, bool | str):
        raise PluginError(f"setting {_NAME} of {setting.origin.address} is not a number")
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else 0 < value <= most,
        _NAME,
        f"{subject} ends idle sessions after {value} min",
        f"{subject} keeps idle sessions open"
        + (f" for {value} min, more than {most}" if value else " for ever"),
    )


CHECK = Check(
    id="access.idle_session_kept",
    title="Idle sessions stay open",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting=_NAME,
    judge=judge,
    settings=IdleSettings,
    controls=("ACC-11",),
    same_as=("appstream_fleet_session_idle_disconnect_timeout",),
)
