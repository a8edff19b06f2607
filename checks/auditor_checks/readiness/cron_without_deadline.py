"""A cron job without a limit to how late it may start.

Why it matters
    After an outage of the control plane, or a long suspension, a job may start hours late and run
    into the working day. Without a deadline the controller counts missed starts since the last run,
    and by its documentation starts nothing any more once it counts over 100.

Verdicts
    FAIL when ``startingDeadlineSeconds`` is not given; PASS when it is; UNKNOWN when a template
    fills it in.

How to mend it
    Set the greatest delay at which the job is still worth starting.

        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report, namespace: shop}
        spec:
          schedule: "10 3 * * *"
          startingDeadlineSeconds: 3600
          concurrencyPolicy: Forbid
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: report
                    image: registry.example/report:1.4.2

Sources
    CronJob, https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the deadline of a cron job."""
    if workload.origin.kind != "CronJob":
        return
    deadline, at = workload.starting_deadline_seconds, "starting_deadline_seconds"
    if isinstance(deadline, Unknown):
        yield Verdict(Outcome.UNKNOWN, deadline.reason, at)
    elif deadline is None:
        yield Verdict(Outcome.FAIL, f"{named(workload)} may start at any delay", at)
    else:
        yield Verdict(Outcome.PASS, f"{named(workload)} starts within {deadline} s or not", at)


CHECK = Check(
    id="readiness.cron_without_deadline",
    title="Cron job has no deadline to start",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "restrict-jobs",
        "kics:CronJob Deadline Not Configured",
    ),
)
