"""A service has no runbook.

Why it matters
    At three in the morning, whoever is on call has nothing to go by.

Verdicts
    FAIL when no runbook is named; PASS when one is.

How to mend it
    Write a runbook and name it in `runbook` of the service's table.

Sources
    Site Reliability Engineering, chapter 11: Being On-Call, https://sre.google/sre-book/being-on-call/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import Unknown
from auditor_services.facts import Service


def judge(service: Service, view: View[Settings]) -> Iterator[Verdict]:
    """Ask for any runbook at all."""
    runbook = service.runbook
    answer = runbook if runbook is None or isinstance(runbook, Unknown) else bool(runbook)
    subject = service.subject
    yield from wanted(answer, "runbook", f"{subject} has a runbook", f"{subject} has no runbook")


CHECK = Check(
    id="readiness.no_runbook",
    title="Service has no runbook",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Service,
    judge=judge,
    controls=("PRR-03",),
)
