"""Whether there are pods behind a selector, also those that other controllers make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.answers import Answer
from auditor.checking import View
from auditor.facts import (
    AccessBinding,
    AccessRole,
    ClusterFact,
    Listing,
    ReferencedName,
    Selector,
    Unknown,
    Workload,
)
from auditor.nearness import apart
from auditor.rbac.routes import runs_as
from auditor.rbac.rules import Request
from auditor.selection import selects
from auditor_checks._cluster import namespace_of, unseen
from auditor_checks.access._rbac import estate_in
from auditor_checks.readiness._joins import neighbours
from auditor_checks.readiness._selection import PODS, chosen

MAKERS = (Workload, ReferencedName, AccessRole, AccessBinding, Listing)
"""Kinds of facts that :func:`pods_behind` needs in ``also``."""

_NO_PODS = frozenset(
    "ServiceMonitor PodMonitor PrometheusRule Probe ScrapeConfig VirtualService DestinationRule "
    "PeerAuthentication AuthorizationPolicy ExternalSecret SealedSecret SecretStore ScaledObject "
    "IngressRoute Middleware BackendConfig FrontendConfig ManagedCertificate VerticalPodAutoscaler "
    "CiliumNetworkPolicy Application AppProject".split()
)
"""Well-known custom resources whose controllers make no pods for them."""
_MAKING = tuple(Request(verb=verb, resource="pods") for verb in ("create", "patch"))


def pods_behind(view: View[Any], fact: ClusterFact, selector: Selector | None) -> Answer:
    """Say whether a selector matches pods; an Unknown where they may be made unseen.

    The check declares :data:`MAKERS` in ``also``.
    """
    if selector is None:
        return False
    workloads, doubt = chosen(view, fact, selector)
    if workloads:
        return True
    hidden = doubt or unseen(view, *PODS) or next(_makers(view, fact, selector), None)
    return hidden or next(_operators(view, fact), False)


def _makers(view: View[Any], fact: ClusterFact, selector: Selector) -> Iterator[Unknown]:
    """Yield custom resources that have the selected labels, or whose name is among them:
    controllers hand both on to the pods they make."""
    for custom in neighbours(view, ReferencedName, fact):
        if custom.live or custom.origin.kind in _NO_PODS:
            continue
        named = custom.name in selector.labels.values()
        if named or (custom.labels and selects(selector, custom.labels) is True):
            yield Unknown(f"{custom.origin.kind} {custom.name} may make the pods")


def _operators(view: View[Any], fact: ClusterFact) -> Iterator[Unknown]:
    """Yield workloads of manifests that may make pods beside the fact, or label those there, by a
    right given for that; who may do everything is no such one."""
    if fact.live:
        return
    for workload in view.by(Workload, namespace_of).get(fact.namespace, ()):
        identity = None if apart(fact, workload) else runs_as(workload)
        for _, grant in () if identity is None else estate_in(view).of(identity):
            here = grant.namespace in ("", fact.namespace) and grant.rules.everything is False
            if here and any(grant.rules.allowing(request) for request in _MAKING):
                yield Unknown(f"{workload.origin.kind} {workload.name} may make or label the pods")
