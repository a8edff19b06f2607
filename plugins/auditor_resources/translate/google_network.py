"""Google Cloud's load balancers: TLS policies, proxies, forwarding rules, back ends."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Certificate, Fact, TlsListener, Unknown
from auditor_resources import model
from auditor_resources.model import Resource
from auditor_resources.translate._base import Answer, Context, text, translates
from auditor_resources.translate._columns import describe, listener, mapped, settings
from auditor_resources.translate._tables import Reader, follow, has, on, when, word
from auditor_resources.translate._x509 import read_pem

_VERSIONS = {
    "TLS_1_0": "TLSv1.0",
    "TLS_1_1": "TLSv1.1",
    "TLS_1_2": "TLSv1.2",
    "TLS_1_3": "TLSv1.3",
}
_OUTSIDE = ("EXTERNAL", "EXTERNAL_MANAGED")
_HTTP = ("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC")
_PLAIN = ("google_compute_target_http_proxy", "google_compute_region_target_http_proxy")
_URL_MAPS = ("google_compute_url_map", "google_compute_region_url_map")

describe(
    "TLS policy",
    "google_compute_ssl_policy",
    "google_compute_region_ssl_policy",
    listener(minimum_version=mapped("min_tls_version", _VERSIONS, "TLSv1.0")),
)


@translates(
    "google_compute_target_https_proxy",
    "google_compute_target_ssl_proxy",
    "google_compute_region_target_https_proxy",
)
def proxy(resource: Resource, context: Context) -> Iterator[Fact]:
    """A proxy without a TLS policy follows Google's default one, which admits TLS 1.0.

    One with a policy is judged at the policy.
    """
    if resource.body.get("ssl_policy") is None:
        answers = {"minimum_version": Answer("TLSv1.0")}
        yield context.fact(TlsListener, resource, "load balancer proxy", answers=answers)


@translates("google_compute_forwarding_rule", "google_compute_global_forwarding_rule")
def forwarding_rule(resource: Resource, context: Context) -> Iterator[Fact]:
    """A way in from the internet, plain when it leads to an HTTP proxy that does not redirect.

    The scheme is an external one by default, in all versions of the provider.
    """
    body = resource.body
    scheme = text(body, "load_balancing_scheme", "EXTERNAL").value
    if isinstance(scheme, str) and scheme not in _OUTSIDE:
        return
    target = body.get("target")
    if not isinstance(target, model.Unknown):
        return
    for ref in target.refs:
        found = context.estate.at(ref)
        if found is None:
            continue
        place = body.place_of("target")
        if found.type in _PLAIN:
            redirects = _redirects(found, context)
            plain = redirects.map(lambda value: not value).value
        elif "_target_https_proxy" in found.type or "_target_ssl_proxy" in found.type:
            plain = False
        else:
            continue
        if plain is True and isinstance(scheme, Unknown):
            plain = scheme
        answers = {"plain": Answer(plain, place)}
        yield context.fact(TlsListener, resource, "load balancer", answers=answers)
        return


def _redirects(proxy: Resource, context: Context) -> Answer:
    """Say whether the proxy's URL map sends every caller to HTTPS."""
    read = on("default_url_redirect.https_redirect")
    return follow(context, proxy, "url_map", _URL_MAPS, ("self_link", "name"), read)


def _serving(read: Reader) -> Reader:
    """Ask only of back ends that serve the web; the scheme is an external one by default."""
    return when(
        "load_balancing_scheme", _OUTSIDE, when("protocol", _HTTP, read, "HTTP"), "EXTERNAL"
    )


describe(
    "backend service",
    "google_compute_backend_service",
    "google_compute_region_backend_service",
    settings(
        access_log=_serving(on("log_config.enable")),
        web_firewall=_serving(has("security_policy", "edge_security_policy")),
    ),
)
describe("DNS policy", "google_dns_policy", settings(service_logs=on("enable_logging")))


@translates("google_compute_managed_ssl_certificate", "google_certificate_manager_certificate")
def managed_certificate(resource: Resource, context: Context) -> Iterator[Fact]:
    """A certificate that Google renews, unless it was brought along."""
    brought = has("self_managed")(resource.body)
    renewal = brought.map(lambda own: "manual" if own else "automatic")
    yield context.fact(
        Certificate,
        resource,
        "managed certificate",
        name=_name(resource),
        answers={"renewal": renewal},
    )


@translates("google_compute_ssl_certificate", "google_compute_region_ssl_certificate")
def uploaded_certificate(resource: Resource, context: Context) -> Iterator[Fact]:
    """A certificate that somebody uploads, and has to upload anew."""
    body = text(resource.body, "certificate")
    fields = read_pem(body.value) if isinstance(body.value, str) else None
    fields = dict(fields or {})
    name = fields.pop("name", "") or _name(resource)
    answers = {field: Answer(value, body.place) for field, value in fields.items()}
    answers["renewal"] = Answer("manual")
    yield context.fact(Certificate, resource, "TLS certificate", name=name, answers=answers)


def _name(resource: Resource) -> str:
    name = word("name")(resource.body).value
    return name if isinstance(name, str) else resource.name
