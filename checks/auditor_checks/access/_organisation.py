"""Which of the accounts that somebody lets in are strangers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.checking import SettingsT, View
from auditor.facts import Setting, Unknown

_MANAGEMENT = "management_account"
"""The setting that tells the account that manages the organisation."""

_last: tuple[Sequence[Setting], frozenset[str | Unknown]] = ((), frozenset())


def strangers(
    accounts: Iterable[str], trusted: Iterable[str], view: View[SettingsT]
) -> tuple[list[str], Unknown | None]:
    """Return the accounts that are neither trusted nor manage the organisation, in order, and
    why the only one left may be no stranger.

    The managing account rules over its members anyway: it can take their root credentials and
    close them. The check must name :class:`Setting` in ``also``.
    """
    managing = _managing(view)
    found = [item for item in accounts if item not in trusted and item not in managing]
    doubt = next((item for item in managing if isinstance(item, Unknown)), None)
    return found, doubt if len(found) == 1 else None


def _managing(view: View[SettingsT]) -> frozenset[str | Unknown]:
    """Return the managing accounts of the unit, read once for all that is judged in it."""
    global _last
    settings = view.all(Setting)
    read, found = _last
    if read is not settings:
        values = (item.value for item in settings if item.name == _MANAGEMENT)
        found = frozenset(item for item in values if isinstance(item, str | Unknown))
        _last = (settings, found)
    return found
