"""Secrets in objects: what is found, what is hidden, what is no secret."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from auditor.facts import InspectedText, SecretObject, Unknown
from auditor.redaction import Redactor
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate
from auditor_objects.translate.secrets import secret_values

CANARY = "Canary-7f3b9c1d"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def encoded(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def pod(**container: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web"},
        "spec": {"containers": [{"name": "web", **container}]},
    }


def secret(**fields: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}, **fields}


def configuration(**data: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": data}


def annotated(key: str, value: str) -> dict[str, Any]:
    body = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}
    return {**body, "metadata": {"name": "web", "annotations": {key: value}}}


def applied(**parts: Any) -> dict[str, Any]:
    text = json.dumps({"apiVersion": "v1", "kind": "Secret", **parts})
    return secret(metadata={"name": "web", "annotations": {LAST_APPLIED: text}})


def facts(body: dict[str, Any], *, live: bool = False) -> list[Any]:
    return list(translate(Object(body, scope="estate", live=live), Context(marker=lambda _: "")))


def exposed(body: dict[str, Any], *, live: bool = False) -> list[tuple[str, str]]:
    return [
        (fact.medium, item.at)
        for fact in facts(body, live=live)
        if isinstance(fact, InspectedText)
        for item in fact.exposed
    ]


KEY = encoded(
    "-----BEGIN EC PRIVATE KEY-----\n" + encoded(CANARY * 8) + "\n-----END EC PRIVATE KEY-----\n"
)
KUBECONFIG = {"users": [{"name": "ci", "user": {"username": "ci", "password": CANARY}}]}

EVERYWHERE = {
    "environment": pod(env=[{"name": "DB_PASSWORD", "value": CANARY}]),
    "url": pod(env=[{"name": "DB", "value": f"postgres://web:{CANARY}@db/web"}]),
    "argument": pod(args=["serve", "--db-password", CANARY]),
    "argument in one": pod(command=["serve", f"--db-password={CANARY}"]),
    "data": secret(data={"password": encoded(CANARY)}),
    "data of any name": secret(data={"value": encoded(CANARY)}),
    "short name in data": secret(data={"x": encoded(CANARY)}),
    "stringData": secret(stringData={"password": CANARY}),
    "lines in stringData": secret(stringData={"config.ini": f"[db]\nhost = db\n{CANARY}\n"}),
    "yaml in data": secret(data={"config": encoded(f"a: 1\npassword: {CANARY}\nb: 2\n")}),
    "configuration": configuration(**{"app.properties": f"a=1\ndb.password={CANARY}\n"}),
    "kubeconfig in json": configuration(config=json.dumps(KUBECONFIG)),
    "kubeconfig in flow style": configuration(
        config=f"{{users: [{{name: ci, user: {{username: ci, password: {CANARY}}}}}]}}\n"
    ),
    "kubeconfig in parts of flow style": configuration(
        config=f"users:\n- name: ci\n  user: {{username: ci, password: {CANARY}}}\n"
    ),
    "token in flow style": configuration(config=f"[{{auth: {{token: '{CANARY}'}}}}]"),
    "binary configuration": {
        **configuration(),
        "binaryData": {"app.properties": encoded(f"a=1\ndb.password={CANARY}\n")},
    },
    "mapping as a variable": pod(env=[{"name": "DB_PASSWORD", "value": {"value": CANARY}}]),
    "list as a variable": pod(env=[{"name": "DB_PASSWORD", "value": [{"a": [CANARY]}]}]),
    "login of curl": pod(command=["/usr/bin/curl", "-u", f"web:{CANARY}", "https://example.com"]),
    "login of redis": pod(command=["redis-cli"], args=["-a", CANARY, "ping"]),
    "login of mysql": pod(command=["mysqladmin", "ping", "-uroot", f"-p{CANARY}"]),
    "list in flow style": configuration(config=f"keys:\n- {{name: one, secret: {CANARY}}}\n"),
    "annotation": annotated("example.com/password", CANARY),
    "last applied data": applied(data={"password": encoded(CANARY)}),
    "last applied stringData": applied(stringData={"anything": CANARY}),
}


@pytest.mark.parametrize("name", EVERYWHERE)
@pytest.mark.parametrize("live", [False, True], ids=["manifest", "live"])
def test_values_are_named_to_be_hidden_and_stand_in_no_fact(name: str, live: bool) -> None:
    body = EVERYWHERE[name]
    redactor = Redactor(b"key")
    redactor.hide(secret_values(Object(body, scope="estate", live=live)))
    for form in (CANARY, encoded(CANARY)):
        assert form not in redactor.mask_text(json.dumps(body))
        assert form not in repr(facts(body, live=live))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (EVERYWHERE["environment"], ("environment", "containers[web].environment[DB_PASSWORD]")),
        (EVERYWHERE["url"], ("environment", "containers[web].environment[DB]")),
        (EVERYWHERE["argument"], ("arguments", "containers[web].args[2]")),
        (EVERYWHERE["argument in one"], ("arguments", "containers[web].command[1]")),
        (EVERYWHERE["data"], ("manifest", "data[password]")),
        (EVERYWHERE["stringData"], ("manifest", "stringData[password]")),
        (EVERYWHERE["configuration"], ("configuration", "data[app.properties]")),
        (configuration(DB_PASSWORD="changeme"), ("configuration", "data[DB_PASSWORD]")),
        (
            pod(env=[{"name": "SECRET_KEY", "value": "supersecret"}]),
            ("environment", "containers[web].environment[SECRET_KEY]"),
        ),
        (
            pod(env=[{"name": "JWT_SECRET", "value": "bar"}]),
            ("environment", "containers[web].environment[JWT_SECRET]"),
        ),
        (configuration(secret="thisIsTheSecret"), ("configuration", "data[secret]")),
        (EVERYWHERE["login of curl"], ("arguments", "containers[web].command[2]")),
        (EVERYWHERE["login of redis"], ("arguments", "containers[web].args[1]")),
        (EVERYWHERE["login of mysql"], ("arguments", "containers[web].command[3]")),
        (EVERYWHERE["list in flow style"], ("configuration", "data[config].secret")),
        (
            pod(env=[{"name": "SESSION_SECRET", "value": "keyboard cat"}]),
            ("environment", "containers[web].environment[SESSION_SECRET]"),
        ),
        (
            pod(env=[{"name": "SECRET_KEY_BASE", "value": "0a1b2c3d4e5f60718293a4b5"}]),
            ("environment", "containers[web].environment[SECRET_KEY_BASE]"),
        ),
        (configuration(VAULT_TOKEN="root"), ("configuration", "data[VAULT_TOKEN]")),
        (
            configuration(VAULT_DEV_ROOT_TOKEN_ID="root"),
            ("configuration", "data[VAULT_DEV_ROOT_TOKEN_ID]"),
        ),
        (
            pod(env=[{"name": "DB", "value": "mongodb://root:example@mongo:27017"}]),
            ("environment", "containers[web].environment[DB]"),
        ),
        (
            pod(args=["--db=postgres://web:password@db/web"]),
            ("arguments", "containers[web].args[0]"),
        ),
        (secret(stringData={"token": "supersecret"}), ("manifest", "stringData[token]")),
        (
            secret(data={"secret_access_key": encoded("mysecretkey")}),
            ("manifest", "data[secret_access_key]"),
        ),
        (
            {
                "apiVersion": "apiserver.config.k8s.io/v1",
                "kind": "EncryptionConfiguration",
                "resources": [
                    {
                        "resources": ["secrets"],
                        "providers": [
                            {"aescbc": {"keys": [{"name": "one", "secret": encoded(CANARY * 2)}]}},
                            {"identity": {}},
                        ],
                    }
                ],
            },
            ("manifest", "resources[0].providers[0].aescbc.keys[0].secret"),
        ),
        (EVERYWHERE["kubeconfig in json"], ("configuration", "data[config]")),
        (EVERYWHERE["kubeconfig in flow style"], ("configuration", "data[config].password")),
        (
            EVERYWHERE["kubeconfig in parts of flow style"],
            ("configuration", "data[config].password"),
        ),
        (EVERYWHERE["token in flow style"], ("configuration", "data[config]")),
        (EVERYWHERE["binary configuration"], ("configuration", "binaryData[app.properties]")),
        (
            EVERYWHERE["mapping as a variable"],
            ("environment", "containers[web].environment[DB_PASSWORD]"),
        ),
        (
            EVERYWHERE["list as a variable"],
            ("environment", "containers[web].environment[DB_PASSWORD]"),
        ),
        (EVERYWHERE["annotation"], ("annotation", "annotations[example.com/password]")),
        (
            secret(data={"keystore.jks": encoded(b"\xfe\xed\xfe\xed\x00")}),
            ("manifest", "data[keystore.jks]"),
        ),
        (
            secret(stringData={"number_password": 12345678}),
            ("manifest", "stringData[number_password]"),
        ),
    ],
)
def test_where_secrets_are_found(body: dict[str, Any], found: tuple[str, str]) -> None:
    assert exposed(body) == [found]


@pytest.mark.parametrize(
    "text",
    [
        f"users:\n- name: ci\n  user:\n    client-key-data: {KEY}\n",
        f"{{users: [{{name: ci, user: {{client-key-data: {KEY}}}}}]}}",
        json.dumps({"users": [{"name": "ci", "user": {"client-key-data": KEY}}]}),
    ],
    ids=["block", "flow", "json"],
)
def test_a_key_in_base64_is_found_and_hidden(text: str) -> None:
    body = configuration(config=text)
    assert exposed(body) == [("configuration", "data[config]")]
    redactor = Redactor(b"key")
    redactor.hide(secret_values(Object(body, scope="estate")))
    assert KEY not in redactor.mask_text(text)


@pytest.mark.parametrize(
    "body",
    [
        configuration(app="const options = {user: name, password: password}"),
        configuration(app="  auth: {user: name, password: config.password}\n"),
        configuration(app="{{ .Values.password }}"),
        {**configuration(), "binaryData": {"logo.png": encoded(bytes(range(256)))}},
        {**configuration(), "binaryData": {"a": 3, "b": "no base64"}},
        configuration(app="{tokenUrl: https://example.com/token, keys: [a, b]}"),
        configuration(ca="ca: " + encoded("-----BEGIN CERTIFICATE-----\n" + "a" * 90)),
        pod(env=[{"name": "REPLICAS", "value": {"a": [1, "two"]}}]),
        pod(env=[{"name": "DB_PASSWORD", "value": "$(FROM_ELSEWHERE)"}]),
        pod(env=[{"name": "DB_PASSWORD", "value": "{{ .Values.password }}"}]),
        pod(
            env=[{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]
        ),
        pod(env=[{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/db"}]),
        pod(env=[{"name": "ALLOW_EMPTY_PASSWORD", "value": "yes"}]),
        pod(env=[{"name": "SECRET_NAME", "value": "web-tls"}]),
        pod(args=["--password-file", "/run/secrets/db", "--token", "--verbose"]),
        configuration(**{"start.sh": 'login --password "$PASSWORD"', "rules": "{{ $labels.x }}"}),
        configuration(API_KEY="REPLACE_ME", IMAGE_PULL_SECRET="regcred"),
        configuration(VAULT_TOKEN="auto", AUTH_TOKEN="none"),
        configuration(**{"app.conf": "# db: postgres://web:password@db/web\n"}),
        configuration(help="mongodb://user:password@host:27017", site="http://u:p@example.com/"),
        pod(env=[{"name": "DB", "value": "postgres://web:$(DB_PASSWORD)@db/web"}]),
        pod(command=["curl", "-u", "$(LOGIN)", "https://example.com"]),
        pod(command=["mkdir", "-p", "-parents"]),
        pod(env=[{"name": "APP_SECRET", "value": "kept in the vault: see /docs/secrets.md"}]),
        secret(stringData={"token": "REPLACE_ME", "secret_access_key": "<your key>"}),
        {
            "apiVersion": "apiserver.config.k8s.io/v1",
            "kind": "EncryptionConfiguration",
            "resources": [
                {"providers": [{"aescbc": {"keys": [{"name": "one", "secret": "${KEY}"}]}}]},
            ],
        },
        pod(env=[{"name": "GOOGLE_API_KEY", "value": "GOOGLE_API_KEY_VAL"}]),
        pod(env=[{"name": "TLS_SECRET", "value": "web-tls"}]),
        pod(env=[{"name": "TLS_SECRET", "value": "certificate"}]),
        pod(env=[{"name": "WEBHOOK_SECRET", "value": "web-hook-token"}]),
        pod(args=["--secret", "certificate"]),
        secret(data={"username": encoded("administrator"), "host": encoded("db.shop.svc")}),
        secret(data={"ca.crt": encoded("-----BEGIN CERTIFICATE-----\nMIIB\n")}),
        secret(stringData={"password": "CHANGE_ME", "token": "${TOKEN}", "key": ""}),
        secret(data={"password": "ENC[AES256_GCM,data:aGk=,type:str]"}, sops={"version": "3"}),
        annotated("checksum/secret", "9f86d081" * 8),
        annotated("nginx.ingress.kubernetes.io/auth-secret", "shop/basic-auth"),
    ],
)
def test_what_is_no_secret(body: dict[str, Any]) -> None:
    assert exposed(body) == []


def test_what_was_searched_is_told_though_nothing_was_found() -> None:
    clean = pod(env=[{"name": "LEVEL", "value": "info"}], args=["serve"])
    media = [fact.medium for fact in facts(clean) if isinstance(fact, InspectedText)]
    assert media == ["environment", "arguments"]


def test_a_live_secret_is_metadata_only() -> None:
    body = applied(type="kubernetes.io/service-account-token", data={"token": encoded(CANARY)})
    body["type"] = "kubernetes.io/service-account-token"
    body["metadata"] |= {
        "creationTimestamp": "2024-01-01T00:00:00Z",
        "labels": {"kubernetes.io/legacy-token-last-used": "2026-11-20"},
        "managedFields": [{"manager": "kubectl", "time": "2025-01-01T00:00:00Z"}, {"time": "x"}],
    }
    body["metadata"]["annotations"]["kubernetes.io/service-account.name"] = "ci"
    (found,) = [fact for fact in facts(body, live=True) if isinstance(fact, SecretObject)]
    assert found.type == "kubernetes.io/service-account-token"
    assert found.service_account == "ci"
    assert str(found.last_used) == "2026-11-20 00:00:00+00:00"
    assert str(found.last_changed) == "2025-01-01 00:00:00+00:00"
    assert found.in_annotation
    assert not [fact for fact in facts(body, live=True) if isinstance(fact, InspectedText)]


@pytest.mark.parametrize(
    ("metadata", "kind", "managed"),
    [
        (
            {"annotations": {"cert-manager.io/certificate-name": "x"}},
            "kubernetes.io/tls",
            "cert-manager",
        ),
        (
            {"ownerReferences": [{"kind": "ExternalSecret", "name": "x"}]},
            "Opaque",
            "external-secrets",
        ),
        ({"ownerReferences": [{"kind": "SealedSecret", "name": "x"}]}, "Opaque", "sealed-secrets"),
        ({}, "helm.sh/release.v1", "helm"),
        ({}, "Opaque", ""),
    ],
)
def test_who_keeps_a_secret(metadata: dict[str, Any], kind: str, managed: str) -> None:
    body = secret(metadata={"name": "x", **metadata}, type=kind)
    (found,) = [fact for fact in facts(body, live=True) if isinstance(fact, SecretObject)]
    assert found.managed == managed


@pytest.mark.parametrize("part", ["data", "stringData"])
def test_names_alone_tell_that_values_stood_in_the_annotation(part: str) -> None:
    (found,) = [
        fact
        for fact in facts(applied(**{part: {"password": ""}}), live=True)
        if isinstance(fact, SecretObject)
    ]
    assert found.in_annotation is True


def test_an_annotation_that_was_emptied_says_nothing() -> None:
    body = secret(metadata={"name": "x", "annotations": {LAST_APPLIED: ""}})
    (found,) = [fact for fact in facts(body, live=True) if isinstance(fact, SecretObject)]
    assert isinstance(found.in_annotation, Unknown)


def test_structure_and_common_words_are_not_hidden() -> None:
    config = "apiVersion: v1\nkind: Config\ncurrent-context: prod\n[section]\n"
    body = secret(stringData={"kubeconfig": config, "user": "admin"}, data={"u": encoded("root")})
    hidden = set(secret_values(Object(body, scope="estate")))
    assert hidden == set()


@pytest.mark.parametrize("value", [None, 3, True, "x", [], [3], {"a": 1}, {"a": {"b": []}}])
@pytest.mark.parametrize("field", ["data", "stringData", "type", "metadata", "sops", "spec"])
@pytest.mark.parametrize("kind", ["Secret", "ConfigMap", "Pod"])
def test_any_form_is_read_without_an_error(kind: str, field: str, value: Any) -> None:
    body = {"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}, field: value}
    for live in (False, True):
        assert all(fact.origin.kind == kind for fact in facts(body, live=live))
        assert all(isinstance(text, str) for text in secret_values(Object(body, scope="e")))


@pytest.mark.parametrize(
    "text", ["{", "[]", "3", "[" * 100_000, '{"data": 3}', '{"data": {"a": 3}}']
)
def test_any_last_applied_annotation_is_read(text: str) -> None:
    body = secret(metadata={"name": "x", "annotations": {LAST_APPLIED: text}})
    assert all(isinstance(value, str) for value in secret_values(Object(body, scope="e")))
    assert facts(body, live=True)
