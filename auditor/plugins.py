"""Loading plugins one by one, and a typed face for their hooks.

A plugin that cannot be imported, or whose hook raises, is named and skipped: it never
takes the others down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from functools import cache, cached_property
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Any

import pluggy

from auditor import hookspecs
from auditor.archiving import Archivist
from auditor.checking import Check
from auditor.collecting import Collector, Permissions
from auditor.errors import PluginError
from auditor.reporting import Objective, PluginInfo, Report, Reporter

GROUP = "auditor"

log = logging.getLogger(__name__)


@cache
def _version(distribution: Distribution | None) -> str:
    return distribution.version if distribution else ""


class Plugins:
    """Everything the installed plugins bring. Each kind is asked for when first used."""

    def __init__(self, block: Iterable[str] = ()) -> None:
        self._manager = pluggy.PluginManager("auditor")
        self._manager.add_hookspecs(hookspecs)
        self._infos: dict[str, PluginInfo] = {}
        blocked = set(block)
        for entry in sorted(entry_points(group=GROUP), key=lambda item: item.name):
            if entry.name in blocked:
                self._infos[entry.name] = PluginInfo(name=entry.name, problem="blocked")
            else:
                self._load(entry)

    def _load(self, entry: EntryPoint) -> None:
        version = _version(entry.dist)
        try:
            self._manager.register(entry.load(), name=entry.name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's import may raise anything
            self._fail(entry.name, error, version)
        else:
            self._infos[entry.name] = PluginInfo(name=entry.name, version=version)

    def _fail(self, name: str, error: BaseException, version: str = "") -> None:
        log.debug("plugin %s failed", name, exc_info=error)
        known = self._infos.get(name)
        self._infos[name] = PluginInfo(
            name=name,
            version=version or (known.version if known else ""),
            problem=" ".join(f"{type(error).__name__}: {error}".split()),
        )

    @property
    def infos(self) -> tuple[PluginInfo, ...]:
        """Return the plugins by name; a broken one carries its problem."""
        return tuple(self._infos[name] for name in sorted(self._infos))

    @cached_property
    def checks(self) -> dict[str, Check]:
        """Checks by id, in order of id."""
        found = self._unique("check", self._each("auditor_checks"), lambda check: check.id)
        return dict(sorted(found.items()))

    @cached_property
    def collectors(self) -> dict[str, Collector]:
        """Collectors by name."""
        return self._unique("collector", self._each("auditor_collectors"), lambda item: item.name)

    @cached_property
    def permissions(self) -> dict[str, Permissions]:
        """What collectors have to be allowed, by the name after ``auditor permissions``."""
        items = self._each("auditor_permissions")
        return self._unique("permissions", items, lambda item: item.name)

    @cached_property
    def reporters(self) -> dict[str, Reporter]:
        """Reporters by the name used after ``-o``."""
        return self._unique("reporter", self._each("auditor_reporters"), lambda item: item.name)

    @cached_property
    def objectives(self) -> dict[str, Objective]:
        """Control objectives by id."""
        found = self._unique("objective", self._each("auditor_objectives"), lambda item: item.id)
        return dict(sorted(found.items()))

    @cached_property
    def data(self) -> dict[str, str]:
        """As-of dates of the data sets that checks judge by."""
        return dict(sorted(pair for _, pair in self._each("auditor_data")))

    @cached_property
    def archivist(self) -> Archivist:
        """What writes and reads bundles.

        :raises PluginError: when no plugin brings one.
        """
        found: Archivist | None = self._manager.hook.auditor_archivist()
        if found is None:
            raise PluginError("no plugin writes evidence bundles", "see: auditor plugins")
        return found

    def executor(self, url: str) -> Executor | None:
        """Return the executor that some plugin makes for this URL, if any."""
        found: Executor | None = self._manager.hook.auditor_executor(url=url)
        return found

    def scan_finished(self, report: Report) -> None:
        """Tell every plugin that all reports were written."""
        for _ in self._each("auditor_scan_finished", report=report):
            pass

    def _each(self, hook: str, **arguments: Any) -> Iterator[tuple[str, Any]]:
        """Yield (plugin name, item) of everything the implementations of a hook return."""
        implementations = getattr(self._manager.hook, hook).get_hookimpls()
        for implementation in sorted(implementations, key=lambda item: item.plugin_name):
            name = implementation.plugin_name
            try:
                items = list(implementation.function(**arguments) or ())
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's hook may raise anything
                self._fail(name, error)
                continue
            for item in items:
                yield name, item

    def _unique(
        self, what: str, items: Iterator[tuple[str, Any]], key: Callable[[Any], str]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for plugin, item in items:
            name = key(item)
            if name in found:
                self._fail(plugin, ValueError(f"{what} {name!r} exists already"))
            else:
                found[name] = item
        return found
