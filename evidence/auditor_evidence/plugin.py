"""What evidence brings: reporters and the archivist."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.archiving import Archivist
from auditor.hookspecs import hookimpl
from auditor.reporting import Reporter


@hookimpl
def auditor_reporters() -> Iterable[Reporter]:
    """See :func:`auditor.hookspecs.auditor_reporters`."""
    from auditor_evidence.report import REPORTERS

    return REPORTERS


@hookimpl
def auditor_archivist() -> Archivist:
    """See :func:`auditor.hookspecs.auditor_archivist`."""
    from auditor_evidence.archive import BagArchivist

    return BagArchivist()
