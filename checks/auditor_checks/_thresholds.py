"""Settings that are numbers with a lower bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.checking import Outcome, Verdict
from auditor.errors import PluginError
from auditor.facts import Setting, Unknown


def at_least(setting: Setting, least: int, say: Callable[[int], str]) -> Iterator[Verdict]:
    """Judge a number by the least that is wanted; ``say`` puts it into words after the subject.

    :raises PluginError: when the setting is not a number.
    """
    value = setting.value
    if value is None:
        return
    if isinstance(value, bool | str):
        raise PluginError(f"setting {setting.name} of {setting.origin.address} is not a number")
    if isinstance(value, Unknown):
        yield Verdict(Outcome.UNKNOWN, value.reason, setting.name)
        return
    message = f"{setting.subject} {say(value)}; at least {least} are wanted"
    yield Verdict(Outcome.FAIL if value < least else Outcome.PASS, message, setting.name)
