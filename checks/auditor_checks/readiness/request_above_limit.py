"""A container that asks for more than it may use.

Why it matters
    The API refuses such a pod. A Deployment with this template is accepted, and then makes no
    pods: the fault shows only when the rollout does not move.

Verdicts
    For CPU and memory of each container where both are given: FAIL when the request is greater
    than the limit; PASS when it is not; UNKNOWN when a template fills in one of them.

How to mend it
    Raise the limit to the request, or lower the request.

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

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Compare request and limit of CPU and memory in each container."""
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
        return
    for container in containers(workload, "main", "sidecar", "init"):
        for resource, noun in (("cpu", "CPU"), ("memory", "memory")):
            request = getattr(container, f"{resource}_request")
            limit = getattr(container, f"{resource}_limit")
            at = f"{container.at}.{resource}_request"
            if request is None or limit is None:
                continue
            hole = next((it for it in (request, limit) if isinstance(it, Unknown)), None)
            whose = f"{named(workload)}: container {container.name}"
            if hole is not None:
                yield Verdict(Outcome.UNKNOWN, hole.reason, at)
            elif request > limit:
                yield Verdict(Outcome.FAIL, f"{whose} requests more {noun} than its limit", at)
            else:
                yield Verdict(Outcome.PASS, f"{whose} requests no more {noun} than its limit", at)


CHECK = Check(
    id="readiness.request_above_limit",
    title="Container requests more than its limit",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
