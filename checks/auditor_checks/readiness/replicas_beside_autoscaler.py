"""A manifest that sets the replicas of what an autoscaler scales.

Why it matters
    Every time the manifest is applied the workload falls back to the written number, in the middle
    of the peak that the autoscaler scaled it up for.

Verdicts
    For manifests that an autoscaler targets: FAIL when ``replicas`` is written; PASS when it is
    not. UNKNOWN when it is written and can't be told whether an autoscaler governs it. Objects of
    a running cluster are not judged: there the number is always set.

How to mend it
    Leave replicas out of the manifest, and set the minimum in the autoscaler.

        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 6
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: registry.example/web:1.4.2

    When you take the line out of what is applied already, follow the note on migrating below, or
    the workload drops to one pod for a moment.

Sources
    Migrating Deployments and StatefulSets to horizontal autoscaling, https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Autoscaler, Listing, Unknown, Workload
from auditor_checks.readiness._joins import autoscaler_of, named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for an autoscaler beside written replicas."""
    if workload.live or workload.replicas is None:
        return
    scaler, at = autoscaler_of(view, workload), "replicas"
    if isinstance(scaler, Unknown):
        if workload.replicas_written:
            yield Verdict(Outcome.UNKNOWN, scaler.reason, at)
    elif scaler is not None and workload.replicas_written:
        text = f"{named(workload)} sets the replicas that {named(scaler)} scales"
        yield Verdict(Outcome.FAIL, text, at)
    elif scaler is not None:
        text = f"{named(workload)} leaves its replicas to {named(scaler)}"
        yield Verdict(Outcome.PASS, text, at)


CHECK = Check(
    id="readiness.replicas_beside_autoscaler",
    title="Number of pods is set twice",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "deployment-targeted-by-hpa-does-not-have-replicas-configured",
        "kics:HPA Targeted Deployments With Configured Replica Count",
    ),
    also=(Autoscaler, Listing),
    span=Span.SCOPE,
)
