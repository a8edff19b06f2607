"""Whether there are pods behind a selector, also those that other controllers make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.answers import Answer
from auditor.checking import View
from auditor.facts import ClusterFact, ReferencedName, Selector, Unknown
from auditor.selection import selects
from auditor_checks._cluster import unseen
from auditor_checks.readiness._joins import neighbours
from auditor_checks.readiness._selection import PODS, chosen

_NO_PODS = frozenset(
    "ServiceMonitor PodMonitor PrometheusRule Probe ScrapeConfig VirtualService DestinationRule "
    "PeerAuthentication AuthorizationPolicy ExternalSecret SealedSecret SecretStore ScaledObject "
    "IngressRoute Middleware BackendConfig FrontendConfig ManagedCertificate VerticalPodAutoscaler "
    "CiliumNetworkPolicy Application AppProject".split()
)
"""Well-known custom resources whose controllers make no pods for them."""


def pods_behind(view: View[Any], fact: ClusterFact, selector: Selector | None) -> Answer:
    """Say whether a selector matches pods; an Unknown where they may be made unseen.

    The check declares Workload, ReferencedName and Listing in ``also``.
    """
    if selector is None:
        return False
    workloads, doubt = chosen(view, fact, selector)
    if workloads:
        return True
    return doubt or unseen(view, *PODS) or next(_makers(view, fact, selector), False)


def _makers(view: View[Any], fact: ClusterFact, selector: Selector) -> Iterator[Unknown]:
    """Yield custom resources that have the selected labels, or whose name is among them:
    controllers hand both on to the pods they make."""
    for custom in neighbours(view, ReferencedName, fact):
        if custom.live or custom.origin.kind in _NO_PODS:
            continue
        named = custom.name in selector.labels.values()
        if named or (custom.labels and selects(selector, custom.labels) is True):
            yield Unknown(f"{custom.origin.kind} {custom.name} may make the pods")
