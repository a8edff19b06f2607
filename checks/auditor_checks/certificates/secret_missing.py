"""A route whose TLS section names a Secret that is not there.

Why it matters
    The controller presents a self-signed certificate of its own, which clients refuse, or it
    does not set up the route at all. The Ingress itself looks perfectly well.

Verdicts
    FAIL in a cluster when the Secret does not exist. PASS when it does, and in manifests when
    something in them makes it: a Certificate or an issuer's annotation (cert-manager), a
    SealedSecret, an ExternalSecret. UNKNOWN when Secrets could not be read, when nothing in the
    manifests makes it, and when its name is filled in by a template.

How to mend it
    Create the Secret in the namespace of the route, or let cert-manager keep it.

        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          namespace: shop
          annotations:
            cert-manager.io/cluster-issuer: letsencrypt
        spec:
          tls:
          - hosts: [shop.example.com]
            secretName: web-tls

Sources
    Kubernetes documentation, Ingress, TLS, https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
    cert-manager documentation, Annotated Ingress resource, https://cert-manager.io/docs/usage/ingress/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import (
    CertificateOrder,
    Listing,
    ReferencedName,
    Route,
    SecretObject,
    TlsSecret,
    Unknown,
)
from auditor_checks._cluster import unseen
from auditor_checks._routes import referred, what

_MAKERS = ("ExternalSecret", "SealedSecret")


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Look for every Secret that the route names."""
    if isinstance(route.tls, Unknown):
        yield Verdict(Outcome.UNKNOWN, route.tls.reason, "tls")
        return
    for number, entry in enumerate(route.tls):
        if isinstance(entry.secret, Unknown):
            yield Verdict(Outcome.UNKNOWN, entry.secret.reason, f"tls[{number}]")
        elif entry.secret:
            yield _look(route, entry.secret, f"tls[{number}]", view)


def _look(route: Route, secret: str, at: str, view: View[Settings]) -> Verdict:
    named = secret if "/" in secret else f"{route.namespace}/{secret}"
    if referred(view, TlsSecret, route, secret) or referred(view, SecretObject, route, secret):
        return Verdict(Outcome.PASS, f"{what(route)}: Secret {named} is there", at)
    maker = "" if route.live else _maker(route, secret, view)
    if maker:
        return Verdict(Outcome.PASS, f"{what(route)}: {maker} makes Secret {named}", at)
    if not route.live:
        message = f"{what(route)}: Secret {named} is not among the manifests"
        return Verdict(Outcome.UNKNOWN, message, at)
    reason = unseen(view, "secrets")
    if reason is not None:
        return Verdict(Outcome.UNKNOWN, reason.reason, at)
    return Verdict(Outcome.FAIL, f"{what(route)}: Secret {named} does not exist", at)


def _maker(route: Route, secret: str, view: View[Settings]) -> str:
    """Say what in the manifests makes a Secret; nothing when nobody does."""
    if route.issuer:
        return f"annotation {route.issuer}"
    namespace, _, bare = secret.rpartition("/")
    for order in view.by(CertificateOrder, _secret).get(bare, ()):
        open_here = not (order.namespace_written and route.namespace_written)
        if open_here or order.namespace == (namespace or route.namespace):
            return f"Certificate {order.name}"
    name = referred(view, ReferencedName, route, secret)
    return f"{name.origin.kind} {name.name}" if name and name.origin.kind in _MAKERS else ""


def _secret(order: CertificateOrder) -> str | None:
    return order.secret if isinstance(order.secret, str) else None


CHECK = Check(
    id="certificates.secret_missing",
    title="Secret with the certificate of a route is missing",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("CERT-01",),
    also=(CertificateOrder, Listing, ReferencedName, SecretObject, TlsSecret),
    span=Span.SCOPE,
)
