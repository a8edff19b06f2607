"""Joins between objects of a cluster, with the three answers yes, no and unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from auditor.checking import View
from auditor.facts import Container, Fact, Listing, Unknown, Workload
from auditor.facts.workloads import ClusterFact, Requirement, Selector
from auditor_checks._answers import Answer, all_of

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


def selects(selector: Selector | None, labels: Mapping[str, str | Unknown]) -> Answer:
    """Say whether a label selector matches labels. None selects nothing, empty everything.

    Source: Kubernetes documentation, Labels and Selectors.
    """
    if selector is None:
        return False
    return all_of(_conditions(selector, labels))


def selected(wanted: Mapping[str, str | Unknown] | None, labels: Mapping[str, Any]) -> Answer:
    """Say whether the selector of a Service matches labels; none or empty selects nothing."""
    return selects(Selector(labels=dict(wanted)), labels) if wanted else False


def _conditions(selector: Selector, labels: Mapping[str, str | Unknown]) -> Iterator[Answer]:
    for key, value in selector.labels.items():
        if not key:
            yield value if isinstance(value, Unknown) else False
        else:
            yield _is_one_of(labels, key, (value,))
    for expression in selector.expressions:
        yield _holds(expression, labels)


def _holds(expression: Requirement, labels: Mapping[str, str | Unknown]) -> Answer:
    key = expression.key
    if expression.operator in ("Exists", "DoesNotExist"):
        wanted = expression.operator == "Exists"
        if key in labels:
            return wanted
        hole = labels.get("")
        return hole if isinstance(hole, Unknown) else not wanted
    found = _is_one_of(labels, key, expression.values)
    if expression.operator == "NotIn":
        return found if isinstance(found, Unknown) else not found
    return found


def _is_one_of(
    labels: Mapping[str, str | Unknown], key: str, values: Iterable[str | Unknown]
) -> Answer:
    found = labels.get(key, labels.get(""))
    if found is None or isinstance(found, Unknown):
        return False if found is None else found
    hole: Unknown | None = None
    for value in values:
        if value == found:
            return True
        if isinstance(value, Unknown):
            hole = value
    return False if hole is None else hole


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
