"""What this family brings: clusters, manifests, and what reading a cluster has to be allowed."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.collecting import Collector, Permissions
from auditor.hookspecs import hookimpl


@hookimpl
def auditor_collectors() -> Iterable[Collector]:
    """See :func:`auditor.hookspecs.auditor_collectors`."""
    from auditor_kubernetes.collector import ClusterCollector
    from auditor_kubernetes.manifests.collector import ManifestCollector

    return [ClusterCollector(), ManifestCollector()]


@hookimpl
def auditor_permissions() -> Iterable[Permissions]:
    """See :func:`auditor.hookspecs.auditor_permissions`."""
    from auditor_kubernetes import permissions

    forms = {"tier 1": permissions.first_tier, "tier 2": permissions.second_tier}
    return [Permissions(name="k8s", forms=forms)]
