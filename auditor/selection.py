"""Label selectors, judged with the three answers yes, no and unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from auditor.answers import Answer, all_of
from auditor.facts import Requirement, Selector, Unknown

Labels: TypeAlias = Mapping[str, str | Unknown]


def selects(selector: Selector | None, labels: Labels) -> Answer:
    """Say whether a label selector matches labels. None selects nothing, empty everything.

    Source: Kubernetes documentation, Labels and Selectors.
    """
    if selector is None:
        return False
    return all_of(_conditions(selector, labels))


def selected(wanted: Labels | None, labels: Labels) -> Answer:
    """Say whether the selector of a Service matches labels; none or empty selects nothing."""
    return selects(Selector(labels=dict(wanted)), labels) if wanted else False


def _conditions(selector: Selector, labels: Labels) -> Iterator[Answer]:
    for key, value in selector.labels.items():
        if not key:
            yield value if isinstance(value, Unknown) else False
        else:
            yield _is_one_of(labels, key, (value,))
    for expression in selector.expressions:
        yield _holds(expression, labels)


def _holds(expression: Requirement, labels: Labels) -> Answer:
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


def _is_one_of(labels: Labels, key: str, values: Iterable[str | Unknown]) -> Answer:
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
