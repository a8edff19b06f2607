"""A probe whose timeout is longer than its period.

Why it matters
    The next probe waits for the one before. When the container is slow the probes come late, and
    a hang is noticed long after the time that period and threshold promise.

Verdicts
    FAIL for each probe with ``timeoutSeconds`` above ``periodSeconds``; PASS for the others;
    UNKNOWN when a template fills in one of them.

How to mend it
    Set the timeout to no more than the period.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            readinessProbe:
              httpGet: {path: /ready, port: 8080}
              periodSeconds: 10
              timeoutSeconds: 3

Sources
    Configure Liveness, Readiness and Startup Probes, https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Probe, Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.readiness._joins import named


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Compare timeout and period of each probe."""
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
        return
    for container in containers(workload, "main", "sidecar"):
        for field in ("liveness", "readiness", "startup"):
            probe: Probe | None = getattr(container, field)
            if probe is not None:
                whose = f"{named(workload)}: {field} probe of container {container.name}"
                yield _timed(whose, f"{container.at}.{field}", probe)


def _timed(whose: str, at: str, probe: Probe) -> Verdict:
    period, timeout = probe.period_seconds, probe.timeout_seconds
    if isinstance(period, Unknown):
        return Verdict(Outcome.UNKNOWN, period.reason, at)
    if isinstance(timeout, Unknown):
        return Verdict(Outcome.UNKNOWN, timeout.reason, at)
    text = f"{whose} may take {timeout} s and comes every {period} s"
    return Verdict(Outcome.FAIL if timeout > period else Outcome.PASS, text, at)


CHECK = Check(
    id="readiness.probe_outlasts_period",
    title="Probe may take longer than its period",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
