"""What this family brings: the collector of live AWS accounts."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.collecting import Collector
from auditor.hookspecs import hookimpl


@hookimpl
def auditor_collectors() -> Iterable[Collector]:
    """See :func:`auditor.hookspecs.auditor_collectors`."""
    from auditor_aws.collector import AwsCollector

    return [AwsCollector()]
