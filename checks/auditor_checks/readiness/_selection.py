"""Which pods a selector matches, found by an index of the labels that most selectors name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

from auditor.answers import Answer, any_of
from auditor.checking import View
from auditor.facts import ClusterFact, DisruptionBudget, Selector, Unknown, Workload
from auditor.nearness import apart
from auditor.selection import selects
from auditor_checks.readiness._joins import near, neighbours

PODS = (
    "pods",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "replicasets.apps",
    "replicationcontrollers",
    "jobs.batch",
    "cronjobs.batch",
)
"""What has to be listed before the absence of pods proves anything."""

_POD_NAME = "statefulset.kubernetes.io/pod-name"
_ADDED = frozenset(
    {
        _POD_NAME,
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "batch.kubernetes.io/job-name",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-hash",
    }
)
"""Labels that controllers add to pods, so that no template has them (Kubernetes documentation,
Well-Known Labels, Annotations and Taints)."""

_OPEN = ("a template fills it in",)
_UNWRITTEN = "default"
"""Where objects lie that do not say their namespace."""


class Chosen(NamedTuple):
    """Workloads whose pods a selector matches, and why there may be more."""

    workloads: tuple[Workload, ...]
    doubt: Unknown | None


def chosen(view: View[Any], fact: ClusterFact, selector: Selector | None) -> Chosen:
    """Match a selector with the pods near the fact that has it.

    Only workloads of the fact's own namespace, and of its own copy, are taken where there are
    some; without, those that may lie there. The check declares Workload in ``also``.
    """
    if selector is None:
        return Chosen((), None)
    own: list[Workload] = []
    others: list[Workload] = []
    doubt: Unknown | None = None
    pod = selector.labels.get(_POD_NAME)
    if not _ADDED.isdisjoint(selector.labels):
        kept = {key: value for key, value in selector.labels.items() if key not in _ADDED}
        selector = Selector(labels=kept, expressions=selector.expressions)
    for workload in _candidates(view, fact, selector):
        if isinstance(pod, str) and not _is_pod_of(workload, pod):
            continue
        answer = selects(selector, workload.pod_labels)
        if isinstance(answer, Unknown):
            doubt = doubt or answer
        elif answer:
            at_home = workload.namespace == fact.namespace and not apart(fact, workload)
            (own if at_home else others).append(workload)
    return Chosen(tuple(own or others), doubt)


def budgeted(view: View[Any], workload: Workload) -> Answer:
    """Say whether a PodDisruptionBudget selects the pods of a workload.

    The check declares DisruptionBudget in ``also``.
    """
    labels = workload.pod_labels
    if "" in labels or any(isinstance(value, Unknown) for value in labels.values()):
        budgets = list(neighbours(view, DisruptionBudget, workload))
    else:
        groups = view.by(DisruptionBudget, _first_label)
        budgets = [budget for pair in (None, *labels.items()) for budget in groups.get(pair, ())]
    return any_of(selects(budget.selector, labels) for budget in budgets if near(budget, workload))


def _first_label(budget: DisruptionBudget) -> Hashable:
    """Return a label that pods must have to be selected; None where that can't be said."""
    if budget.selector is not None:
        for key, value in budget.selector.labels.items():
            if key and isinstance(value, str):
                return key, value
    return None


def _is_pod_of(workload: Workload, pod: str) -> bool:
    """Say whether a stateful set gives one of its pods this name."""
    name, _, ordinal = pod.rpartition("-")
    return workload.origin.kind == "StatefulSet" and workload.name == name and ordinal.isdecimal()


def _labelled(label: str) -> Callable[[Workload], Hashable]:
    """Return the key of workloads by namespace and one label of their pods."""

    def key(workload: Workload) -> Hashable:
        return workload.namespace, _value(workload, label)

    return key


def _labelled_anywhere(label: str) -> Callable[[Workload], Hashable]:
    def key(workload: Workload) -> Hashable:
        return _value(workload, label)

    return key


def _value(workload: Workload, label: str) -> Hashable:
    labels = workload.pod_labels
    found = labels.get(label, labels.get(""))
    return _OPEN if isinstance(found, Unknown) else found


_INDEXES = {
    label: (_labelled(label), _labelled_anywhere(label))
    for label in (
        "app.kubernetes.io/name",
        "app",
        "k8s-app",
        "run",
        "name",
        "app.kubernetes.io/instance",
        "component",
    )
}
"""Labels by which selectors are looked up, the one that tells most apart first."""


def _candidates(view: View[Any], fact: ClusterFact, selector: Selector) -> Iterator[Workload]:
    """Yield the workloads near a fact that its selector may match."""
    for label, (spaced, anywhere) in _INDEXES.items():
        value = selector.labels.get(label)
        if not isinstance(value, str):
            continue
        for wanted in (value, _OPEN):
            if not fact.namespace_written:
                yield from view.by(Workload, anywhere).get(wanted, ())
                continue
            groups = view.by(Workload, spaced)
            yield from groups.get((fact.namespace, wanted), ())
            if fact.namespace != _UNWRITTEN:
                open_ones = groups.get((_UNWRITTEN, wanted), ())
                yield from (other for other in open_ones if not other.namespace_written)
        return
    yield from neighbours(view, Workload, fact)
