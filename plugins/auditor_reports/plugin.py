"""What this family brings: one collector."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.collecting import Collector
from auditor.hookspecs import hookimpl


@hookimpl
def auditor_collectors() -> Iterable[Collector]:
    """See :func:`auditor.hookspecs.auditor_collectors`."""
    from auditor_reports.collector import ReportCollector

    return [ReportCollector()]
