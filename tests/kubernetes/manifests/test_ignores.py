"""Comments and annotations that accept a finding cover what they should, and nothing else."""

from __future__ import annotations

import pytest

from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

WHERE = """\
# auditor:ignore=a.b until=2027-01-31 reason="whole document"
---
# a remark
apiVersion: apps/v1 # trivy:ignore:T-1
kind: Deployment
metadata: {name: web} # checkov:skip=CKV_K8S_1:accepted by the team
spec:
  # auditor:ignore=workloads.* until=2027-01-31 reason="the whole template"
  template:
    spec: # trivy:ignore:T-2
      containers:
      # tfsec:ignore:T-3:exp:2027-01-01
      # a remark
      - name: web
        # trivy:ignore:T-4
        securityContext:
          privileged: true # trivy:ignore:T-5 trivy:ignore:T-6
        args: ["# trivy:ignore:NOT-1", '# trivy:ignore:NOT-2']
        command:
        - |
          # trivy:ignore:NOT-3
          run#trivy:ignore:NOT-4
        # trivy:ignore:T-7
      - name: side # trivy:ignore:T-8
        image: x
"""


def test_each_comment_covers_its_region(tree: Tree) -> None:
    found = collect(tree({"a.yaml": WHERE})).waivers
    told = [(item.syntax, item.ids, (item.region.line, item.region.end_line)) for item in found]
    assert told == [
        ("auditor", ("a.b",), (4, 25)),
        ("trivy", ("T-1",), (4, 4)),
        ("checkov", ("CKV_K8S_1",), (4, 25)),
        ("auditor", ("workloads.*",), (9, 25)),
        ("trivy", ("T-2",), (10, 25)),
        ("tfsec", ("T-3",), (14, 22)),
        ("trivy", ("T-4",), (16, 17)),
        ("trivy", ("T-5",), (17, 17)),
        ("trivy", ("T-6",), (17, 17)),
        ("trivy", ("T-7",), (24, 25)),
        ("trivy", ("T-8",), (24, 24)),
    ]
    assert [item.place.line for item in found] == [1, 4, 6, 8, 10, 12, 15, 17, 17, 23, 24]
    assert found[0].reason == "whole document"
    assert found[0].until == "2027-01-31"
    assert found[2].reason == "accepted by the team"
    assert found[5].until == "2027-01-01"
    assert not any(item.problem for item in found)


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("auditor:ignore", 'check and until=YYYY-MM-DD and reason="…" missing'),
        ("auditor:ignore=a until=2027-01-01", 'reason="…" missing'),
        ("auditor:ignore=a until=2027-13-01 reason=x", "the date is not a date"),
        ("auditor:ignore=a until=20270101 reason=x", "the date is not YYYY-MM-DD"),
        ("trivy:ignore:T[a=b]", "its conditions in brackets are not evaluated"),
        ("trivy:ignore:T:exp:tomorrow", "the date is not a date"),
    ],
)
def test_a_comment_that_has_no_effect_says_why(tree: Tree, comment: str, problem: str) -> None:
    (found,) = collect(tree({"a.yaml": f"# {comment}\n{pod()}"})).waivers
    assert found.problem.startswith(problem)


ANNOTATED = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    %s
spec:
  template:
    metadata: {annotations: {checkov.io/skip9: CKV_K8S_9}}
    spec:
      containers: []
"""


@pytest.mark.parametrize(
    ("annotation", "syntax", "ids", "reason"),
    [
        ("checkov.io/skip1: CKV_K8S_20=it must", "checkov", ("CKV_K8S_20",), "it must"),
        ("checkov.io/skip2: CKV_K8S_20", "checkov", ("CKV_K8S_20",), ""),
        ("ignore-check.kube-linter.io/run-as-non-root: it must", "kube-linter",
         ("run-as-non-root",), "it must"),
        ("kube-linter.io/ignore-all: it must", "kube-linter", ("*",), "it must"),
        ("kube-score/ignore: pod-networkpolicy, container-image-tag", "kube-score",
         ("pod-networkpolicy", "container-image-tag"), ""),
        ("polaris.fairwinds.com/cpuLimitsMissing-exempt: 'true'", "polaris",
         ("cpuLimitsMissing",), ""),
        ("polaris.fairwinds.com/exempt: true", "polaris", ("*",), ""),
    ],
)  # fmt: skip
def test_annotations_of_other_tools(
    tree: Tree, annotation: str, syntax: str, ids: tuple[str, ...], reason: str
) -> None:
    found = collect(tree({"a.yaml": ANNOTATED % annotation})).waivers
    assert [(item.syntax, item.ids, item.reason) for item in found] == [
        (syntax, ids, reason),
        ("checkov", ("CKV_K8S_9",), ""),
    ]
    assert [item.place.line for item in found] == [6, 9]
    assert {(item.region.line, item.region.end_line) for item in found} == {(1, 11)}


@pytest.mark.parametrize(
    "annotation",
    [
        "polaris.fairwinds.com/x-exempt: 'false'",
        "polaris.fairwinds.com/x-exempt: [1]",
        "checkov.io/skipped: x",
        "example.com/ignore: x",
    ],
)
def test_annotations_that_accept_nothing(tree: Tree, annotation: str) -> None:
    found = collect(tree({"a.yaml": ANNOTATED % annotation})).waivers
    assert [item.ids for item in found] == [("CKV_K8S_9",)]


def test_objects_that_share_their_lines_are_not_accepted_together(tree: Tree) -> None:
    item = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"%s},"spec":{"containers":[]}}'
    note = ',"annotations":{"checkov.io/skip1":"CKV_K8S_1"}'
    base = tree({"a.json": f"{item % ('a', note)} {item % ('b', '')}"})
    (found,) = collect(base).waivers
    assert found.problem == "several objects share its lines; waive in the configuration instead"
