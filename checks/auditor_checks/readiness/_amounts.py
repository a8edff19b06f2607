"""The question that all checks of requests and limits ask: is this amount given?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from auditor.checking import Outcome, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.readiness._joins import named


def given(field: str, noun: str) -> Callable[[Workload, View[Any]], Iterator[Verdict]]:
    """Return a judgement of one amount of every container; ephemeral ones cannot have any.

    ``field`` is the container's: ``cpu_limit``; ``noun`` what people call it.
    """

    def judge(workload: Workload, view: View[Any]) -> Iterator[Verdict]:
        """Look for the amount in each container."""
        if isinstance(workload.containers, Unknown):
            yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
            return
        for container in containers(workload, "main", "sidecar", "init"):
            amount, at = getattr(container, field), f"{container.at}.{field}"
            whose = f"{named(workload)}: container {container.name}"
            if isinstance(amount, Unknown):
                yield Verdict(Outcome.UNKNOWN, amount.reason, at)
            elif amount and field in _copied(container):
                text = f"{whose} names no {noun}, so that all of its limit is reserved"
                yield Verdict(Outcome.FAIL, text, at)
            elif amount:
                yield Verdict(Outcome.PASS, f"{whose} has a {noun}", at)
            else:
                yield Verdict(Outcome.FAIL, f"{whose} has no {noun}", at)

    return judge


def _copied(container: Container) -> Iterator[str]:
    """Yield the fields that hold a copy of what another one says."""
    return (f"{resource}_request" for resource in container.copied_requests)
