"""What this family brings: one collector for endpoints and one for files."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.collecting import Collector
from auditor.hookspecs import hookimpl


@hookimpl
def auditor_collectors() -> Iterable[Collector]:
    """See :func:`auditor.hookspecs.auditor_collectors`."""
    from auditor_tls.endpoint import EndpointCollector
    from auditor_tls.files import CertificateFileCollector

    return [EndpointCollector(), CertificateFileCollector()]
