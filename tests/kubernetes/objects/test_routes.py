"""Routes of every controller, in the same words."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.facts import Route, RouteTls, Unknown
from auditor_objects.model import Map, Object
from auditor_objects.translate import Context, translate


def routes(body: dict[str, Any], **more: Any) -> list[Route]:
    facts = translate(Object(body, scope="cluster", **more), Context(marker=str))
    return [fact for fact in facts if isinstance(fact, Route)]


def route(version: str, kind: str, spec: Any, **annotations: Any) -> Route:
    metadata = {"name": "web", "namespace": "shop", "annotations": annotations}
    (found,) = routes({"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec})
    return found


def ingress(spec: Any, **annotations: Any) -> Route:
    return route("networking.k8s.io/v1", "Ingress", spec, **annotations)


def rule(host: str | None, *paths: dict[str, Any]) -> dict[str, Any]:
    return {"host": host, "http": {"paths": list(paths)}}


OLD = {"path": "/old", "backend": {"serviceName": "old", "servicePort": 80}}
NEW = {"path": "/new", "backend": {"service": {"name": "new", "port": {"number": 80}}}}
BUCKET = {"path": "/files", "backend": {"resource": {"kind": "Bucket", "name": "files"}}}


def test_an_ingress() -> None:
    found = ingress(
        {
            "ingressClassName": "nginx",
            "tls": [{"hosts": ["a.example.com"], "secretName": "a-tls"}, {"hosts": ["b"]}],
            "defaultBackend": {"service": {"name": "fallback", "port": {"number": 80}}},
            "rules": [rule("a.example.com", OLD, NEW, BUCKET), rule(None, NEW)],
        },
        **{
            "cert-manager.io/cluster-issuer": "letsencrypt",
            "nginx.ingress.kubernetes.io/server-snippet": "x",
            "example.com/snippet-count": "3",
        },
    )
    assert found.hosts == ("a.example.com", "")
    assert found.tls == (RouteTls(secret="a-tls", hosts=("a.example.com",)), RouteTls(hosts=("b",)))
    assert found.backends == ("fallback", "old", "new")
    assert found.paths == (
        "a.example.com/old",
        "a.example.com/new",
        "a.example.com/files",
        "/new",
    )
    assert (found.class_name, found.issuer) == ("nginx", "cert-manager.io/cluster-issuer")
    assert found.snippets == ("nginx.ingress.kubernetes.io/server-snippet",)


@pytest.mark.parametrize("version", ["extensions/v1beta1", "networking.k8s.io/v1beta1"])
def test_old_versions_of_ingresses(version: str) -> None:
    spec = {"backend": OLD["backend"], "rules": []}
    found = route(version, "Ingress", spec, **{"kubernetes.io/ingress.class": "nginx"})
    assert (found.backends, found.hosts, found.class_name) == (("old",), ("",), "nginx")


def test_an_action_of_a_load_balancer_is_no_service() -> None:
    old = {"backend": {"serviceName": "redirect", "servicePort": "use-annotation"}}
    new = {"backend": {"service": {"name": "fixed", "port": {"name": "use-annotation"}}}}
    assert ingress({"rules": [rule("a.example.com", old, new, NEW)]}).backends == ("new",)


ALB = "alb.ingress.kubernetes.io/"
TLS = {"tls": [{"secretName": "web-tls"}]}
PLAIN = [
    ({}, {}, True),
    ({"tls": []}, {}, True),
    (TLS, {}, False),
    (TLS, {"nginx.ingress.kubernetes.io/ssl-redirect": "false"}, True),
    (TLS, {"nginx.ingress.kubernetes.io/ssl-redirect": "true"}, False),
    (
        TLS,
        {
            "nginx.ingress.kubernetes.io/ssl-redirect": "false",
            "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
        },
        False,
    ),
    ({}, {"kubernetes.io/ingress.allow-http": "false"}, False),
    ({}, {ALB + "certificate-arn": "arn"}, False),
    ({}, {ALB + "listen-ports": '[{"HTTPS": 443}]'}, False),
    ({}, {ALB + "listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]'}, True),
    ({}, {ALB + "listen-ports": '[{"HTTP": 80}]', ALB + "ssl-redirect": "443"}, False),
    (
        {},
        {
            ALB + "listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
            ALB + "actions.to-tls": '{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS"}}',
        },
        False,
    ),
    (
        {},
        {
            ALB + "listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
            ALB + "actions.away": '{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTP"}}',
        },
        True,
    ),
    ({}, {"traefik.ingress.kubernetes.io/router.tls": "true"}, False),
    ({}, {"nginx.org/mergeable-ingress-type": "minion"}, None),
    ({}, {"nginx.org/mergeable-ingress-type": "master"}, True),
]


@pytest.mark.parametrize(("spec", "annotations", "plain"), PLAIN, ids=range(len(PLAIN)))
def test_whether_an_ingress_answers_without_tls(
    spec: dict[str, Any], annotations: dict[str, str], plain: bool | None
) -> None:
    assert ingress(spec, **annotations).plain is plain


HOLES = [
    ({"tls": "{{ .Values.tls }}"}, {}),
    ({}, {"networking.gke.io/managed-certificates": "web"}),
    ({}, {ALB + "listen-ports": "{{ .Values.ports }}"}),
]


@pytest.mark.parametrize(("spec", "annotations"), HOLES, ids=["tls", "cloud", "ports"])
def test_what_a_template_or_a_cloud_decides_is_unknown(
    spec: dict[str, Any], annotations: dict[str, str]
) -> None:
    assert isinstance(ingress(spec, **annotations).plain, Unknown)


def listener(protocol: str, *secrets: dict[str, str], host: str | None = None) -> dict[str, Any]:
    tls = {"certificateRefs": list(secrets)} if secrets else None
    return {"protocol": protocol, "hostname": host, "tls": tls}


GATEWAYS = [
    ([listener("HTTP")], True, ()),
    ([listener("HTTP"), listener("HTTPS", {"name": "a"})], None, (RouteTls(secret="a"),)),
    (
        [listener("HTTPS", {"name": "a", "namespace": "certs"}, host="*.example.com")],
        False,
        (RouteTls(secret="certs/a", hosts=("*.example.com",)),),
    ),
    ([listener("HTTPS", {"name": "a", "namespace": "shop"})], False, (RouteTls(secret="a"),)),
    ([listener("TLS"), listener("TCP")], False, ()),
    ([listener("HTTPS", {"name": "a", "kind": "Vault", "group": "x"})], False, ()),
]


@pytest.mark.parametrize(("listeners", "plain", "tls"), GATEWAYS, ids=range(len(GATEWAYS)))
def test_a_gateway(listeners: list[Any], plain: bool | None, tls: tuple[RouteTls, ...]) -> None:
    found = route("gateway.networking.k8s.io/v1", "Gateway", {"listeners": listeners})
    assert (found.plain, found.tls) == (plain, tls)


def test_a_gateway_from_a_template() -> None:
    found = route(
        "gateway.networking.k8s.io/v1", "Gateway", {"listeners": [listener("{{ .Values.proto }}")]}
    )
    assert isinstance(found.plain, Unknown)


@pytest.mark.parametrize("kind", ["HTTPRoute", "GRPCRoute", "TLSRoute"])
def test_a_route_of_a_gateway(kind: str) -> None:
    references = [
        {"name": "web"},
        {"name": "web", "namespace": "front"},
        {"name": "bucket", "kind": "Bucket"},
    ]
    found = route(
        "gateway.networking.k8s.io/v1",
        kind,
        {"hostnames": ["a.example.com"], "rules": [{"backendRefs": references}]},
    )
    assert (found.hosts, found.backends) == (("a.example.com",), ("web", "front/web"))
    assert found.plain is None


EXTENSIONS = [
    (
        "route.openshift.io/v1",
        "Route",
        {"host": "a.example.com", "to": {"name": "web"}},
        (("a.example.com",), ("web",), True),
    ),
    (
        "route.openshift.io/v1",
        "Route",
        {"to": {"name": "web"}, "tls": {"insecureEdgeTerminationPolicy": "Redirect"}},
        ((), ("web",), False),
    ),
    (
        "traefik.containo.us/v1alpha1",
        "IngressRoute",
        {
            "routes": [
                {
                    "match": "Host(`a.example.com`) && PathPrefix(`/x`) || Host(`b.example.com`)",
                    "services": [{"name": "web"}, {"name": "weighted", "kind": "TraefikService"}],
                }
            ]
        },
        (("a.example.com", "b.example.com"), ("web",), None),
    ),
    (
        "networking.istio.io/v1beta1",
        "Gateway",
        {"servers": [{"port": {"protocol": "HTTP"}, "hosts": ["ns/a.example.com", "*"]}]},
        (("a.example.com", ""), (), True),
    ),
]


@pytest.mark.parametrize(("version", "kind", "spec", "expected"), EXTENSIONS, ids=range(4))
def test_routes_of_extensions(version: str, kind: str, spec: Any, expected: Any) -> None:
    found = route(version, kind, spec)
    assert (found.hosts, found.backends, found.plain) == expected


def test_the_lines_of_a_route() -> None:
    tls = Map({"secretName": "web-tls"}, {"secretName": (9, 9)})
    spec = Map(
        {"tls": [tls], "ingressClassName": "nginx"}, {"tls": (8, 9), "ingressClassName": (7, 7)}
    )
    body = Map(
        {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": spec}, {"spec": (6, 9)}
    )
    (found,) = routes(body, file="web.yaml", lines=(1, 9))
    assert {name: place.line for name, place in found.places.items()} == {
        "class_name": 7,
        "plain": 8,
        "tls": 8,
        "tls[0]": 8,
    }


KINDS = [
    ("networking.k8s.io/v1", "Ingress"),
    ("extensions/v1beta1", "Ingress"),
    ("gateway.networking.k8s.io/v1", "Gateway"),
    ("gateway.networking.k8s.io/v1", "HTTPRoute"),
    ("route.openshift.io/v1", "Route"),
    ("traefik.io/v1alpha1", "IngressRoute"),
    ("networking.istio.io/v1", "Gateway"),
]
FIELDS = ("tls", "rules", "listeners", "servers", "routes", "defaultBackend", "to", "hostnames")
HOSTILE: list[Any] = [3, True, "x", [], [[]], [None, 3], {}, {"x": 3}, [{"tls": 3, "http": 3}]]


@pytest.mark.parametrize(("version", "kind"), KINDS, ids=[f"{v}/{k}" for v, k in KINDS])
def test_wrong_forms_never_raise(version: str, kind: str) -> None:
    for value in HOSTILE:
        for spec in (value, *({field: value} for field in FIELDS)):
            metadata = {"name": "x", "annotations": value}
            assert (
                len(
                    routes(
                        {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
                    )
                )
                == 1
            )
