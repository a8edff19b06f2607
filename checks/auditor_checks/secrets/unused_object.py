"""A Secret of a cluster that nothing refers to.

Why it matters
    What it opens is open still, and nobody will rotate it, because nobody knows what it is for.

Verdicts
    PASS when a workload, a service account, an Ingress, a Gateway or a cert-manager Certificate of
    its namespace refers to the Secret. FAIL when nothing does that was read. UNKNOWN when not all
    of these were listed. Tokens, Helm's records and Secrets that a controller keeps are not judged,
    nor are manifests. Operators that look a Secret up by a name in their own objects are not seen:
    waive what they use.

How to mend it
    Find out what it opens, revoke that, and delete the Secret.

        kubectl --namespace shop describe secret old-database

Sources
    Good practices for Kubernetes Secrets, https://kubernetes.io/docs/concepts/security/secrets-good-practices/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import (
    CertificateOrder,
    Listing,
    Route,
    SecretObject,
    ServiceAccount,
    Unknown,
    Workload,
)
from auditor_checks._cluster import containers, namespace_of, unseen
from auditor_checks.secrets._objects import TOKEN, of_people

_LISTED = (
    "pods",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "cronjobs.batch",
    "jobs.batch",
    "replicasets.apps",
    "replicationcontrollers",
    "serviceaccounts",
    "ingresses.networking.k8s.io",
    "gateways.gateway.networking.k8s.io",
)


def judge(secret: SecretObject, view: View[Settings]) -> Iterator[Verdict]:
    """Look for whoever refers to the Secret in its namespace."""
    kept = of_people(secret)
    if not secret.live or (kept is False and secret.type != "kubernetes.io/tls"):
        return
    if secret.managed or secret.managed_by or secret.type == TOKEN:
        return
    hole: Unknown | None = kept if isinstance(kept, Unknown) else None
    for user, name in _references(view, secret.namespace):
        if name == secret.name:
            text = f"Secret {secret.name} is used by {user}"
            yield Verdict(Outcome.PASS, text)
            return
        if isinstance(name, Unknown):
            hole = hole or name
    hole = hole or unseen(view, *_LISTED)
    if hole is not None:
        yield Verdict(Outcome.UNKNOWN, f"whether Secret {secret.name} is used: {hole.reason}")
    else:
        yield Verdict(Outcome.FAIL, f"nothing refers to Secret {secret.name}")


def _references(view: View[Settings], namespace: str) -> Iterator[tuple[str, str | Unknown]]:
    """Yield what refers to Secrets in a namespace, with the names."""
    for workload in view.by(Workload, namespace_of).get(namespace, ()):
        by = f"{workload.origin.kind} {workload.name}"
        yield from ((by, name) for name in _of_workload(workload))
    for account in view.by(ServiceAccount, namespace_of).get(namespace, ()):
        yield from ((f"ServiceAccount {account.name}", name) for name in account.secrets)
    for route in view.by(Route, namespace_of).get(namespace, ()):
        if isinstance(route.tls, Unknown):
            yield "", route.tls
        else:
            yield from ((f"{route.origin.kind} {route.name}", tls.secret) for tls in route.tls)
    for order in view.by(CertificateOrder, namespace_of).get(namespace, ()):
        yield f"Certificate {order.name}", order.secret


def _of_workload(workload: Workload) -> Iterator[str | Unknown]:
    if isinstance(workload.containers, Unknown):
        yield workload.containers
    for container in containers(workload):
        for variable in container.environment:
            if variable.source == "secret":
                yield variable.reference
    if isinstance(workload.volumes, Unknown):
        yield workload.volumes
    else:
        for volume in workload.volumes:
            yield from volume.secrets
    yield from workload.pull_secrets


CHECK = Check(
    id="secrets.unused_object",
    title="Nothing refers to the Secret",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=SecretObject,
    also=(Workload, ServiceAccount, Route, CertificateOrder, Listing),
    span=Span.SCOPE,
    judge=judge,
    controls=("SECR-02",),
)
