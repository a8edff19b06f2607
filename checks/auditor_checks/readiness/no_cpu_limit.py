"""A container that may use every core of its machine.

Why it matters
    One busy loop slows down everything else on the node. Teams that trust requests alone to share
    the CPU fairly can switch this check off; without either, neighbours decide how fast you are.

Verdicts
    FAIL for each container, init container or sidecar without a CPU limit of its own or of its
    pod; PASS when there is one; UNKNOWN when a template fills it in.

How to mend it
    Set a CPU limit well above what the container uses at its busiest.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            resources:
              requests: {cpu: 250m, memory: 256Mi}
              limits: {cpu: "1", memory: 256Mi}

Sources
    Resource Management for Pods and Containers, https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Workload
from auditor_checks.readiness import _amounts

judge = _amounts.given("cpu_limit", "CPU limit")


CHECK = Check(
    id="readiness.no_cpu_limit",
    title="Container has no CPU limit",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "CKV_K8S_11",
        "KSV-0011",
        "AVD-KSV-0011",
        "C-0270",
        "cpuLimitsMissing",
        "unset-cpu-requirements",
        "container-resources",
        "require-cpu-limits",
        "containerlimits",
        "kics:CPU Limits Not Set",
    ),
)
