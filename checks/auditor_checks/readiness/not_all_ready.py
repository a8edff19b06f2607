"""A running workload of which a part, or all, does not serve.

Why it matters
    The reserve for the loss of a node is in use already, and a rollout that hangs may be the last
    one that anybody looked at.

Verdicts
    For workloads of a running cluster: FAIL when fewer pods are ready than are wanted, or it is
    reported as not available; PASS when all are ready. UNKNOWN when the number that is wanted can't
    be told.

How to mend it
    Find out from the pods' events and logs why they are not ready.

    ``kubectl get pods`` shows their state, ``kubectl describe pod NAME`` the events, and
    ``kubectl logs --previous NAME`` what a crashed container said last.

Sources
    Debug Pods, https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks._ages import counted
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the ready pods with those that are wanted."""
    wanted, ready, at = workload.replicas, workload.ready, "ready"
    if wanted is None or ready is None:
        return
    if isinstance(wanted, Unknown):
        yield Verdict(Outcome.UNKNOWN, wanted.reason, at)
        return
    text = f"{named(workload)}: {ready} of {counted(wanted, 'pod')} ready"
    if workload.unavailable_since:
        text += f", not available since {workload.unavailable_since:%Y-%m-%d %H:%M} UTC"
    short = ready < wanted or workload.unavailable_since is not None
    yield Verdict(Outcome.FAIL if short else Outcome.PASS, text, at)


CHECK = Check(
    id="readiness.not_all_ready",
    title="Workload has fewer ready pods than it wants",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
