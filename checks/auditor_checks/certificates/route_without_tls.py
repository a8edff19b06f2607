"""An Ingress, Gateway or route that answers clients without TLS.

Why it matters
    What passes there can be read and changed on the way: passwords, sessions, downloads. Clients
    that know only the plain address never learn that there could be a better one.

Verdicts
    FAIL when there is no TLS section, when plain HTTP is allowed by its own words, and for each
    host that its TLS sections leave out. PASS when TLS is asked for, or a load balancer's
    annotations give it a certificate. UNKNOWN when that hangs on a template or on an object of a
    cloud's controller. Not judged are a Gateway with plain and protected listeners, since its plain
    ones usually redirect, and an Ingress that is part of another one, which has the TLS of both.

How to mend it
    Give the route a certificate for every host.

        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec:
          tls:
          - hosts: [shop.example.com]
            secretName: web-tls
          rules:
          - host: shop.example.com
            http:
              paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: web, port: {number: 80}}}

Sources
    Kubernetes documentation, Ingress, TLS, https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
    Gateway API documentation, TLS configuration, https://gateway-api.sigs.k8s.io/guides/tls/
    NSA and CISA, Kubernetes Hardening Guide, Network separation and hardening, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Route, Unknown
from auditor_checks._routes import covers, what


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``plain``, then look for hosts that TLS leaves out."""
    plain = route.plain
    if plain is None:
        return
    if isinstance(plain, Unknown):
        yield Verdict(Outcome.UNKNOWN, plain.reason, "plain")
        return
    if plain:
        yield Verdict(Outcome.FAIL, f"{what(route)} answers clients without TLS", "plain")
        return
    if isinstance(route.tls, Unknown):
        yield Verdict(Outcome.UNKNOWN, route.tls.reason, "plain")
        return
    if isinstance(route.hosts, Unknown):
        yield Verdict(Outcome.UNKNOWN, route.hosts.reason, "plain")
        return
    bare = list(_left_out(route))
    if not bare:
        yield Verdict(Outcome.PASS, f"{what(route)} speaks TLS with its clients", "plain")
    for host in bare:
        message = f"{what(route)} has no TLS for host {host}"
        yield Verdict(Outcome.FAIL, message, f"hosts[{host}]")


def _left_out(route: Route) -> Iterator[str]:
    """Yield the hosts that no TLS section names, where every section names its own."""
    if route.origin.kind != "Ingress" or isinstance(route.tls, Unknown) or not route.tls:
        return
    if not all(entry.hosts for entry in route.tls) or isinstance(route.hosts, Unknown):
        return
    named = [host for entry in route.tls for host in entry.hosts]
    if any(isinstance(host, Unknown) for host in named):
        return
    for host in dict.fromkeys(route.hosts):
        if isinstance(host, str) and host and not any(covers(str(name), host) for name in named):
            yield host


CHECK = Check(
    id="certificates.route_without_tls",
    title="Route answers without TLS",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("CERT-05",),
    same_as=(
        "C-0263",
        "tlsSettingsMissing",
        "require-ingress-https",
        "gatekeeper:httpsonly",
    ),
)
