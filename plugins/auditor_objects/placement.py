"""What keeps the pods of one maker apart from each other."""

from __future__ import annotations

from auditor.answers import Answer, any_of
from auditor.selection import Labels, selects
from auditor_objects.model import Node
from auditor_objects.selectors import selector


def kept_apart(affinity: Node, labels: Labels) -> Answer:
    """Say whether pod anti-affinity, demanded or preferred, is against the pods themselves.

    A term against other pods, or without a selector, does not keep a maker's own pods apart
    (Kubernetes documentation, Assigning Pods to Nodes).
    """
    return any_of(
        (
            _against(affinity.get("requiredDuringSchedulingIgnoredDuringExecution"), labels),
            _against(
                affinity.get("preferredDuringSchedulingIgnoredDuringExecution"),
                labels,
                "podAffinityTerm",
            ),
        )
    )


def spread(constraints: Node, labels: Labels) -> Answer:
    """Say whether a topology spread constraint counts the pods themselves."""
    if constraints and not isinstance(constraints.value, list):
        return constraints.wrong("a list")
    return any_of(
        selects(selector(item.get("labelSelector")), labels) if item.get("labelSelector") else True
        for item in constraints.items()
    )


def _against(terms: Node, labels: Labels, *below: str) -> Answer:
    if terms and not isinstance(terms.value, list):
        return terms.wrong("a list")
    return any_of(
        selects(selector(term.get(*below, "labelSelector")), labels) for term in terms.items()
    )
