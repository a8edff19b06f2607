"""The hooks that join the plugin to auditor."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.checking import Check
from auditor.collecting import Collector
from auditor.hookspecs import hookimpl
from auditor.reporting import Reporter


@hookimpl
def auditor_checks() -> Iterable[Check]:
    """One check."""
    from auditor_services.no_runbook import CHECK

    return [CHECK]


@hookimpl
def auditor_collectors() -> Iterable[Collector]:
    """One collector."""
    from auditor_services.collector import ServicesCollector

    return [ServicesCollector()]


@hookimpl
def auditor_reporters() -> Iterable[Reporter]:
    """One reporter."""
    from auditor_services.headline import HeadlineReporter

    return [HeadlineReporter()]
