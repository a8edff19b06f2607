"""A namespace that may use the whole cluster.

Why it matters
    One runaway autoscaler, loop or stolen credential takes every core and every address of all
    other teams.

Verdicts
    PASS when a ResourceQuota is in the namespace; FAIL when there is none; UNKNOWN when quotas
    could not be read. The namespaces of Kubernetes itself, and those being deleted, are not judged.

How to mend it
    Give the namespace a quota of what its team may use.

        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: team, namespace: shop}
        spec:
          hard:
            requests.cpu: "20"
            requests.memory: 64Gi
            pods: "100"

Sources
    Resource Quotas, https://kubernetes.io/docs/concepts/policy/resource-quotas/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, Namespace, Quota
from auditor_checks._cluster import SYSTEM_NAMESPACES, namespace_of, unseen
from auditor_checks.readiness._joins import named


def judge(space: Namespace, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a quota in the namespace."""
    if space.name in SYSTEM_NAMESPACES or space.terminating:
        return
    quotas = view.by(Quota, namespace_of).get(space.name, ())
    if any(quota.form == "quota" for quota in quotas):
        yield Verdict(Outcome.PASS, f"{named(space)} has a ResourceQuota")
        return
    missing = unseen(view, "resourcequotas")
    if missing is not None:
        yield Verdict(Outcome.UNKNOWN, missing.reason)
    else:
        yield Verdict(Outcome.FAIL, f"{named(space)} has no ResourceQuota")


CHECK = Check(
    id="readiness.namespace_without_quota",
    title="Namespace has no quota",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Namespace,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "KSV-0040",
        "AVD-KSV-0040",
        "kics:Pod or Container Without ResourceQuota",
    ),
    also=(Quota, Listing),
    span=Span.SCOPE,
)
