"""A job that stays in the cluster, with its pods, after it is done.

Why it matters
    Finished jobs pile up, slow down every list, and keep the next one of the same name from being
    made.

Verdicts
    FAIL when a Job has no ``ttlSecondsAfterFinished``; PASS when it has; UNKNOWN when a template
    fills it in. Jobs that something else removes are not judged: those of cron jobs and other
    owners, and hooks of Helm and Argo CD.

How to mend it
    Let the cluster remove the job some time after it is done.

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
    Automatic Cleanup for Finished Jobs, https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.readiness._hooks import is_hook
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the time after which a job is removed."""
    if workload.origin.kind != "Job" or workload.managed_by or is_hook(workload):
        return
    after, at = workload.ttl_seconds, "ttl_seconds"
    if isinstance(after, Unknown):
        yield Verdict(Outcome.UNKNOWN, after.reason, at)
    elif after is None:
        yield Verdict(Outcome.FAIL, f"{named(workload)} stays when it is done", at)
    else:
        yield Verdict(Outcome.PASS, f"{named(workload)} is removed {after} s after its end", at)


CHECK = Check(
    id="readiness.finished_job_kept",
    title="Finished job is never removed",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
