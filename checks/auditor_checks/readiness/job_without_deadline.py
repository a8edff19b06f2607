"""A job without a limit to how long it may take.

Why it matters
    A job that waits for something that never comes keeps its pod, its memory and its locks, and
    neither fails nor finishes, so nobody is told.

Verdicts
    FAIL when a Job, or the job of a CronJob, has no ``activeDeadlineSeconds``; PASS when it has
    one; UNKNOWN when a template fills it in.

How to mend it
    Give the job a deadline well above its longest run.

        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate, namespace: shop}
        spec:
          activeDeadlineSeconds: 1800
          ttlSecondsAfterFinished: 86400
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: migrate
                image: registry.example/migrate:1.4.2

Sources
    Jobs, https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the deadline of a job."""
    if workload.origin.kind not in ("Job", "CronJob"):
        return
    deadline, at = workload.active_deadline_seconds, "active_deadline_seconds"
    if isinstance(deadline, Unknown):
        yield Verdict(Outcome.UNKNOWN, deadline.reason, at)
    elif deadline is None:
        yield Verdict(Outcome.FAIL, f"{named(workload)} may run for ever", at)
    else:
        yield Verdict(Outcome.PASS, f"{named(workload)} is ended after {deadline} s", at)


CHECK = Check(
    id="readiness.job_without_deadline",
    title="Job may run for ever",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
