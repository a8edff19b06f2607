"""Questions about containers and pods, and how answers become verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from auditor.answers import Answer
from auditor.checking import Outcome, Verdict
from auditor.facts import Container, Unknown, Volume, Workload
from auditor_checks._cluster import is_system

_ROLES = {
    "main": "container",
    "init": "init container",
    "sidecar": "sidecar container",
    "ephemeral": "ephemeral container",
}


class Question(Struct, frozen=True, gc=False):
    """Whether something is wrong; ``bad`` and ``good`` follow the name of who is asked.

    ``at`` names the field: within its container when a container is asked.
    """

    fault: Answer
    at: str
    bad: str
    good: str


def about(workload: Workload) -> str:
    """Name a workload in a message: ``Deployment web``."""
    return f"{workload.subject} {workload.name}"


def of_container(workload: Workload, container: Container, question: Question) -> Question:
    """Return a container's question as one of its workload, with whole place and words."""
    who = _who(container)
    return Question(
        question.fault,
        f"{container.at}.{question.at}",
        f"{who} {question.bad}",
        f"{who} {question.good}",
    )


def _who(container: Container) -> str:
    return f"{_ROLES[container.role]} {container.name or container.at}"


def verdict(workload: Workload, question: Question) -> Verdict:
    """Return what an answer means."""
    return _verdict(f"{about(workload)}:", question, question.at)


def _verdict(who: str, question: Question, at: str) -> Verdict:
    fault = question.fault
    if isinstance(fault, Unknown):
        return Verdict(Outcome.UNKNOWN, fault.reason, at)
    if fault:
        return Verdict(Outcome.FAIL, f"{who} {question.bad}", at)
    return Verdict(Outcome.PASS, f"{who} {question.good}", at)


def of_node(workload: Workload, at: str) -> Iterator[Verdict]:
    """Spare the parts of a node: pods that it runs for the cluster from files of its own.

    A control plane is made of them; the node's network and files are what they are there for.
    """
    if workload.static and is_system(workload):
        message = f"{about(workload)} is a part of its node"
        yield Verdict(Outcome.NOT_APPLICABLE, message, at)


def each_container(
    workload: Workload,
    ask: Callable[[Container], Iterable[Question]],
    *,
    linux: bool = True,
) -> Iterator[Verdict]:
    """Ask every container of every role; ``linux`` spares pods that are for Windows nodes."""
    if linux and workload.windows:
        return
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
        return
    for container in workload.containers:
        who = f"{about(workload)}: {_who(container)}"
        for question in ask(container):
            yield _verdict(who, question, f"{container.at}.{question.at}")


def each_volume(
    workload: Workload,
    ask: Callable[[Volume], Iterable[Question]],
    good: str,
) -> Iterator[Verdict]:
    """Ask every volume; when none has anything to answer for, say ``good`` of the workload."""
    if isinstance(workload.volumes, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.volumes.reason, "volumes")
        return
    found = [question for volume in workload.volumes for question in ask(volume)]
    if not found:
        yield Verdict(Outcome.PASS, f"{about(workload)} {good}", "volumes")
    for question in found:
        yield verdict(workload, question)


def of_pod(workload: Workload, questions: Iterable[Question]) -> Iterator[Verdict]:
    """Yield the verdicts on a pod's own fields."""
    for question in questions:
        yield verdict(workload, question)
