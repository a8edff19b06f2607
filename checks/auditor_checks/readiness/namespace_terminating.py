"""A namespace that was found while it was being deleted.

Why it matters
    A deletion takes seconds. One that hangs waits for a finalizer whose controller is gone, or for
    an API that does not answer; what is left in it is neither used nor cleaned up.

Verdicts
    FAIL when a running cluster reports the namespace as terminating; PASS when it does not.

How to mend it
    Repair what the conditions of the namespace name, so that the deletion can end.

    ``kubectl get namespace NAME -o yaml`` shows which finalizers and which APIs are waited for.
    Taking the finalizers away by hand leaves orphans behind.

Sources
    Namespaces, https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
    Finalizers, https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Namespace
from auditor_checks.readiness._joins import named


def judge(space: Namespace, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    if not space.live:
        return
    if space.terminating:
        yield Verdict(Outcome.FAIL, f"{named(space)} is being deleted and not gone")
    else:
        yield Verdict(Outcome.PASS, f"{named(space)} is in use")


CHECK = Check(
    id="readiness.namespace_terminating",
    title="Namespace is being deleted and not gone",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Namespace,
    judge=judge,
    controls=("PRR-01",),
)
