"""Joins between objects of a cluster, with the three answers yes, no and unknown."""

from __future__ import annotations

from typing import Any, TypeVar

from auditor.checking import View
from auditor.facts import ClusterFact, Container, Fact, Listing, Unknown, Workload

FactT = TypeVar("FactT", bound=ClusterFact)

SYSTEM_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})
"""Namespaces that Kubernetes makes for itself (Kubernetes documentation, Namespaces)."""


def namespace_of(fact: ClusterFact) -> str:
    """Key for :meth:`auditor.checking.View.by`."""
    return fact.namespace


def named(fact: ClusterFact) -> tuple[str, str]:
    """Key for :meth:`auditor.checking.View.by`: namespace and name."""
    return fact.namespace, fact.name


def unseen(view: View[Any], *resources: str) -> Unknown | None:
    """Return why absence of such objects proves nothing, None when it does.

    ``resources`` are named as in :class:`auditor.facts.Listing`; the check declares that fact in
    ``also`` and has the span of a scope.
    """
    listings = view.by(Listing, _resource)
    for resource in ("*", *resources):
        for listing in listings.get(resource, ()):
            if isinstance(listing.complete, Unknown):
                return listing.complete
            if not listing.complete:
                return Unknown(f"not all {resource} were listed")
    if "*" not in listings:
        missing = [resource for resource in resources if resource not in listings]
        if missing:
            return Unknown(f"{missing[0]} were not listed")
    return None


def _resource(listing: Listing) -> str:
    return listing.resource


def containers(workload: Workload, *roles: str) -> tuple[Container, ...]:
    """Return the containers that could be read, of these roles or of all."""
    if isinstance(workload.containers, Unknown):
        return ()
    if not roles:
        return workload.containers
    return tuple(item for item in workload.containers if item.role in roles)


def runs_always(workload: Workload) -> bool:
    """Say whether its pods are meant to run for ever (no job, nothing that ends by itself)."""
    if workload.origin.kind in ("Job", "CronJob"):
        return False
    return workload.restart_policy not in ("Never", "OnFailure")


def is_system(fact: Fact) -> bool:
    """Say whether it lies in a namespace that Kubernetes made for itself."""
    return isinstance(fact, ClusterFact) and fact.namespace in SYSTEM_NAMESPACES
