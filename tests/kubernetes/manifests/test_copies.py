"""Environments side by side: what lies beside one copy of an object says nothing of the others."""

from __future__ import annotations

import pytest

from auditor.facts import ClusterFact, DisruptionBudget, Workload
from auditor.nearness import apart
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

BUDGET = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 1}
"""


def file_of(fact: ClusterFact) -> str:
    assert fact.origin.place is not None
    return fact.origin.place.file


@pytest.mark.parametrize(
    ("budget", "beside"),
    [
        ("prod/budget.yaml", ["prod/web.yaml"]),
        ("prod/more/budget.yaml", ["prod/web.yaml"]),
        ("budget.yaml", ["dev/web.yaml", "prod/web.yaml"]),
        ("budgets/budget.yaml", ["dev/web.yaml", "prod/web.yaml"]),
    ],
    ids=["in the folder of one", "below it", "above both", "in a third folder"],
)
def test_what_lies_nearer_to_a_copy_belongs_to_it(
    tree: Tree, budget: str, beside: list[str]
) -> None:
    found = collect(tree({"dev/web.yaml": pod(), "prod/web.yaml": pod(), budget: BUDGET}))
    (one,) = found.all(DisruptionBudget)
    pods = found.all(Workload)
    assert sorted(file_of(fact) for fact in pods if not apart(fact, one)) == beside
    assert sorted(file_of(fact) for fact in pods if not apart(one, fact)) == beside


def test_a_file_of_its_own_is_nearer_than_the_folder(tree: Tree) -> None:
    both = pod() + "---\n" + BUDGET
    found = collect(tree({"a.yaml": both, "b.yaml": pod()}))
    (one,) = found.all(DisruptionBudget)
    pods = found.all(Workload)
    assert [file_of(fact) for fact in pods if not apart(fact, one)] == ["a.yaml"]


def test_an_object_that_stands_once_is_joined_with_all(tree: Tree) -> None:
    found = collect(tree({"dev/web.yaml": pod(), "prod/budget.yaml": BUDGET}))
    assert not any(fact.copies for fact in found.all(ClusterFact))
