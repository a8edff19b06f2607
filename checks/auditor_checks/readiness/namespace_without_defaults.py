"""A namespace where a container that asks for nothing gets everything.

Why it matters
    Someone always forgets requests and limits. A LimitRange fills them in, so that a forgotten line
    does not cost the node.

Verdicts
    PASS when a LimitRange is in the namespace; FAIL when there is none; UNKNOWN when they could not
    be read. The namespaces of Kubernetes itself, and those being deleted, are not judged.

How to mend it
    Add a LimitRange with default requests and limits.

        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: defaults, namespace: shop}
        spec:
          limits:
          - type: Container
            defaultRequest: {cpu: 100m, memory: 128Mi}
            default: {memory: 512Mi}

Sources
    Limit Ranges, https://kubernetes.io/docs/concepts/policy/limit-range/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, Namespace, Quota
from auditor_checks._cluster import SYSTEM_NAMESPACES, namespace_of, unseen
from auditor_checks.readiness._joins import named


def judge(space: Namespace, view: View[Settings]) -> Iterator[Verdict]:
    """Look for defaults in the namespace."""
    if space.name in SYSTEM_NAMESPACES or space.terminating:
        return
    quotas = view.by(Quota, namespace_of).get(space.name, ())
    if any(quota.form == "defaults" for quota in quotas):
        yield Verdict(Outcome.PASS, f"{named(space)} has a LimitRange")
        return
    missing = unseen(view, "limitranges")
    if missing is not None:
        yield Verdict(Outcome.UNKNOWN, missing.reason)
    else:
        yield Verdict(Outcome.FAIL, f"{named(space)} has no LimitRange")


CHECK = Check(
    id="readiness.namespace_without_defaults",
    title="Namespace gives containers no default limits",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Namespace,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "KSV-0039",
        "AVD-KSV-0039",
        "kics:Pod or Container Without LimitRange",
    ),
    also=(Quota, Listing),
    span=Span.SCOPE,
)
