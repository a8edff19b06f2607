"""A container that nobody restarts when it hangs.

Why it matters
    A process that deadlocks still runs, so nothing replaces it. A liveness probe turns a hang at
    night into a restart.

Verdicts
    FAIL for each container without a liveness probe; PASS when there is one; UNKNOWN when it
    cannot be read. Init containers, jobs, and pods that are not restarted are not asked.

How to mend it
    Give the container a cheap liveness probe that asks only whether the process still works.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            livenessProbe:
              httpGet: {path: /alive, port: 8080}
              periodSeconds: 10
              failureThreshold: 6

    Never let it ask other services: their outage would restart this one too.

Sources
    Configure Liveness, Readiness and Startup Probes, https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Workload
from auditor_checks.readiness import _probes

judge = _probes.given("liveness")


CHECK = Check(
    id="readiness.no_liveness_probe",
    title="Container has no liveness probe",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "CKV_K8S_8",
        "C-0056",
        "livenessProbeMissing",
        "no-liveness-probe",
        "pod-probes",
        "require-pod-probes",
        "requiredprobes",
        "kics:Liveness Probe Is Not Defined",
    ),
)
