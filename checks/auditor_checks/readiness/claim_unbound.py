"""A claim of storage that was never given a volume, or has lost it.

Why it matters
    Pods that mount it do not start. A claim whose volume is lost means lost data.

Verdicts
    For claims of a running cluster: FAIL when the claim is not bound ``grace_minutes`` (15) after
    it was made; PASS when it is bound. A claim that waits for its first pod fails too: it is
    either unused or its pod does not start.

How to mend it
    Repair what the events of the claim name, or delete the claim when nothing uses it.

    ``kubectl describe pvc NAME`` shows them: no such storage class, no capacity, or no pod that
    mounts it yet.

Sources
    Persistent Volumes, https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import PersistentClaim
from auditor_checks.readiness._joins import named


class ClaimSettings(Settings, frozen=True, kw_only=True):
    """How long binding may take, in minutes."""

    grace_minutes: int = 15


def judge(claim: PersistentClaim, view: View[ClaimSettings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    if claim.bound is None:
        return
    if claim.bound:
        yield Verdict(Outcome.PASS, f"{named(claim)} has a volume")
        return
    grace = timedelta(minutes=view.settings.grace_minutes)
    if claim.created is None or view.moment - claim.created > grace:
        yield Verdict(Outcome.FAIL, f"{named(claim)} has no volume")


CHECK = Check(
    id="readiness.claim_unbound",
    title="Storage claim has no volume",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=PersistentClaim,
    judge=judge,
    settings=ClaimSettings,
    controls=("PRR-01",),
)
