"""A route to a Service that does not exist.

Why it matters
    Its clients get an error page of the controller. Usually the Service was renamed and the
    route was not, or it lies in another namespace, where an Ingress cannot reach it.

Verdicts
    FAIL when a Service that the route names does not exist in its namespace. PASS when all do.
    UNKNOWN when Services could not be read, a name is filled in by a template, or the Service is
    named after a custom resource beside the route, whose controller may make it.

How to mend it
    Name a Service of the same namespace.

        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec:
          rules:
          - host: shop.example.com
            http:
              paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          selector: {app: web}
          ports:
          - {port: 80, targetPort: 8080}

Sources
    Kubernetes documentation, Ingress, https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
    Gateway API documentation, HTTPRoute, https://gateway-api.sigs.k8s.io/api-types/httproute/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, NetworkService, ReferencedName, Route, Unknown
from auditor_checks._cluster import unseen
from auditor_checks._routes import referred, what
from auditor_checks.readiness._joins import neighbours
from auditor_checks.readiness._makers import MAKING_NOTHING


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Look for every Service that the route names."""
    for backend in route.backends:
        if isinstance(backend, Unknown):
            yield Verdict(Outcome.UNKNOWN, backend.reason, "backends")
            continue
        if not backend or "@" in backend:
            continue
        at = f"backends[{backend}]"
        if referred(view, NetworkService, route, backend) is not None:
            yield Verdict(Outcome.PASS, f"{what(route)} leads to Service {backend}", at)
            continue
        reason = unseen(view, "services") or _maker(view, route, backend)
        if reason is not None:
            yield Verdict(Outcome.UNKNOWN, reason.reason, at)
        else:
            message = f"{what(route)} leads to Service {backend}, which does not exist"
            yield Verdict(Outcome.FAIL, message, at)


def _maker(view: View[Settings], route: Route, backend: str) -> Unknown | None:
    """Return a custom resource after which a Service is named: whole words of the Service's name
    are that of the resource, as in ``kibana-kb-http``."""
    if route.live or "/" in backend:
        return None
    for custom in neighbours(view, ReferencedName, route):
        makes = custom.origin.kind not in MAKING_NOTHING
        if makes and f"-{custom.name}-" in f"-{backend}-":
            return Unknown(f"{custom.origin.kind} {custom.name} may make Service {backend}")
    return None


CHECK = Check(
    id="readiness.route_leads_nowhere",
    title="Route leads to a Service that does not exist",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("PRR-01",),
    same_as=("ingress-targets-service", "dangling-ingress"),
    also=(Listing, NetworkService, ReferencedName),
    span=Span.SCOPE,
)
