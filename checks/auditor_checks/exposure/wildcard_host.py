"""An Ingress or route that takes requests for whatever host.

Why it matters
    It catches names that were never meant for it: a forgotten DNS record, a new subdomain of
    another team, a request with a forged Host header. Whoever may write such an Ingress may take
    over traffic that others are waiting for.

Verdicts
    FAIL when a host has a wildcard, and when an Ingress has a rule without a host, or no rules at
    all. PASS when every rule names its host. UNKNOWN when a host is filled in by a template.
    Gateways are not judged: their routes name the hosts.

How to mend it
    Name every host that the route is for.

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

Sources
    Kubernetes documentation, Ingress, Hostname wildcards, https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
    CWE-923 (Improper Restriction of Communication Channel to Intended Endpoints), https://cwe.mitre.org/data/definitions/923.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Route, Unknown
from auditor_checks._routes import what


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Look for hosts that stand for others."""
    if route.origin.kind == "Gateway":
        return
    if isinstance(route.hosts, Unknown):
        yield Verdict(Outcome.UNKNOWN, route.hosts.reason, "hosts")
        return
    fine = True
    for host in dict.fromkeys(route.hosts):
        if isinstance(host, Unknown):
            fine = False
            yield Verdict(Outcome.UNKNOWN, host.reason, "hosts")
        elif "*" in host or (not host and route.origin.kind == "Ingress"):
            fine = False
            which = f"every host of {host}" if host.strip("*") else "every host"
            yield Verdict(Outcome.FAIL, f"{what(route)} answers for {which}", f"hosts[{host}]")
    if fine and route.hosts:
        yield Verdict(Outcome.PASS, f"{what(route)} names its hosts", "hosts")


CHECK = Check(
    id="exposure.wildcard_host",
    title="Route answers for every host",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("NET-01",),
    same_as=("restrict-ingress-wildcard", "gatekeeper:block-wildcard-ingress"),
)
