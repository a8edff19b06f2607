"""A container that gets traffic before, and after, it can answer.

Why it matters
    Without the probe a pod counts as ready as soon as its process starts. Every rollout and every
    restart then answers some requests with errors, and a broken release replaces the good one.

Verdicts
    FAIL for each container without a readiness probe; PASS when there is one; UNKNOWN when it
    cannot be read. Init containers, jobs, and pods that are not restarted are not asked.

How to mend it
    Give the container a readiness probe that succeeds only when it can serve.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            readinessProbe:
              httpGet: {path: /ready, port: 8080}
              periodSeconds: 5

Sources
    Configure Liveness, Readiness and Startup Probes, https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Workload
from auditor_checks.readiness import _probes

judge = _probes.given("readiness")


CHECK = Check(
    id="readiness.no_readiness_probe",
    title="Container has no readiness probe",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "CKV_K8S_9",
        "C-0018",
        "readinessProbeMissing",
        "no-readiness-probe",
        "pod-probes",
        "require-pod-probes",
        "requiredprobes",
        "kics:Readiness Probe Is Not Configured",
    ),
)
