"""A workload whose controller lags behind what was applied.

Why it matters
    The change was accepted and nothing was done about it: the controller is down, stuck or
    overloaded. Ready counts and conditions speak of an older version.

Verdicts
    For workloads of a running cluster: FAIL when the generation that the controller has seen is
    older than the object's; PASS when it is the same.

How to mend it
    Find out why the controller manager does not get to it.

    ``kubectl get lease -n kube-system`` shows whether a controller manager leads, its logs and
    metrics whether it is throttled.

Sources
    Deployment Status, https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    if workload.stale is None:
        return
    if workload.stale:
        text = f"{named(workload)}: its controller has not seen the latest change"
        yield Verdict(Outcome.FAIL, text, "stale")
    else:
        text = f"{named(workload)}: its controller has seen the latest change"
        yield Verdict(Outcome.PASS, text, "stale")


CHECK = Check(
    id="readiness.stale_state",
    title="Controller has not seen the latest change",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
