"""One record per certificate of a cluster, joined with whoever uses, issued or verifies it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from auditor.facts import (
    Authority,
    Certificate,
    Fact,
    InspectedText,
    TlsSecret,
    Unknown,
)
from auditor_objects.certificates import CertificateBook
from auditor_objects.model import Object, Seq

from .issued import encoded, issue, tls_secret

ROOT = issue("Internal Root", authority=True)
MIDDLE = issue("Internal Issuing", by=ROOT, authority=True)
WEB = issue("shop.example.com", "shop.example.com", "*.shop.example.com", by=MIDDLE)
HOOK = issue("orders", "orders.shop.svc", by=ROOT)
OTHER_ROOT = issue("Other Root", authority=True)
SECRETS_DENIED = {"secrets": Unknown("denied: list secrets")}


def found(
    *bodies: dict[str, Any], live: bool = True, unread: dict[str, Unknown] | None = None
) -> list[Fact]:
    book = CertificateBook()
    for body in bodies:
        book.feed(Object(body, scope="cluster", live=live))
    return list(book.facts(unread or {}))


def only(facts: Iterable[Fact], kind: type[Any]) -> list[Any]:
    return [fact for fact in facts if type(fact) is kind]


def certificate(facts: Iterable[Fact], name: str) -> Certificate:
    (one,) = (fact for fact in only(facts, Certificate) if fact.name == name)
    assert isinstance(one, Certificate)
    return one


def ingress(secret: str = "web-tls", host: str = "shop.example.com") -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"tls": [{"hosts": [host], "secretName": secret}]},
    }


def webhook(bundle: str | None, service: str = "orders", **annotations: str) -> dict[str, Any]:
    client: dict[str, Any] = {"service": {"namespace": "shop", "name": service}}
    if bundle is not None:
        client["caBundle"] = encoded(bundle)
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": "orders", "annotations": annotations},
        "webhooks": [{"name": "validate.orders.example.com", "clientConfig": client}],
    }


def test_one_record_for_copies_in_many_places() -> None:
    copies = [tls_secret("wild", WEB, MIDDLE, namespace=f"team-{n}") for n in range(3)]
    facts = found(*copies, tls_secret("web-tls", WEB, MIDDLE), ingress())
    assert len(only(facts, Certificate)) == 2
    web = certificate(facts, "shop.example.com")
    assert (web.origin.address, web.origin.kind, web.part) == (
        "shop/Secret/web-tls",
        "Secret",
        "tls.crt",
    )
    assert web.fingerprint == WEB.fingerprint
    assert web.in_use is True
    assert web.in_use_by == (
        "Ingress shop/web (shop.example.com)",
        "Secret shop/web-tls",
        "Secret team-0/wild",
        "Secret team-1/wild",
        "Secret team-2/wild",
    )
    assert certificate(facts, "Internal Issuing").part == "tls.crt[1]"


def test_facts_come_in_one_order_whatever_is_read_first() -> None:
    bodies = [tls_secret("web-tls", WEB, MIDDLE), ingress(), webhook(ROOT.pem)]
    assert found(*bodies) == found(*reversed(bodies))


def test_what_a_secret_holds_for_its_routes() -> None:
    (secret,) = only(found(tls_secret("web-tls", WEB)), TlsSecret)
    assert (secret.namespace, secret.name, secret.fingerprint) == (
        "shop",
        "web-tls",
        WEB.fingerprint,
    )
    assert secret.names == ("shop.example.com", "*.shop.example.com")


POD_SPECS = [
    {"volumes": [{"name": "tls", "secret": {"secretName": "web-tls"}}]},
    {"volumes": [{"name": "all", "projected": {"sources": [{"secret": {"name": "web-tls"}}]}}]},
    {"containers": [{"name": "a", "envFrom": [{"secretRef": {"name": "web-tls"}}]}]},
    {
        "initContainers": [
            {
                "name": "a",
                "env": [{"name": "C", "valueFrom": {"secretKeyRef": {"name": "web-tls"}}}],
            }
        ]
    },
    {"containers": [{"name": "a", "args": ["--default-ssl-certificate=shop/web-tls"]}]},
]


@pytest.mark.parametrize("spec", POD_SPECS, ids=lambda spec: next(iter(spec)))
def test_pods_use_secrets(spec: dict[str, Any]) -> None:
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "proxy", "namespace": "shop"},
        "spec": {"template": {"spec": spec}},
    }
    web = certificate(found(tls_secret("web-tls", WEB), deployment), "shop.example.com")
    assert (web.in_use, web.in_use_by) == (True, ("Deployment shop/proxy", "Secret shop/web-tls"))


USERS = [
    (
        "gateway.networking.k8s.io/v1",
        "Gateway",
        {"listeners": [{"tls": {"certificateRefs": [{"name": "web-tls", "namespace": "shop"}]}}]},
    ),
    ("networking.istio.io/v1", "Gateway", {"servers": [{"tls": {"credentialName": "web-tls"}}]}),
    ("traefik.io/v1alpha1", "TLSStore", {"defaultCertificate": {"secretName": "shop/web-tls"}}),
    ("cert-manager.io/v1", "ClusterIssuer", {"ca": {"secretName": "web-tls"}}),
]


@pytest.mark.parametrize(("version", "kind", "spec"), USERS, ids=[user[0] for user in USERS])
def test_extensions_use_secrets(version: str, kind: str, spec: dict[str, Any]) -> None:
    user = {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": spec}
    web = certificate(found(tls_secret("web-tls", WEB), user), "shop.example.com")
    assert web.in_use is True


def test_a_secret_nobody_uses_is_unused_only_when_all_was_read() -> None:
    secret = tls_secret("web-tls", WEB)
    denied = Unknown("denied")
    assert certificate(found(secret), "shop.example.com").in_use is False
    assert isinstance(certificate(found(secret, live=False), "shop.example.com").in_use, Unknown)
    for kind in (
        "pods",
        "gateways.gateway.networking.k8s.io",
        "issuers.cert-manager.io",
        "customresourcedefinitions.apiextensions.k8s.io",
        "apiservices.apiregistration.k8s.io",
    ):
        unread = found(secret, unread={kind: denied})
        assert certificate(unread, "shop.example.com").in_use == denied


def test_a_later_certificate_for_the_same_names_takes_over() -> None:
    old = issue("shop.example.com", "shop.example.com", end=datetime(2026, 10, 1, tzinfo=UTC))
    new = issue("shop.example.com", "shop.example.com")
    stranger = issue("www.example.com", "www.example.com")
    facts = found(*(tls_secret(n, c) for n, c in (("a", old), ("b", new), ("c", stranger))))
    by_name = {fact.origin.address: fact.successor for fact in only(facts, Certificate)}
    assert by_name == {
        "shop/Secret/a": "Secret shop/b",
        "shop/Secret/b": "",
        "shop/Secret/c": "",
    }


def test_the_end_of_the_authority_comes_with_what_it_issued() -> None:
    end = datetime(2026, 12, 5, tzinfo=UTC)
    short = issue("Short", authority=True, end=end)
    leaf = issue("orders", "orders.shop.svc", by=short)
    namesake = issue("Short", authority=True)
    facts = found(tls_secret("orders", leaf), webhook(short.pem), tls_secret("other", namesake))
    assert certificate(facts, "orders").issuer_ends == end
    assert {fact.issuer_ends for fact in only(facts, Certificate) if fact.name == "Short"} == {None}


def test_a_renewed_authority_with_the_same_key_counts_with_its_later_end() -> None:
    facts = found(tls_secret("orders", HOOK), webhook(ROOT.pem))
    assert certificate(facts, "orders").issuer_ends == ROOT.certificate.not_valid_after_utc


BUNDLES = [
    (ROOT.pem, HOOK, (), True),
    (OTHER_ROOT.pem + ROOT.pem, HOOK, (), True),
    (ROOT.pem, issue("orders", "orders.shop.svc", by=MIDDLE), (MIDDLE,), True),
    (HOOK.pem, HOOK, (), True),
    (OTHER_ROOT.pem, HOOK, (), False),
    (ROOT.pem, issue("orders", "orders.elsewhere.svc", by=OTHER_ROOT), (), None),
]


@pytest.mark.parametrize(
    ("bundle", "served", "others", "verifies"),
    BUNDLES,
    ids=["issued", "two-authorities", "intermediate", "itself", "rotated", "another-name"],
)
def test_a_bundle_and_the_certificate_of_its_service(
    bundle: str, served: Any, others: tuple[Any, ...], verifies: bool | None
) -> None:
    facts = found(webhook(bundle), tls_secret("orders", served, *others))
    (authority,) = only(facts, Authority)
    assert authority.verifies is verifies
    assert bool(authority.problem) == (verifies is False)
    assert (authority.user, authority.service) == (
        "webhook validate.orders.example.com",
        "shop/orders",
    )


def test_a_namesake_in_another_namespace_is_not_the_service() -> None:
    stranger = tls_secret("orders", issue("orders", "orders.shop.svc"), namespace="other")
    (authority,) = only(found(webhook(ROOT.pem), stranger), Authority)
    assert authority.verifies is None


def test_the_service_uses_the_certificate_that_a_bundle_is_for() -> None:
    orders = certificate(found(webhook(ROOT.pem), tls_secret("orders", HOOK)), "orders")
    assert (orders.in_use, orders.in_use_by) == (
        True,
        ("Secret shop/orders", "service shop/orders"),
    )


def test_a_bundle_proves_nothing_when_secrets_were_not_read() -> None:
    (authority,) = only(found(webhook(ROOT.pem), unread=SECRETS_DENIED), Authority)
    assert authority.verifies == SECRETS_DENIED["secrets"]
    assert authority.fingerprints == (ROOT.fingerprint,)


def test_bundles_that_are_missing_or_garbled() -> None:
    (missing,) = only(found(webhook(None)), Authority)
    assert (missing.given, missing.filled_by, missing.verifies) == (False, "", None)
    (later,) = only(
        found(webhook(None, **{"cert-manager.io/inject-ca-from": "shop/orders"})), Authority
    )
    assert (later.given, later.filled_by) == (False, "cert-manager")
    (placeholder,) = only(found(webhook("\n"), live=False), Authority)
    assert (placeholder.given, placeholder.verifies) == (False, None)
    (garbled,) = only(found(webhook("no certificate")), Authority)
    assert (garbled.given, garbled.verifies) == (True, False)
    templated = webhook(None)
    templated["webhooks"][0]["clientConfig"]["caBundle"] = "{{ .Values.bundle }}"
    (hole,) = only(found(templated, live=False), Authority)
    assert isinstance(hole.given, Unknown)
    assert isinstance(hole.verifies, Unknown)


def test_bundles_of_api_services_and_conversions() -> None:
    client = {"service": {"namespace": "shop", "name": "orders"}, "caBundle": encoded(ROOT.pem)}
    api = {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": "v1.orders.example.com"},
        "spec": client,
    }
    conversion = {"strategy": "Webhook", "webhook": {"clientConfig": client}}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "orders.example.com"},
        "spec": {"group": "example.com", "conversion": conversion},
    }
    facts = found(api, definition)
    assert {fact.user for fact in only(facts, Authority)} == {
        "APIService v1.orders.example.com",
        "conversion of orders.example.com",
    }
    assert certificate(facts, "Internal Root").in_use is True
    insecure = {**api, "spec": {**client, "caBundle": None, "insecureSkipTLSVerify": True}}
    local = {**api, "spec": {"group": "apps", "version": "v1"}}
    assert not found(insecure, local)


CHAINS = [
    ((WEB, MIDDLE, ROOT), {}, None),
    ((WEB, ROOT), {}, "certificate 2 of the chain did not issue certificate 1"),
    ((MIDDLE, WEB), {}, "certificate 2 of the chain did not issue certificate 1"),
    ((WEB, MIDDLE), {"ca_crt": ROOT.pem}, ""),
    ((WEB, MIDDLE), {"ca_crt": OTHER_ROOT.pem}, "none of the authorities in its ca.crt issued it"),
]


@pytest.mark.parametrize(
    ("chain", "more", "problem"),
    CHAINS,
    ids=["whole", "gap", "wrong-order", "up-to-its-authority", "foreign-authority"],
)
def test_chains(chain: tuple[Any, ...], more: dict[str, str], problem: str | None) -> None:
    secret = tls_secret("web-tls", *chain, **more)
    secret["metadata"]["annotations"] = {"cert-manager.io/certificate-name": "web"}
    facts = found(secret)
    assert certificate(
        facts, chain[0].certificate.subject.rdns[0].rfc4514_string()[3:]
    ).chain_problem == (problem)


def test_one_faulty_copy_of_a_chain_is_enough() -> None:
    kept = {"annotations": {"cert-manager.io/certificate-name": "web"}, "namespace": "shop"}
    fine = {
        **tls_secret("z", WEB, MIDDLE, ca_crt=ROOT.pem),
        "metadata": {**kept, "name": "z"},
    }
    web = certificate(found(tls_secret("a", WEB, ROOT), fine), "shop.example.com")
    assert web.chain_problem == "certificate 2 of the chain did not issue certificate 1"


def test_an_authority_for_clients_says_nothing_of_the_chain() -> None:
    secret = tls_secret("web-tls", WEB, MIDDLE, ca_crt=OTHER_ROOT.pem)
    assert certificate(found(secret), "shop.example.com").chain_problem is None


def test_what_cert_manager_keeps_renews_by_itself() -> None:
    order = {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"secretName": "web-tls", "dnsNames": ["shop.example.com"]},
        "status": {"notBefore": "2026-11-01T00:00:00Z", "notAfter": "2027-01-30T00:00:00Z"},
    }
    seen = certificate(found(tls_secret("web-tls", WEB), order), "shop.example.com")
    assert (seen.renewal, seen.fingerprint) == ("automatic", WEB.fingerprint)
    promised = certificate(found(order, unread=SECRETS_DENIED), "shop.example.com")
    assert promised.not_after == datetime(2027, 1, 30, tzinfo=UTC)
    assert (promised.renewal, promised.fingerprint) == ("automatic", None)
    assert (promised.key_algorithm, promised.key_bits) == ("RSA", 2048)
    assert certificate(found(tls_secret("web-tls", WEB)), "shop.example.com").renewal is None
    marked = tls_secret("web-tls", WEB)
    marked["metadata"]["annotations"] = {"cert-manager.io/certificate-name": "web"}
    assert certificate(found(marked), "shop.example.com").renewal == "automatic"


def test_certificates_that_the_cluster_signed() -> None:
    request = {
        "apiVersion": "certificates.k8s.io/v1",
        "kind": "CertificateSigningRequest",
        "metadata": {"name": "csr-1"},
        "spec": {"signerName": "kubernetes.io/kubelet-serving"},
        "status": {"certificate": encoded(WEB.pem)},
    }
    signed = certificate(found(request), "shop.example.com")
    assert signed.renewal == "automatic"
    assert isinstance(signed.in_use, Unknown)
    assert not found(request, live=False)
    by_hand = {**request, "spec": {"signerName": "kubernetes.io/kube-apiserver-client"}}
    assert certificate(found(by_hand), "shop.example.com").renewal is None


def configmap(name: str, namespace: str, **data: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": namespace},
        "data": {key.replace("_", "-"): text for key, text in data.items()},
    }


def test_the_authorities_of_the_cluster() -> None:
    roots = [
        {**configmap("kube-root-ca.crt", f"team-{n}"), "data": {"ca.crt": ROOT.pem}}
        for n in range(3)
    ]
    api = configmap(
        "extension-apiserver-authentication",
        "kube-system",
        client_ca_file=ROOT.pem,
        requestheader_client_ca_file=OTHER_ROOT.pem,
    )
    facts = found(*roots, api)
    cluster = certificate(facts, "Internal Root")
    assert cluster.origin.address == "kube-system/ConfigMap/extension-apiserver-authentication"
    assert cluster.in_use_by == (
        "ConfigMap kube-root-ca.crt of every namespace",
        "ConfigMap kube-system/extension-apiserver-authentication",
    )
    assert certificate(facts, "Other Root").in_use is True


def test_the_systems_own_copy_names_an_authority() -> None:
    copies = [
        tls_secret(name, WEB, namespace=name, ca_crt=ROOT.pem) for name in ("apps", "kube-system")
    ]
    root = certificate(found(*copies), "Internal Root")
    assert root.origin.address == "kube-system/Secret/kube-system"


def test_a_copy_of_a_public_trust_store_is_not_judged() -> None:
    store = "".join(issue(f"Root {n}", authority=True).pem for n in range(21))
    few = configmap("partners", "shop", bundle=ROOT.pem, readme="no certificate")
    facts = found(configmap("public", "shop", bundle=store), few)
    (partner,) = only(facts, Certificate)
    assert partner.name == "Internal Root"
    assert isinstance(partner.in_use, Unknown)


def test_a_private_key_among_certificates_is_told_and_never_kept() -> None:
    hidden: list[str] = []
    book = CertificateBook(marker=lambda value: "mark", hide=hidden.extend)
    secret = tls_secret("web-tls", WEB, ca_crt=ROOT.pem + WEB.key_pem)
    book.feed(Object(secret, scope="cluster", live=True))
    facts = list(book.facts())
    (text,) = only(facts, InspectedText)
    assert (text.origin.address, text.part) == ("shop/Secret/web-tls", "ca.crt")
    ((exposed),) = text.exposed
    assert (exposed.kind, exposed.at, exposed.marker) == ("private key", "ca.crt", "mark")
    body = WEB.key_pem.splitlines()[1]
    assert any(body in value for value in hidden)
    assert body not in repr(facts)


def test_the_key_of_a_secret_is_not_even_looked_at() -> None:
    secret = tls_secret("web-tls", WEB)

    class Guarded(dict[str, Any]):
        def __getitem__(self, key: str) -> Any:
            assert key != "tls.key"
            return super().__getitem__(key)

        def get(self, key: str, default: Any = None) -> Any:
            assert key != "tls.key"
            return super().get(key, default)

    secret["data"] = Guarded(secret["data"], **{"tls.key": encoded(WEB.key_pem)})
    assert "shop.example.com" in {fact.name for fact in only(found(secret), Certificate)}


def test_an_endpoint_and_a_kubeconfig() -> None:
    served = issue("kube-apiserver", "api.example.com", by=ROOT)
    book = CertificateBook()
    book.add_endpoint("api.example.com", served.pem, scope="cluster", authorities=ROOT.pem)
    book.add_endpoint("other.example.com", HOOK.pem, scope="cluster", authorities=OTHER_ROOT.pem)
    book.add_kubeconfig("alice", WEB.pem + WEB.key_pem, scope="cluster")
    book.add_kubeconfig("nobody", "", scope="cluster")
    facts = list(book.facts())
    api = certificate(facts, "kube-apiserver")
    assert (api.origin.address, api.name_matches, api.chain_problem) == (
        "endpoint/api.example.com",
        True,
        "",
    )
    other = certificate(facts, "orders")
    assert (other.name_matches, bool(other.chain_problem)) == (False, True)
    assert certificate(facts, "shop.example.com").origin.address == "kubeconfig/alice"
    assert len(only(facts, Certificate)) == 3


def test_the_line_of_a_certificate_in_a_manifest() -> None:
    body = tls_secret("web-tls", WEB)
    book = CertificateBook()
    book.feed(Object(body, scope=".", file="web.yaml", lines=(1, 9)))
    web = certificate(book.facts(), "shop.example.com")
    assert web.origin.place is not None
    assert (web.origin.place.file, web.places["not_after"].line) == ("web.yaml", 1)


UNREADABLE = [
    "{{ .Values.crt }}",
    "base64 encoded certificate",
    "ENC[AES256_GCM,data:aGk=,type:str]",
    encoded("no certificate"),
    encoded(WEB.pem[:200]),
    "",
    3,
    [],
]


@pytest.mark.parametrize("content", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_certificate_that_cannot_be_read_is_unknown(content: Any) -> None:
    body = tls_secret("web-tls", WEB)
    body["data"] = {"tls.crt": content}
    facts = found(body, live=False)
    (secret,) = only(facts, TlsSecret)
    (held,) = only(facts, Certificate)
    assert isinstance(secret.names, Unknown)
    assert isinstance(held.not_after, Unknown)
    assert held.origin.address == "shop/Secret/web-tls"


HOSTILE: list[Any] = [
    None,
    3,
    True,
    "x",
    [],
    [[]],
    [None, 3],
    {},
    {"x": 3},
    {"name": 3},
    Seq([3], [(1, 1)]),
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_wrong_forms_never_raise(value: Any) -> None:
    bodies: list[dict[str, Any]] = []
    for body in (
        tls_secret("a", WEB),
        ingress(),
        webhook(ROOT.pem),
        configmap("c", "d", x=ROOT.pem),
    ):
        for key in body:
            if key not in ("apiVersion", "kind"):
                bodies.append({**body, key: value})
            if isinstance(body[key], dict):
                bodies += ({**body, key: {**body[key], inner: value}} for inner in body[key])
    for version, kind in (
        ("v1", "Pod"),
        ("apps/v1", "Deployment"),
        ("networking.istio.io/v1", "Gateway"),
        ("cert-manager.io/v1", "Certificate"),
        ("certificates.k8s.io/v1", "CertificateSigningRequest"),
        ("certificates.k8s.io/v1beta1", "ClusterTrustBundle"),
        ("apiregistration.k8s.io/v1", "APIService"),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    ):
        for inner in ("volumes", "template", "privateKey", "service", "conversion", "trustBundle"):
            bodies.append({"apiVersion": version, "kind": kind, "spec": {inner: value}})
        bodies.append({"apiVersion": version, "kind": kind, "spec": value, "status": value})
    found(*bodies)
    found(*bodies, live=False)
