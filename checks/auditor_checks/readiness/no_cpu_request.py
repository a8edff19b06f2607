"""A container that asks for no share of the CPU.

Why it matters
    The scheduler packs pods by their requests. Without one the pod is put anywhere, gets what
    others leave, and an autoscaler that measures the use of CPU has nothing to measure against.

Verdicts
    FAIL for each container, init container or sidecar for which no CPU request is written, be it
    on the container or on its pod. A limit alone is not enough: the API copies it, so that all of
    it is reserved, whatever the container uses. PASS when there is one; UNKNOWN when a template
    fills it in. A running pod shows the copy as its request and passes.

How to mend it
    Request the CPU that the container uses on an ordinary day.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            resources:
              requests: {cpu: 250m, memory: 256Mi}

Sources
    Resource Management for Pods and Containers, https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Workload
from auditor_checks.readiness import _amounts

judge = _amounts.given("cpu_request", "CPU request")


CHECK = Check(
    id="readiness.no_cpu_request",
    title="Container requests no CPU",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "CKV_K8S_10",
        "KSV-0015",
        "AVD-KSV-0015",
        "C-0268",
        "cpuRequestsMissing",
        "unset-cpu-requirements",
        "container-resources",
        "require-requests-limits",
        "containerrequests",
        "kics:CPU Requests Not Set",
    ),
)
