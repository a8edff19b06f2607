"""A machine of the cluster that runs no pods, or has not been heard from.

Why it matters
    Its share of the work falls on the others, and pods that are bound to it by their storage wait.

Verdicts
    FAIL when the cluster does not report the node as ready; PASS when it does; UNKNOWN when that
    could not be had. Nothing for a manifest.

How to mend it
    Repair the node, or drain and replace it.

    ``kubectl describe node NAME`` shows the conditions; when the kubelet is silent, look at the
    machine itself.

Sources
    Node Status, https://kubernetes.io/docs/reference/node/node-status/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Node, Unknown
from auditor_checks.readiness._joins import named


def judge(node: Node, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    ready, at = node.ready, "ready"
    if ready is None:
        return
    if isinstance(ready, Unknown):
        yield Verdict(Outcome.UNKNOWN, ready.reason, at)
    elif ready:
        yield Verdict(Outcome.PASS, f"{named(node)} is ready", at)
    else:
        yield Verdict(Outcome.FAIL, f"{named(node)} is not ready", at)


CHECK = Check(
    id="readiness.node_not_ready",
    title="Node is not ready",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Node,
    judge=judge,
    controls=("PRR-01", "RES-01"),
)
