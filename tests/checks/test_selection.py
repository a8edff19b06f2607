"""Looking pods up by their labels finds what comparing every pair would find."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from auditor.answers import any_of
from auditor.checking import Gathered, Settings, View
from auditor.facts import DisruptionBudget, Fact, Origin, Requirement, Selector, Unknown, Workload
from auditor.selection import selects
from auditor_checks.readiness._joins import near
from auditor_checks.readiness._selection import budgeted, chosen

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
OPEN = Unknown("a template")
LABELS: tuple[dict[str, str | Unknown], ...] = (
    {},
    {"app": "web"},
    {"app": "api"},
    {"app": "web", "tier": "front"},
    {"tier": "front"},
    {"app": OPEN},
    {"": OPEN},
    {"app.kubernetes.io/name": "web", "app": "api"},
)
SELECTORS = (
    *(Selector(labels=labels) for labels in LABELS),
    Selector(expressions=(Requirement(key="app", operator="In", values=("web", "api")),)),
    Selector(labels={"app": "web"}, expressions=(Requirement(key="tier", operator="Exists"),)),
)
SPACES = (("shop", True), ("other", True), ("default", True), ("default", False))


def made(kind: type[Fact], name: str, space: tuple[str, bool], **fields: Any) -> Any:
    namespace, written = space
    address = f"{namespace}/{kind.__name__}/{name}"
    origin = Origin(provider="kubernetes", scope="estate", address=address, kind=kind.__name__)
    return kind(
        origin=origin,
        subject=kind.__name__,
        name=name,
        namespace=namespace,
        namespace_written=written,
        **fields,
    )


WORKLOADS = [
    made(Workload, f"w{number}", space, pod_labels=labels, containers=())
    for number, (space, labels) in enumerate(product(SPACES, LABELS))
]
BUDGETS = [
    made(DisruptionBudget, f"b{number}", space, selector=selector)
    for number, (space, selector) in enumerate(product(SPACES, (*SELECTORS, None)))
]


def looking(*facts: Fact) -> View[Settings]:
    by_kind: dict[type[Fact], list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(type(fact), []).append(fact)
    return View(MOMENT, Settings(), (Workload, DisruptionBudget), Gathered(by_kind))


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.name)
def test_a_selector_finds_the_pods_near_it(budget: DisruptionBudget) -> None:
    answers = {
        workload.name: (workload, selects(budget.selector, workload.pod_labels))
        for workload in WORKLOADS
        if near(budget, workload)
    }
    sure = [workload for workload, answer in answers.values() if answer is True]
    own = {workload.name for workload in sure if workload.namespace == budget.namespace}
    found = chosen(looking(*WORKLOADS), budget, budget.selector)
    assert {workload.name for workload in found.workloads} == (
        own or {workload.name for workload in sure}
    )
    doubtful = any(isinstance(answer, Unknown) for _, answer in answers.values())
    assert (found.doubt is not None) == doubtful


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_a_workload_finds_the_budgets_near_it(workload: Workload) -> None:
    for budget in BUDGETS:
        expected = any_of(
            [selects(budget.selector, workload.pod_labels)] if near(budget, workload) else []
        )
        found = budgeted(looking(budget), workload)
        assert type(found) is type(expected)
        assert isinstance(found, Unknown) or found == expected
