"""What this family brings: the collector of live AWS accounts, and what it has to be allowed."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.collecting import Collector, Permissions
from auditor.hookspecs import hookimpl


@hookimpl
def auditor_collectors() -> Iterable[Collector]:
    """See :func:`auditor.hookspecs.auditor_collectors`."""
    from auditor_aws.collector import AwsCollector

    return [AwsCollector()]


@hookimpl
def auditor_permissions() -> Iterable[Permissions]:
    """See :func:`auditor.hookspecs.auditor_permissions`."""
    from auditor_aws import permissions

    forms = {
        "json": permissions.as_json,
        "cloudformation": permissions.as_cloudformation,
        "terraform": permissions.as_terraform,
    }
    return [Permissions(name="aws", forms=forms)]
