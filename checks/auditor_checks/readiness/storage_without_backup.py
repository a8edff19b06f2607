"""A stateful set whose claims no backup schedule will cover.

Why it matters
    Databases come as stateful sets, and their claims are made when they start. Whoever adds one
    must think of the schedule at the same time, or nobody does.

Verdicts
    For manifests of stateful sets with claims, where Velero schedules exist beside them: PASS when
    one covers the namespace with its volumes; FAIL when none does; UNKNOWN when a label selector, a
    template or an open namespace decides. In a running cluster the claims themselves are judged.

How to mend it
    Add the namespace to a schedule that backs up volumes.

        apiVersion: velero.io/v1
        kind: Schedule
        metadata: {name: nightly, namespace: velero}
        spec:
          schedule: "0 2 * * *"
          template:
            includedNamespaces: [shop]
            snapshotVolumes: true
            ttl: 720h
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: shop}
        spec:
          selector: {matchLabels: {app: db}}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 20Gi}}
          template:
            metadata: {labels: {app: db}}
            spec:
              containers:
              - name: db
                image: registry.example/db:16.4

Sources
    Velero Schedule API Type, https://velero.io/docs/main/api-types/schedule/
    StatefulSets, https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import BackupPlan, Listing, Unknown, Workload
from auditor_checks.readiness._backups import backed_up
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a schedule that covers the claims of a stateful set."""
    if workload.live or not workload.claims:
        return
    answer, at = backed_up(view, workload), "claims"
    if answer is None:
        return
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, at)
    elif answer:
        text = f"{named(workload)}: its storage is in a backup schedule"
        yield Verdict(Outcome.PASS, text, at)
    else:
        text = f"{named(workload)}: its storage is in no backup schedule"
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="readiness.storage_without_backup",
    title="Stateful set's storage is in no backup",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("BCK-01",),
    also=(BackupPlan, Listing),
    span=Span.SCOPE,
)
