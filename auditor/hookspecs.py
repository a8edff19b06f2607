"""Every hook a plugin may implement. Hooks declare; they do no work.

A plugin is a module named by an entry point of the group ``auditor``. It implements
any of these functions, marked with :data:`hookimpl`.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor

import pluggy

from auditor.archiving import Archivist
from auditor.checking import Check
from auditor.collecting import Collector, Permissions
from auditor.reporting import Objective, Report, Reporter

hookspec = pluggy.HookspecMarker("auditor")
hookimpl = pluggy.HookimplMarker("auditor")


@hookspec
def auditor_checks() -> Iterable[Check]:
    """Return the checks this plugin brings. Called once, before collection.

    Ids are unique over all plugins; a second check of the same id is refused and named.
    """
    raise NotImplementedError


@hookspec
def auditor_collectors() -> Iterable[Collector]:
    """Return the collectors this plugin brings. Called once, before planning.

    Import SDKs inside ``collect``: a collector that is not used must cost nothing.
    """
    raise NotImplementedError


@hookspec
def auditor_permissions() -> Iterable[Permissions]:
    """Return what the collectors have to be allowed, for ``auditor permissions NAME``."""
    raise NotImplementedError


@hookspec
def auditor_reporters() -> Iterable[Reporter]:
    """Return the reporters this plugin brings, each under a name for ``-o``."""
    raise NotImplementedError


@hookspec
def auditor_objectives() -> Iterable[Objective]:
    """Return control objectives, with the framework controls that they support."""
    raise NotImplementedError


@hookspec
def auditor_data() -> Iterable[tuple[str, str]]:
    """Return the data sets this plugin judges by, as pairs of name and as-of date (ISO).

    Every report prints them.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def auditor_archivist() -> Archivist | None:
    """Return what writes and reads evidence bundles; the first plugin that has one is used."""
    raise NotImplementedError


@hookspec(firstresult=True)
def auditor_executor(url: str) -> Executor | None:
    """Return an executor for ``--executor URL``, or None when the URL is not yours.

    Units are picklable; their results come back as lists of records.
    """
    raise NotImplementedError


@hookspec
def auditor_scan_finished(report: Report) -> None:
    """Called once after all reports of a scan were written."""
