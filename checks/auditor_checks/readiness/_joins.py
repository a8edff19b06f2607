"""Which objects of a cluster lie together: namespaces, autoscalers and their targets."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, TypeVar

from auditor.answers import Answer
from auditor.checking import View
from auditor.facts import Autoscaler, ClusterFact, Unknown, Workload
from auditor.nearness import apart
from auditor_checks._cluster import namespace_of, unseen

FactT = TypeVar("FactT", bound=ClusterFact)

AUTOSCALERS = "horizontalpodautoscalers.autoscaling"


def near(one: ClusterFact, other: ClusterFact) -> bool:
    """Say whether both lie in one namespace, or may: a manifest can leave it open. What belongs
    to another copy of one of them is not near."""
    return _together(one, other) and not apart(one, other)


def _together(one: ClusterFact, other: ClusterFact) -> bool:
    return one.namespace == other.namespace or not (
        one.namespace_written and other.namespace_written
    )


def neighbours(view: View[Any], kind: type[FactT], fact: ClusterFact) -> Iterator[FactT]:
    """Yield the facts of a kind that lie in one namespace with it, or may: those that surely do
    come first."""
    groups = view.by(kind, namespace_of)
    yield from groups.get(fact.namespace, ())
    if fact.namespace_written:
        for other in view.by(kind, _written).get(False, ()):
            if other.namespace != fact.namespace:
                yield other
    else:
        for namespace, others in groups.items():
            if namespace != fact.namespace:
                yield from others


def _written(fact: ClusterFact) -> bool:
    return fact.namespace_written


def autoscaler_of(view: View[Any], workload: Workload) -> Autoscaler | Unknown | None:
    """Return what scales a workload; an Unknown where that can't be told.

    The check declares Autoscaler and Listing in ``also``.
    """
    targets = view.by(Autoscaler, target_of)
    for scaler in targets.get((workload.origin.kind, workload.name), ()):
        if near(scaler, workload):
            return scaler
    for scaler in targets.get(None, ()):
        if near(scaler, workload):
            return Unknown(f"what {named(scaler)} scales is not known")
    return unseen(view, AUTOSCALERS)


def target_of(scaler: Autoscaler) -> Hashable:
    """Key for :meth:`auditor.checking.View.by`: kind and name; None when not known."""
    kind, name = scaler.target_kind, scaler.target
    return None if isinstance(kind, Unknown) or isinstance(name, Unknown) else (kind, name)


def scaled_by(view: View[Any], scaler: Autoscaler) -> Workload | None:
    """Return the workload that an autoscaler scales, where it was found.

    The check declares Workload in ``also``.
    """
    found = view.by(Workload, kind_and_name).get(target_of(scaler), ())
    beside = [workload for workload in found if _together(scaler, workload)]
    beside.sort(key=lambda it: (apart(scaler, it), it.namespace != scaler.namespace))
    return beside[0] if beside else None


def kind_and_name(fact: ClusterFact) -> tuple[str, str]:
    """Key for :meth:`auditor.checking.View.by`: kind and name."""
    return fact.origin.kind, fact.name


def least_pods(view: View[Any], workload: Workload) -> int | Unknown | None:
    """Return how few pods a workload may have: its replicas, or the minimum of its autoscaler.

    None where the question does not arise. The check declares Autoscaler and Listing.
    """
    if workload.replicas is None:
        return None
    scaler = autoscaler_of(view, workload)
    if scaler is None or isinstance(scaler, Unknown):
        return scaler or workload.replicas
    return 1 if scaler.minimum is None else scaler.minimum


def several_pods(view: View[Any], workload: Workload) -> Answer:
    """Say whether a workload may have more than one pod: by its replicas, or the maximum of its
    autoscaler. The check declares Autoscaler and Listing."""
    replicas = workload.replicas
    if isinstance(replicas, int) and replicas > 1:
        return True
    scaler = autoscaler_of(view, workload)
    if isinstance(scaler, Unknown):
        return scaler
    if scaler is None:
        return replicas if isinstance(replicas, Unknown) else False
    most = scaler.maximum
    return most if isinstance(most, Unknown) else most is None or most > 1


def named(fact: ClusterFact) -> str:
    """Return kind and name for messages: ``Deployment web``."""
    return f"{fact.subject} {fact.name}"
