"""Label selectors as facts."""

from __future__ import annotations

from auditor.facts import Requirement, Selector
from auditor_objects.model import Node


def selector(node: Node) -> Selector | None:
    """Read a LabelSelector (``matchLabels``, ``matchExpressions``); None when absent."""
    if not node:
        return None
    if not isinstance(node.value, dict):
        return Selector(labels={"": node.wrong("a label selector")})
    expressions = tuple(
        Requirement(
            key=item.get("key").known(),
            operator=item.get("operator").known(),
            values=item.get("values").texts(),
        )
        for item in node.get("matchExpressions").items()
    )
    return Selector(labels=node.get("matchLabels").labels(), expressions=expressions)


def plain_selector(node: Node) -> Selector | None:
    """Read a selector that is a mapping of labels, as Services have it; None when absent."""
    return Selector(labels=node.labels()) if node else None
