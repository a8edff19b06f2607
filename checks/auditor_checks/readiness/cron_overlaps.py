"""A cron job that starts again while the last run hangs.

Why it matters
    One run that waits for ever is followed by the next on schedule, until they fill the nodes or
    hold every connection of the database.

Verdicts
    PASS when ``concurrencyPolicy`` is Forbid or Replace, or the job has a deadline
    (``activeDeadlineSeconds``); FAIL otherwise, since the default allows overlaps. UNKNOWN when a
    template fills in what decides.

How to mend it
    Forbid overlapping runs, or give each run a deadline.

        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report, namespace: shop}
        spec:
          schedule: "10 3 * * *"
          concurrencyPolicy: Forbid
          jobTemplate:
            spec:
              activeDeadlineSeconds: 1800
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: report
                    image: registry.example/report:1.4.2

Sources
    CronJob, https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import any_of
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what bounds the number of runs."""
    if workload.origin.kind != "CronJob":
        return
    policy, deadline, at = workload.concurrency, workload.active_deadline_seconds, "concurrency"
    bounded = any_of(
        (
            policy if isinstance(policy, Unknown) else policy in ("Forbid", "Replace"),
            deadline if isinstance(deadline, Unknown) else deadline is not None,
        )
    )
    if isinstance(bounded, Unknown):
        yield Verdict(Outcome.UNKNOWN, bounded.reason, at)
    elif bounded:
        yield Verdict(Outcome.PASS, f"{named(workload)}: its runs cannot pile up", at)
    else:
        text = f"{named(workload)} starts another run while the last one hangs"
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="readiness.cron_overlaps",
    title="Runs of a cron job may pile up",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
