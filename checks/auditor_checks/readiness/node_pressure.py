"""A machine of the cluster that runs out of something, or has a broken part.

Why it matters
    A node under pressure evicts pods, and takes no new ones. The others follow when its pods move
    to them.

Verdicts
    FAIL when a condition holds that should not: pressure of memory, disk or process numbers, no
    network, a hanging kernel, a file system gone read-only. PASS when none does. Nothing when the
    cluster reports no conditions.

How to mend it
    Free what is short, or drain and replace the node.

    ``kubectl describe node NAME`` shows the condition and its message.

Sources
    Node-pressure Eviction, https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
    Node Status, https://kubernetes.io/docs/reference/node/node-status/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Node
from auditor_checks.readiness._joins import named


def judge(node: Node, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    if node.problems:
        faults = ", ".join(node.problems)
        yield Verdict(Outcome.FAIL, f"{named(node)} reports {faults}", "problems")
    elif node.ready is not None:
        yield Verdict(Outcome.PASS, f"{named(node)} reports no fault", "problems")


CHECK = Check(
    id="readiness.node_pressure",
    title="Node reports a fault",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Node,
    judge=judge,
    controls=("PRR-01",),
)
