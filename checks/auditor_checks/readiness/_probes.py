"""What the checks of probes share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from auditor.checking import Outcome, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers, runs_always
from auditor_checks.readiness._joins import named


def probed(workload: Workload) -> Iterator[Container | Verdict]:
    """Yield the containers that should answer probes: main ones of pods that run for ever.

    An Unknown list of containers yields the verdict that says so.
    """
    if not runs_always(workload):
        return
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
        return
    yield from containers(workload, "main")


def given(field: str) -> Callable[[Workload, View[Any]], Iterator[Verdict]]:
    """Return a judgement of whether each container has a probe: ``liveness``, ``readiness``."""

    def judge(workload: Workload, view: View[Any]) -> Iterator[Verdict]:
        """Look for the probe in each container."""
        for container in probed(workload):
            if isinstance(container, Verdict):
                yield container
                continue
            probe, at = getattr(container, field), f"{container.at}.{field}"
            whose = f"{named(workload)}: container {container.name}"
            if probe is None:
                yield Verdict(Outcome.FAIL, f"{whose} has no {field} probe", at)
            elif isinstance(probe.form, Unknown):
                yield Verdict(Outcome.UNKNOWN, probe.form.reason, at)
            else:
                yield Verdict(Outcome.PASS, f"{whose} has a {field} probe", at)

    return judge
