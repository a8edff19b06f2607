"""How long logs are kept: the reading that the checks of retention share."""

from __future__ import annotations

from auditor.errors import PluginError
from auditor.facts import Setting, Unknown

SETTING = "log_retention_days"
"""Days that a log is kept; 0 when it is kept for ever."""


def days_kept(setting: Setting) -> int | Unknown | None:
    """Return the answer of a setting of that name.

    :raises PluginError: when it is not a number.
    """
    value = setting.value
    if isinstance(value, bool | str):
        raise PluginError(f"setting {SETTING} of {setting.origin.address} is not a number")
    return value
