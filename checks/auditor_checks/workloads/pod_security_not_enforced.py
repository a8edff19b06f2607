"""A namespace that enforces no pod security level, or one that forbids nothing.

Why it matters
    Without an enforced level whoever may create a pod in the namespace may create a privileged
    one, and with it take the node.

Verdicts
    FAIL when the label ``pod-security.kubernetes.io/enforce`` is absent, or is not ``baseline`` or
    ``restricted``; PASS for those two. UNKNOWN when it could not be had. Namespaces that
    Kubernetes makes for itself are not judged. Levels that the API server is configured with for
    all namespaces, and other admission controllers, cannot be seen here.

How to mend it
    Enforce the level baseline at least, and warn of what restricted would refuse.

        metadata:
          labels:
            pod-security.kubernetes.io/enforce: baseline
            pod-security.kubernetes.io/warn: restricted

Sources
    Kubernetes: pod security admission, https://kubernetes.io/docs/concepts/security/pod-security-admission/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Namespace, Unknown
from auditor_checks._cluster import SYSTEM_NAMESPACES


def judge(namespace: Namespace, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the level that is enforced."""
    name, level = namespace.name, namespace.enforce
    if name in SYSTEM_NAMESPACES:
        return
    if isinstance(level, Unknown):
        yield Verdict(Outcome.UNKNOWN, level.reason, "enforce")
    elif level in ("baseline", "restricted"):
        yield Verdict(Outcome.PASS, f"namespace {name} enforces the level {level}", "enforce")
    elif not level:
        yield Verdict(Outcome.FAIL, f"namespace {name} enforces no pod security level", "enforce")
    else:
        message = f"namespace {name} enforces the level {level}, which forbids nothing"
        if level != "privileged":
            message = f"namespace {name} names the pod security level {level}, which is none"
        yield Verdict(Outcome.FAIL, message, "enforce")


CHECK = Check(
    id="workloads.pod_security_not_enforced",
    title="Namespace lets pods do anything",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Namespace,
    judge=judge,
    controls=("PRR-02",),
)
