"""A container that asks for no memory.

Why it matters
    The scheduler may put it on a node that has none to give. When memory runs short, pods that
    use more than they asked for are evicted first, and this one asked for nothing.

Verdicts
    FAIL for each container, init container or sidecar for which no memory request is written, be it
    on the container or on its pod. A limit alone is not enough: the API copies it, so that all of
    it is reserved, whatever the container uses. PASS when there is one; UNKNOWN when a template
    fills it in. A running pod shows the copy as its request and passes.

How to mend it
    Request the memory that the container uses at its busiest.

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
    Node-pressure Eviction, https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Workload
from auditor_checks.readiness import _amounts

judge = _amounts.given("memory_request", "memory request")


CHECK = Check(
    id="readiness.no_memory_request",
    title="Container requests no memory",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "CKV_K8S_12",
        "KSV-0016",
        "AVD-KSV-0016",
        "C-0269",
        "memoryRequestsMissing",
        "unset-memory-requirements",
        "container-resources",
        "require-requests-limits",
        "containerrequests",
        "kics:Memory Requests Not Defined",
    ),
)
