"""Azure's ways in: application gateways, Front Door, CDN and API Management."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, TlsListener, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._azurerm import minimum_tls
from auditor_resources.translate._base import Answer, Context, translates, unknown
from auditor_resources.translate._columns import (
    describe,
    first,
    listener,
    mapped,
    nested,
    settings,
)
from auditor_resources.translate._tables import (
    all_of,
    any_of,
    has,
    holds,
    off,
    on,
    word,
)


def _redirected(gateway: Body, name: object) -> bool:
    """Say whether every rule of an HTTP listener sends its callers on to HTTPS.

    Paths under ``/.well-known/`` may be served in the clear, as ACME asks for.
    """
    rules = [
        r for r in gateway.blocks("request_routing_rule") if r.get("http_listener_name") == name
    ]
    secure = _secure_redirects(gateway)
    return bool(rules) and all(
        _one_of(rule.get("redirect_configuration_name"), secure)
        or _map_redirects(gateway, rule.get("url_path_map_name"), secure)
        for rule in rules
    )


def _secure_redirects(gateway: Body) -> set[str]:
    """Return the names of the redirections that lead to HTTPS."""
    listeners = {
        name
        for block in gateway.blocks("http_listener")
        if block.get("protocol") == "Https" and isinstance(name := block.get("name"), str)
    }
    found = set()
    for target in gateway.blocks("redirect_configuration"):
        name, url = target.get("name"), target.get("target_url")
        to_url = isinstance(url, str) and url.startswith("https://")
        if isinstance(name, str) and (
            to_url or _one_of(target.get("target_listener_name"), listeners)
        ):
            found.add(name)
    return found


def _map_redirects(gateway: Body, name: object, secure: set[str]) -> bool:
    """Say whether a path map of this name redirects whatever is not for ACME."""
    maps = [m for m in gateway.blocks("url_path_map") if name and m.get("name") == name]
    return bool(maps) and all(
        _one_of(paths.get("default_redirect_configuration_name"), secure)
        and not paths.unresolved
        and all(
            _one_of(rule.get("redirect_configuration_name"), secure) or _for_acme(rule)
            for rule in paths.blocks("path_rule")
        )
        for paths in maps
    )


def _for_acme(rule: Body) -> bool:
    paths = rule.get("paths")
    return isinstance(paths, list) and all(
        isinstance(path, str) and path.startswith("/.well-known/") for path in paths
    )


def _one_of(name: object, names: set[str]) -> bool:
    return isinstance(name, str) and name in names


def _listeners(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    gateway = resource.body
    for at, block in nested(gateway, "http_listener"):
        spoken = mapped("protocol", {"Http": True, "Https": False}, None)(block)
        if spoken.value is True and _redirected(gateway, block.get("name")):
            spoken = Answer(False, spoken.place)
        yield context.fact(TlsListener, resource, subject, part=at, answers={"plain": spoken})
    hole = gateway.hole("http_listener")
    if hole is not None:
        answers = {"plain": Answer(unknown(hole), gateway.place_of("http_listener"))}
        yield context.fact(TlsListener, resource, subject, part="http_listener", answers=answers)


def _gateway_policy(body: Body) -> Answer:
    """Without a policy the default one holds: that of 2022 since API version 2023-02-01."""
    default = None if body.block("ssl_policy") else "AppGwSslPolicy20220101"
    return word("ssl_policy.policy_name", default)(body)


describe(
    "application gateway",
    "azurerm_application_gateway",
    listener(
        minimum_version=minimum_tls("ssl_policy.min_protocol_version", default=None),
        policy=_gateway_policy,
    ),
    _listeners,
    settings(
        web_firewall=any_of(on("waf_configuration.enabled"), has("firewall_policy_id")),
    ),
)
_FIREWALL_POLICY = "web application firewall"
describe(
    _FIREWALL_POLICY,
    "azurerm_web_application_firewall_policy",
    settings(web_firewall=on("policy_settings.enabled", True)),
)
describe(
    _FIREWALL_POLICY,
    "azurerm_frontdoor_firewall_policy",
    "azurerm_cdn_frontdoor_firewall_policy",
    settings(web_firewall=on("enabled", True)),
)


@translates("azurerm_frontdoor")
def front_door(resource: Resource, context: Context) -> Iterator[Fact]:
    """A classic Front Door: each endpoint wants a firewall, each route HTTPS."""
    body, subject = resource.body, "Front Door"
    for at, endpoint in nested(body, "frontend_endpoint"):
        answer = has("web_application_firewall_policy_link_id")(endpoint)
        yield context.setting(resource, subject, "web_firewall", answer, at)
    for at, rule in nested(body, "routing_rule"):
        secured = mapped(
            "redirect_configuration.redirect_protocol", {"HttpsOnly": True}, False, other=False
        )(rule)
        spoken = holds("accepted_protocols", "Http")(rule)
        plain = Answer(False, secured.place) if secured.value is True else spoken
        yield context.fact(TlsListener, resource, subject, part=at, answers={"plain": plain})


describe(
    "Front Door route",
    "azurerm_cdn_frontdoor_route",
    listener(
        plain=all_of(holds("supported_protocols", "Http"), off("https_redirect_enabled", False))
    ),
)
describe(
    "Front Door domain",
    "azurerm_cdn_frontdoor_custom_domain",
    listener(minimum_version=minimum_tls("tls.minimum_version", "tls.minimum_tls_version")),
)
describe("CDN endpoint", "azurerm_cdn_endpoint", listener(plain=on("is_http_allowed", True)))


def _domain_tls(body: Body) -> Answer:
    """A domain without HTTPS of its own has no TLS version either."""
    for kind in ("cdn_managed_https", "user_managed_https"):
        inner = body.block(kind)
        if inner is not None:
            return minimum_tls("tls_version")(inner)
    return Answer(None)


describe(
    "CDN domain",
    "azurerm_cdn_endpoint_custom_domain",
    listener(minimum_version=_domain_tls),
)
_OLD_PROTOCOLS = (
    ("SSLv3", "frontend_ssl30"),
    ("TLSv1.0", "frontend_tls10"),
    ("TLSv1.1", "frontend_tls11"),
)


def _gateway_tls(body: Body) -> Answer:
    """API Management speaks TLS 1.2 unless an older protocol is switched on."""
    for version, name in _OLD_PROTOCOLS:
        answer = first(on(f"security.{name}_enabled", None), on(f"security.enable_{name}", None))(
            body
        )
        if answer.value is True:
            return Answer(version, answer.place)
        if isinstance(answer.value, Unknown):
            return answer
    return Answer("TLSv1.2")


def _client_certificate(body: Body) -> Answer:
    """Client certificates can be demanded by the consumption tier only."""
    sku = word("sku_name")(body).value
    asked = isinstance(sku, str) and sku.lower().startswith("consumption")
    return on("client_certificate_enabled", False if asked else None)(body)


describe(
    "API Management service",
    "azurerm_api_management",
    listener(minimum_version=_gateway_tls, client_certificate=_client_certificate),
)
describe(
    "API",
    "azurerm_api_management_api",
    listener(plain=holds("protocols", "http")),
    settings(api_authentication=on("subscription_required", True)),
)
