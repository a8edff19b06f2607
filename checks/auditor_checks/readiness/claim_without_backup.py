"""Storage that no backup schedule covers.

Why it matters
    A deleted namespace takes its volumes along. What no schedule covers cannot be brought back.

Verdicts
    Where Velero schedules exist: PASS when one covers the claim's namespace with its volumes; FAIL
    when none does; UNKNOWN when a label selector or a template decides, or schedules could not be
    read. Without any schedule a running cluster gives UNKNOWN, since backups by other means cannot
    be seen through its API, and manifests give nothing.

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
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: shop}
        spec:
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 20Gi}}

Sources
    Velero Schedule API Type, https://velero.io/docs/main/api-types/schedule/
    Velero Backup API Type, https://velero.io/docs/main/api-types/backup/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import BackupPlan, Listing, PersistentClaim, Unknown
from auditor_checks.readiness._backups import backed_up
from auditor_checks.readiness._joins import named


def judge(claim: PersistentClaim, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a schedule that covers the claim."""
    answer = backed_up(view, claim)
    if answer is None:
        return
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason)
    elif answer:
        yield Verdict(Outcome.PASS, f"{named(claim)} is in a backup schedule")
    else:
        yield Verdict(Outcome.FAIL, f"{named(claim)} is in no backup schedule")


CHECK = Check(
    id="readiness.claim_without_backup",
    title="Storage claim is in no backup",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=PersistentClaim,
    judge=judge,
    controls=("BCK-01",),
    also=(BackupPlan, Listing),
    span=Span.SCOPE,
)
