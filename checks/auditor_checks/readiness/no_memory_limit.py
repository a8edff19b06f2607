"""A container that may use all memory of its machine.

Why it matters
    A leak in one container ends in the kernel killing others, or the node's own services. With a
    limit the one that leaks is killed and restarted, and the rest never notice.

Verdicts
    FAIL for each container, init container or sidecar without a memory limit of its own or of its
    pod; PASS when there is one; UNKNOWN when a template fills it in.

How to mend it
    Set a memory limit, equal to the request unless the container can live with being killed.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            resources:
              requests: {memory: 256Mi}
              limits: {memory: 256Mi}

Sources
    Resource Management for Pods and Containers, https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
    Assign Memory Resources to Containers and Pods, https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Workload
from auditor_checks.readiness import _amounts

judge = _amounts.given("memory_limit", "memory limit")


CHECK = Check(
    id="readiness.no_memory_limit",
    title="Container has no memory limit",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
    same_as=(
        "CKV_K8S_13",
        "KSV-0018",
        "AVD-KSV-0018",
        "C-0271",
        "memoryLimitsMissing",
        "unset-memory-requirements",
        "container-resources",
        "require-requests-limits",
        "containerlimits",
        "kics:Memory Limits Not Defined",
    ),
)
