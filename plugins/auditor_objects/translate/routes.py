"""Routes: what lets clients from outside in, in the words of several controllers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from auditor.facts import Fact, Route, RouteTls, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.translate import Context

_SNIPPET = re.compile(r"[\w.-]+/[\w-]*-snippets?\Z")
_PUBLIC_CERTIFICATE = (
    "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
    "networking.gke.io/managed-certificates",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "networking.gke.io/pre-shared-certs",
)
_ISSUERS = ("cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme")
_CLASS = "kubernetes.io/ingress.class"
_REDIRECT = (
    "nginx.ingress.kubernetes.io/ssl-redirect",
    "nginx.ingress.kubernetes.io/force-ssl-redirect",
)
_ACTION = "use-annotation"
_ACTIONS = "alb.ingress.kubernetes.io/actions."
_TO_TLS = re.compile(r"\"redirectconfig\".*\"protocol\"\s*:\s*\"https\"", re.IGNORECASE | re.DOTALL)
_MERGEABLE = "nginx.org/mergeable-ingress-type"
_ALLOW_HTTP = "kubernetes.io/ingress.allow-http"

Texts = tuple[str | Unknown, ...]


def _ingress(obj: Object, context: Context) -> Iterator[Fact]:
    """Read an Ingress of any group and version."""
    places = Places()
    spec = obj.get("spec")
    note = places.note
    rules = list(spec.get("rules").items())
    hosts = tuple(
        _text(note(f"hosts[{host.known()}]", host)) for host in (r.get("host") for r in rules)
    )
    backends = [spec.get("defaultBackend"), spec.get("backend")]
    paths: list[str | Unknown] = []
    for rule, host in zip(rules, hosts, strict=True):
        for path in rule.get("http", "paths").items():
            backends.append(path.get("backend"))
            written = _text(path.get("path"))
            note(f"paths[{_joined(host, written)}]", path)
            paths.append(_joined(host, written))
    tls = tuple(
        _tls_entry(note(f"tls[{number}]", entry), "secretName", "hosts")
        for number, entry in enumerate(spec.get("tls").items())
    )
    note("tls", spec.get("tls"))
    note("plain", spec.get("tls") if spec.get("tls") else spec)
    class_name = note("class_name", spec.get("ingressClassName")).text()
    if class_name is None:
        class_name = note("class_name", obj.annotations.get(_CLASS)).text()
    yield _route(
        obj,
        places,
        hosts=_whole(spec.get("rules")) or hosts or ("",),
        tls=_whole(spec.get("tls")) or tls,
        plain=_ingress_plain(obj, spec.get("tls")),
        backends=_named(note(f"backends[{_service(item).known()}]", item) for item in backends),
        class_name=class_name,
        snippets=tuple(_snippets(obj, places)),
        issuer=next((key for key in _ISSUERS if obj.annotations.get(key)), ""),
        paths=tuple(dict.fromkeys(paths)),
    )


def _route(obj: Object, places: Places, **fields: Any) -> Route:
    return obj.fact(Route, places=places.found, **fields)


def _text(node: Node) -> str | Unknown:
    value = node.text()
    return "" if value is None else value


def _joined(host: str | Unknown, path: str | Unknown) -> str | Unknown:
    if isinstance(host, Unknown):
        return host
    return path if isinstance(path, Unknown) else f"{host}{path or '/'}"


def _whole(node: Node) -> Unknown | None:
    """Return why a list could not be read at all."""
    return node.wrong("a list") if node and not isinstance(node.value, list) else None


def _tls_entry(entry: Node, secret: str, hosts: str) -> RouteTls:
    return RouteTls(secret=_text(entry.get(secret)), hosts=entry.get(hosts).texts())


def _service(backend: Node) -> Node:
    """Return the node that names the Service of an Ingress's backend."""
    old = backend.get("serviceName")
    return old if old else backend.get("service", "name")


def _is_action(backend: Node) -> bool:
    """Say whether an annotation tells what happens (AWS Load Balancer Controller, Actions)."""
    ports = backend.get("servicePort"), backend.get("service", "port", "name")
    return any(port.value == _ACTION for port in ports)


def _named(backends: Iterator[Node]) -> Texts:
    names = (
        _service(backend).text() for backend in backends if backend and not _is_action(backend)
    )
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _snippets(obj: Object, places: Places) -> Iterator[str]:
    for key, node in obj.annotations.entries():
        if _SNIPPET.match(key):
            places.note(f"snippets[{key}]", node)
            yield key


def _ingress_plain(obj: Object, tls: Node) -> bool | Unknown | None:
    """Tell whether an Ingress answers without TLS; None where another Ingress decides that.

    Controllers redirect to TLS where a host has it. Load balancers of clouds take their
    certificate from annotations instead. The minions of a master Ingress may have no TLS of their
    own (NGINX Ingress Controller, Cross-namespace configuration).
    """
    annotations = obj.annotations
    if annotations.get(_MERGEABLE).known() == "minion":
        return None
    if annotations.get(_ALLOW_HTTP).flag() is False:
        return False
    balancer = _balancer_plain(annotations)
    if balancer is not None:
        return balancer
    if not tls:
        return True
    if isinstance(tls.value, list):
        redirects = [annotations.get(key).flag() for key in _REDIRECT]
        return not tls.value or (redirects[0] is False and redirects[1] is not True)
    return tls.wrong("a list")


def _balancer_plain(annotations: Node) -> bool | Unknown | None:
    """Answer for load balancers that are set up by annotations; None for other controllers.

    Source: AWS Load Balancer Controller, Ingress annotations; GKE Ingress.
    """
    ports = annotations.get("alb.ingress.kubernetes.io/listen-ports")
    if annotations.get("alb.ingress.kubernetes.io/certificate-arn") or ports:
        written = ports.text()
        if isinstance(written, Unknown):
            return written
        if not written:
            return False
        return re.search(r'"HTTP"', written) is not None and not _redirects(annotations)
    if any(annotations.get(key) for key in _PUBLIC_CERTIFICATE):
        return Unknown("whether the load balancer also answers plain HTTP is set elsewhere")
    if annotations.get("traefik.ingress.kubernetes.io/router.tls").flag() is True:
        return False
    return None


def _redirects(annotations: Node) -> bool:
    """Say whether an application load balancer sends clients on to TLS, by its own annotation or
    by an action, as was done before there was one."""
    return bool(annotations.get("alb.ingress.kubernetes.io/ssl-redirect")) or any(
        key.startswith(_ACTIONS) and _TO_TLS.search(node.known())
        for key, node in annotations.entries()
    )


def _gateway(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a Gateway. A plain listener beside one with TLS may just redirect: routes decide."""
    places = Places()
    listeners = obj.get("spec", "listeners")
    hosts: list[str | Unknown] = []
    tls: list[RouteTls] = []
    plain, protected = False, False
    unread: Unknown | None = None
    places.note("plain", listeners)
    for listener in listeners.items():
        host = _text(listener.get("hostname"))
        hosts.append(host)
        protocol = _text(listener.get("protocol"))
        if isinstance(protocol, Unknown):
            unread = protocol
        plain = plain or protocol == "HTTP"
        protected = protected or protocol in ("HTTPS", "TLS")
        for reference in listener.get("tls", "certificateRefs").items():
            if reference.get("kind").known("Secret") == "Secret":
                places.note(f"tls[{len(tls)}]", reference)
                secret = _elsewhere(obj, reference.get("namespace"), reference.get("name"))
                tls.append(RouteTls(secret=secret, hosts=(host,) if host else ()))
    yield _route(
        obj,
        places,
        hosts=_whole(listeners) or tuple(dict.fromkeys(hosts)),
        tls=_whole(listeners) or tuple(tls),
        plain=_whole(listeners) or unread or ((None if protected else True) if plain else False),
        class_name=obj.get("spec", "gatewayClassName").text(),
        issuer=next((key for key in _ISSUERS if obj.annotations.get(key)), ""),
    )


def _elsewhere(obj: Object, namespace: Node, name: Node) -> str | Unknown:
    """Return a name, with its namespace where that is another one."""
    found, within = _text(name), _text(namespace)
    if isinstance(found, Unknown) or isinstance(within, Unknown):
        return found if isinstance(found, Unknown) else within
    return f"{within}/{found}" if within and within != obj.namespace else found


def _http_route(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a route that hangs on a Gateway, which decides about TLS."""
    places = Places()
    spec = obj.get("spec")
    hosts = spec.get("hostnames").texts()
    backends: list[str | Unknown] = []
    for rule in spec.get("rules").items():
        for reference in rule.get("backendRefs").items():
            if reference.get("kind").known("Service") == "Service":
                name = _elsewhere(obj, reference.get("namespace"), reference.get("name"))
                places.note(f"backends[{name}]", reference)
                backends.append(name)
    yield _route(obj, places, hosts=hosts, backends=tuple(dict.fromkeys(backends)))


def _openshift(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    spec = obj.get("spec")
    tls = places.note("tls", spec.get("tls"))
    places.note("plain", tls if tls else spec)
    policy = _text(tls.get("insecureEdgeTerminationPolicy"))
    plain = policy if isinstance(policy, Unknown) else not tls or policy == "Allow"
    host = _text(spec.get("host"))
    backend = places.note("backends", spec.get("to", "name")).text()
    yield _route(
        obj,
        places,
        hosts=(host,) if host else (),
        plain=plain,
        backends=() if backend is None else (backend,),
    )


def _traefik(obj: Object, context: Context) -> Iterator[Fact]:
    """Read an IngressRoute; without TLS of its own its entry point decides."""
    places = Places()
    spec = obj.get("spec")
    tls = places.note("tls[0]", spec.get("tls"))
    secret = _text(tls.get("secretName"))
    hosts: list[str | Unknown] = []
    backends: list[str | Unknown] = []
    for rule in spec.get("routes").items():
        match = _text(places.note("hosts", rule.get("match")))
        if isinstance(match, Unknown):
            hosts.append(match)
        else:
            hosts += re.findall(r"Host\(`([^`]{1,253})`\)", match)
        backends += (
            _elsewhere(obj, service.get("namespace"), service.get("name"))
            for service in rule.get("services").items()
            if service.get("kind").known("Service") == "Service"
        )
    yield _route(
        obj,
        places,
        hosts=tuple(dict.fromkeys(hosts)),
        tls=(RouteTls(secret=secret),) if secret else (),
        plain=False if tls else None,
        backends=tuple(dict.fromkeys(name for name in backends if name)),
    )


def _istio(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a Gateway of Istio; its Secrets lie where its pods run, which it does not say."""
    places = Places()
    servers = obj.get("spec", "servers")
    hosts: list[str | Unknown] = []
    plain: bool | Unknown = False
    for server in servers.items():
        hosts += server.get("hosts").texts()
        protocol = _text(server.get("port", "protocol"))
        redirects = server.get("tls", "httpsRedirect").flag()
        places.note("plain", server)
        if isinstance(protocol, Unknown):
            plain = plain or protocol
        elif protocol.upper() in ("HTTP", "HTTP2", "GRPC") and redirects is not True:
            plain = redirects if isinstance(redirects, Unknown) else True
    shown = (host if isinstance(host, Unknown) else host.rpartition("/")[2] for host in hosts)
    yield _route(
        obj,
        places,
        hosts=_whole(servers)
        or tuple(dict.fromkeys("" if host == "*" else host for host in shown)),
        plain=_whole(servers) or plain,
    )


_EXTENSIONS: dict[tuple[str, str], Callable[[Object, Context], Iterator[Fact]]] = {
    ("gateway.networking.k8s.io", "GRPCRoute"): _http_route,
    ("gateway.networking.k8s.io", "TLSRoute"): _http_route,
    ("networking.istio.io", "Gateway"): _istio,
    ("route.openshift.io", "Route"): _openshift,
    ("traefik.containo.us", "IngressRoute"): _traefik,
    ("traefik.io", "IngressRoute"): _traefik,
}


def _extension(obj: Object, context: Context) -> Iterator[Fact]:
    reader = _EXTENSIONS.get((obj.group, obj.kind))
    if reader is not None:
        yield from reader(obj, context)


TRANSLATORS = {
    "networking.k8s.io/Ingress": _ingress,
    "extensions/Ingress": _ingress,
    "gateway.networking.k8s.io/Gateway": _gateway,
    "gateway.networking.k8s.io/HTTPRoute": _http_route,
    "?": _extension,
}
