"""A container that is given a Secret through environment variables.

Why it matters
    Child processes inherit the environment, crash reports and debug pages print it, and it keeps
    its old value until the pod starts anew. A mounted file can be read when it is needed, has
    permissions, and follows a rotation.

Verdicts
    FAIL for each container with a variable from a Secret (``secretKeyRef``), or with all keys of
    one (``envFrom``). PASS for containers without. UNKNOWN when the containers could not be read.

How to mend it
    Mount the Secret as a file and tell the program where it is.

        volumes:
        - name: database
          secret: {secretName: database, defaultMode: 0400}
        containers:
        - name: web
          env:
          - {name: DATABASE_PASSWORD_FILE, value: /run/secrets/database/password}
          volumeMounts:
          - {name: database, mountPath: /run/secrets/database, readOnly: true}

Sources
    CIS Kubernetes Benchmark 1.8 section 5.4.1, https://www.cisecurity.org/benchmark/kubernetes
    Good practices for Kubernetes Secrets, https://kubernetes.io/docs/concepts/security/secrets-good-practices/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for variables that come from a Secret."""
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
    for container in containers(workload):
        yield _verdict(container)


def _verdict(container: Container) -> Verdict:
    at = f"{container.at}.environment"
    passed = [item for item in container.environment if item.source == "secret"]
    if not passed:
        text = f"container {container.name} has no variable from a Secret"
        return Verdict(Outcome.PASS, text, at)
    named = sorted({item.name or f"all of {item.reference}" for item in passed})
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    shown = ", ".join(named[:3]) + more
    return Verdict(
        Outcome.FAIL, f"container {container.name} has variables from Secrets: {shown}", at
    )


CHECK = Check(
    id="secrets.passed_in_environment",
    title="Container gets a Secret through its environment",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("SECR-01", "SECR-02"),
    same_as=(
        "CKV_K8S_35",
        "kics:Secrets As Environment Variables",
        "read-secret-from-env-var",
        "secrets-not-from-env-vars",
    ),
)
