"""A route whose Secret holds a certificate for other names than its hosts.

Why it matters
    Clients refuse the certificate, or the controller leaves it aside and presents its own
    self-signed one instead. Both look like an outage to everybody who checks names.

Verdicts
    FAIL when a host of a TLS section is covered by no alternative name of the certificate in its
    Secret. PASS when all are, wildcards covering one label. UNKNOWN when hosts or the name of the
    Secret are filled in by a template, or the certificate cannot be read. No verdict where the
    Secret was not seen: see ``certificates.secret_missing``.

How to mend it
    Have the certificate issued for every host of the route.

        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web, namespace: shop}
        spec:
          secretName: web-tls
          dnsNames: [shop.example.com, www.shop.example.com]
          issuerRef: {name: letsencrypt, kind: ClusterIssuer}

Sources
    Kubernetes documentation, Ingress, TLS, https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
    RFC 9525 (Service Identity in TLS), https://www.rfc-editor.org/rfc/rfc9525
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Route, TlsSecret, Unknown
from auditor_checks._routes import covers, referred, what


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the hosts of every TLS section with the names in its Secret."""
    if isinstance(route.tls, Unknown):
        yield Verdict(Outcome.UNKNOWN, route.tls.reason, "tls")
        return
    for number, entry in enumerate(route.tls):
        at = f"tls[{number}]"
        if isinstance(entry.secret, Unknown):
            yield Verdict(Outcome.UNKNOWN, entry.secret.reason, at)
            continue
        secret = referred(view, TlsSecret, route, entry.secret) if entry.secret else None
        if secret is not None:
            yield from _compare(route, entry.hosts or route.hosts, secret, at)


def _compare(
    route: Route, hosts: tuple[str | Unknown, ...] | Unknown, secret: TlsSecret, at: str
) -> Iterator[Verdict]:
    if isinstance(hosts, Unknown):
        yield Verdict(Outcome.UNKNOWN, hosts.reason, at)
        return
    if isinstance(secret.names, Unknown):
        yield Verdict(Outcome.UNKNOWN, secret.names.reason, at)
        return
    names = secret.names or ()
    named = sorted({host for host in hosts if isinstance(host, str) and host})
    bare = [host for host in named if not any(covers(name, host) for name in names)]
    holes = [host for host in hosts if isinstance(host, Unknown)]
    whose = f"the certificate in Secret {secret.namespace}/{secret.name}"
    if bare:
        message = f"{what(route)}: {whose} does not cover {', '.join(bare)}"
        yield Verdict(Outcome.FAIL, message, at)
    elif holes:
        yield Verdict(Outcome.UNKNOWN, holes[0].reason, at)
    elif named:
        yield Verdict(Outcome.PASS, f"{what(route)}: {whose} covers {', '.join(named)}", at)


CHECK = Check(
    id="certificates.host_not_covered",
    title="Host of a route is not covered by its certificate",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("CERT-01",),
    also=(TlsSecret,),
    span=Span.SCOPE,
)
