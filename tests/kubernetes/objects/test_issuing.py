"""Orders and requests of certificates, and webhooks that are asked about objects."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from auditor.facts import AdmissionHook, CertificateOrder, Fact, SigningRequest, Unknown
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate


def facts(body: dict[str, Any], kind: type[Any], *, live: bool = True) -> list[Any]:
    found: list[Fact] = list(
        translate(Object(body, scope="cluster", live=live), Context(marker=str))
    )
    return [fact for fact in found if type(fact) is kind]


def order(spec: dict[str, Any], status: Any = None, *, live: bool = True) -> CertificateOrder:
    body = {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"secretName": "web-tls", **spec},
        "status": status,
    }
    (found,) = facts(body, CertificateOrder, live=live)
    assert isinstance(found, CertificateOrder)
    return found


def test_an_order() -> None:
    found = order(
        {
            "commonName": "shop.example.com",
            "dnsNames": ["www.example.com"],
            "ipAddresses": ["192.0.2.1"],
            "issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"},
            "duration": "2160h0m0s",
            "renewBefore": "15h30m",
            "privateKey": {"rotationPolicy": "Always"},
        }
    )
    assert found.hosts == ("shop.example.com", "www.example.com", "192.0.2.1")
    assert (found.secret, found.issuer) == ("web-tls", "letsencrypt")
    assert (found.duration_hours, found.renew_before_hours, found.rotates_key) == (2160, 15.5, True)


DURATIONS = [
    ("90m", 1.5),
    ("1.5h", 1.5),
    ("3600s", 1.0),
    ("1h500ms", 1.0),
    ("90", None),
    ("30 days", None),
    ("", None),
    ("-1h", None),
    ("9" * 100 + "h", None),
    (True, None),
]


@pytest.mark.parametrize(("written", "hours"), DURATIONS, ids=range(len(DURATIONS)))
def test_durations(written: Any, hours: float | None) -> None:
    found = order({"duration": written}).duration_hours
    assert found == hours if hours else isinstance(found, Unknown)


def test_renewal_by_share() -> None:
    assert order({"renewBeforePercentage": 25}).renew_before_hours == 540
    assert order({"duration": "100h", "renewBeforePercentage": 10}).renew_before_hours == 10
    assert isinstance(order({"renewBeforePercentage": "${SHARE}"}).renew_before_hours, Unknown)


def conditions(*pairs: tuple[str, str]) -> dict[str, Any]:
    listed = [{"type": kind, "status": status, "reason": "Why"} for kind, status in pairs]
    return {"conditions": listed}


READY = [
    (conditions(("Issuing", "True"), ("Ready", "True")), True),
    (conditions(("Ready", "False")), False),
]


@pytest.mark.parametrize(("status", "ready"), READY, ids=["ready", "not-ready"])
def test_what_cert_manager_reports(status: Any, ready: bool) -> None:
    assert (order({}, status).ready, order({}, status).problem) == (ready, "Why")
    assert order({}, status, live=False).ready is None


@pytest.mark.parametrize("status", [None, {}, 3, conditions(("Ready", "Unknown"))], ids=range(4))
def test_what_cert_manager_has_not_said_is_unknown(status: Any) -> None:
    assert isinstance(order({}, status).ready, Unknown)


def request(status: Any = None, **spec: Any) -> SigningRequest:
    body = {
        "apiVersion": "certificates.k8s.io/v1",
        "kind": "CertificateSigningRequest",
        "metadata": {"name": "csr-1"},
        "spec": {"username": "alice", "signerName": "example.com/signer", **spec},
        "status": status,
    }
    (found,) = facts(body, SigningRequest)
    assert isinstance(found, SigningRequest)
    return found


STATES = [
    (None, "pending"),
    ({"conditions": []}, "pending"),
    (conditions(("Approved", "True")), "approved"),
    ({**conditions(("Approved", "True")), "certificate": "eA=="}, "issued"),
    (conditions(("Denied", "True")), "denied"),
    (conditions(("Approved", "True"), ("Failed", "True")), "failed"),
    ({"conditions": [{"type": "Approved"}]}, "approved"),
]


@pytest.mark.parametrize(("status", "state"), STATES, ids=range(len(STATES)))
def test_the_state_of_a_request(status: Any, state: str) -> None:
    assert request(status).state == state


def test_what_a_request_asks_for() -> None:
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "alice"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "developers"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "system:masters"),
        ]
    )
    key = ec.generate_private_key(ec.SECP256R1())
    made = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    pem = made.public_bytes(serialization.Encoding.PEM)
    found = request(request=base64.b64encode(pem).decode())
    assert (found.common_name, found.groups) == ("alice", ("developers", "system:masters"))
    assert (found.requester, found.signer) == ("alice", "example.com/signer")


@pytest.mark.parametrize("garbage", ["", "%", "bm9uZQ==", 3, [], {"x": 1}, "\u00e4"], ids=range(7))
def test_a_garbled_request_asks_for_nothing(garbage: Any) -> None:
    assert request(request=garbage).groups == ()


def hooks(hook: Any, version: str = "v1") -> list[AdmissionHook]:
    body = {
        "apiVersion": f"admissionregistration.k8s.io/{version}",
        "kind": "MutatingWebhookConfiguration",
        "metadata": {"name": "hooks"},
        "webhooks": [hook],
    }
    return facts(body, AdmissionHook)


def test_a_webhook() -> None:
    client = {"service": {"namespace": "shop", "name": "orders"}, "caBundle": "eA=="}
    (found,) = hooks({"name": "a.example.com", "clientConfig": client, "sideEffects": "None"})
    assert (found.part, found.form, found.service) == ("a.example.com", "mutating", "shop/orders")
    assert (found.failure_policy, found.timeout_seconds) == ("Fail", 10)
    (old,) = hooks({"clientConfig": {"url": "https://a.example.com"}}, "v1beta1")
    assert (old.failure_policy, old.timeout_seconds, old.url) == ("Ignore", 30, True)


NAME = "kubernetes.io/metadata.name"


def where(operator: str, *values: str, key: str = NAME) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


SYSTEM = [
    (None, True),
    ({}, True),
    (where("NotIn", "kube-system", "a"), False),
    (where("NotIn", "a"), True),
    (where("In", "a"), False),
    (where("In", "a", "kube-system"), True),
    (where("Exists"), True),
    (where("DoesNotExist"), False),
    (where("DoesNotExist", key="ignored"), True),
    (where("NotIn", "true", key="ignored"), True),
    (where("Exists", key="guarded"), False),
    ({"matchLabels": {"guarded": "true"}}, False),
    ({"matchLabels": {NAME: "kube-system"}}, True),
    ({"matchLabels": {NAME: "shop"}}, False),
]


@pytest.mark.parametrize(("selector", "covered"), SYSTEM, ids=range(len(SYSTEM)))
def test_whether_a_webhook_is_asked_about_kube_system(selector: Any, covered: bool) -> None:
    (found,) = hooks({"name": "a", "namespaceSelector": selector})
    assert found.covers_system is covered


@pytest.mark.parametrize(
    "selector",
    ["{{ .Values.selector }}", where("NotIn", "${NAMESPACE}"), where("In", "${NAMESPACE}")],
    ids=["whole", "not-in", "in"],
)
def test_a_templated_selector_is_unknown(selector: Any) -> None:
    (found,) = hooks({"name": "a", "namespaceSelector": selector})
    assert isinstance(found.covers_system, Unknown)


def rule(groups: list[str], resources: list[str], *operations: str) -> dict[str, Any]:
    return {"apiGroups": groups, "resources": resources, "operations": list(operations)}


RULES = [
    (rule([""], ["pods"], "CREATE"), True, False),
    (rule(["", "apps"], ["deployments", "pods"], "UPDATE"), True, False),
    (rule(["*"], ["*"], "*"), True, True),
    (rule(["*"], ["*/*"], "CREATE", "UPDATE"), True, True),
    (rule([""], ["*"], "CREATE"), True, False),
    (rule([""], ["pods"], "DELETE"), False, False),
    (rule(["apps"], ["*"], "CREATE"), False, False),
    (rule([""], ["pods/exec"], "CREATE"), False, False),
]


@pytest.mark.parametrize(("one", "pods", "everything"), RULES, ids=range(len(RULES)))
def test_what_a_webhook_is_asked_about(one: Any, pods: bool, everything: bool) -> None:
    (found,) = hooks({"name": "a", "rules": [one]})
    assert (found.covers_pods, found.covers_everything) == (pods, everything)


OBJECTS = [
    ({"objectSelector": {}}, True),
    ({"objectSelector": {"matchLabels": {"inject": "true"}}}, False),
    ({"objectSelector": where("Exists", key="inject")}, False),
    ({"objectSelector": where("NotIn", "true", key="skip")}, True),
    ({"objectSelector": "{{ .Values.selector }}"}, None),
    ({"matchConditions": [{"name": "a", "expression": "true"}]}, None),
    ({"matchConditions": []}, True),
]


@pytest.mark.parametrize(("more", "covered"), OBJECTS, ids=range(len(OBJECTS)))
def test_which_objects_a_webhook_is_asked_about(more: Any, covered: bool | None) -> None:
    (found,) = hooks({"name": "a", "rules": [rule([""], ["pods"], "CREATE")], **more})
    if covered is None:
        assert isinstance(found.covers_pods, Unknown)
    else:
        assert found.covers_pods is covered


HOSTILE: list[Any] = [3, True, "x", [], [[]], [None, 3], {}, {"x": 3}]
FIELDS = ("clientConfig", "rules", "namespaceSelector", "objectSelector", "matchConditions", "name")


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_wrong_forms_never_raise(value: Any) -> None:
    assert len(hooks(value)) == 1
    for field in FIELDS:
        assert len(hooks({field: value})) == 1
    for field in ("dnsNames", "issuerRef", "privateKey", "duration", "secretName"):
        assert order({field: value}, value)
    assert request(value, request=value, username=value)
