"""A workload with a container that keeps being restarted.

Why it matters
    It crashes, runs out of memory, or fails its liveness probe. Each time it drops what it was
    doing, and the pauses before it is started again grow to five minutes.

Verdicts
    For workloads of a running cluster: FAIL when one container of its pods was restarted
    ``max_restarts`` (10) times or more; PASS when none was.

How to mend it
    Find the reason of the last end, and mend the program, its memory limit or its probe.

    ``kubectl describe pod NAME`` shows the last state (``OOMKilled``, ``Error``), and
    ``kubectl logs --previous NAME`` what it said last.

Sources
    Debug Running Pods, https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/
    Pod Lifecycle, https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks._ages import counted
from auditor_checks.readiness._joins import named


class RestartSettings(Settings, frozen=True, kw_only=True):
    """How many restarts of one container are too many."""

    max_restarts: int = 10


def judge(workload: Workload, view: View[RestartSettings]) -> Iterator[Verdict]:
    """Judge the restarts that the cluster counted."""
    count = workload.restarts
    if count is None:
        return
    text = f"{named(workload)}: a container was restarted {counted(count, 'time')}"
    failed = count >= view.settings.max_restarts
    yield Verdict(Outcome.FAIL if failed else Outcome.PASS, text, "restarts")


CHECK = Check(
    id="readiness.restarting",
    title="Container restarts again and again",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    settings=RestartSettings,
    controls=("PRR-01", "PRR-03"),
)
