"""A container that is restarted as soon as it stops being ready.

Why it matters
    Not ready means: send no traffic for a while. When the liveness probe asks the same question
    and gives up no later, overload takes the pod away and restarts it as well, and its neighbours
    get its traffic and follow.

Verdicts
    Where both probes ask the same: FAIL when the liveness probe gives up as soon as the readiness
    probe or sooner (``periodSeconds`` × ``failureThreshold``); PASS when it is more patient, or
    asks something else. UNKNOWN when a probe cannot be read.

How to mend it
    Let the liveness probe ask something simpler, or give it a much higher failure threshold.

        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
          - name: web
            image: registry.example/web:1.4.2
            readinessProbe:
              httpGet: {path: /ready, port: 8080}
            livenessProbe:
              httpGet: {path: /alive, port: 8080}
              failureThreshold: 10

Sources
    Liveness, Readiness, and Startup Probes, https://kubernetes.io/docs/concepts/workloads/pods/probes/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Probe, Unknown, Workload
from auditor_checks.readiness._joins import named
from auditor_checks.readiness._probes import probed


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Compare both probes of each container."""
    for container in probed(workload):
        if isinstance(container, Verdict):
            yield container
        elif container.liveness and container.readiness:
            yield _compared(
                f"{named(workload)}: container {container.name}",
                f"{container.at}.liveness",
                container.liveness,
                container.readiness,
            )


def _compared(whose: str, at: str, liveness: Probe, readiness: Probe) -> Verdict:
    for form in (liveness.form, readiness.form):
        if isinstance(form, Unknown):
            return Verdict(Outcome.UNKNOWN, form.reason, at)
    if (liveness.form, liveness.detail) != (readiness.form, readiness.detail):
        return Verdict(Outcome.PASS, f"{whose} answers two different probes", at)
    alive, ready = _patience(liveness), _patience(readiness)
    if isinstance(alive, Unknown) or isinstance(ready, Unknown):
        reason = alive.reason if isinstance(alive, Unknown) else str(ready)
        return Verdict(Outcome.UNKNOWN, reason, at)
    if alive <= ready:
        text = f"{whose} is restarted after {alive} s by the probe that says it is not ready"
        return Verdict(Outcome.FAIL, text, at)
    text = f"{whose} is restarted after {alive} s, {alive - ready} s after it gets no more traffic"
    return Verdict(Outcome.PASS, text, at)


def _patience(probe: Probe) -> int | Unknown:
    """Return the seconds until a probe gives up."""
    period, failures = probe.period_seconds, probe.failure_threshold
    if isinstance(period, Unknown):
        return period
    return failures if isinstance(failures, Unknown) else period * failures


CHECK = Check(
    id="readiness.same_probes",
    title="Liveness probe gives up as soon as the readiness probe",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-01",),
)
