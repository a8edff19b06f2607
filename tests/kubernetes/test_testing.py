"""The stand-in API server keeps what its documentation promises."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor_kubernetes.testing import (
    EVERYTHING,
    FixtureError,
    Server,
    Tls,
    fixtures,
    kinds,
    protobuf,
)
from tests.kubernetes.standin import Ask, Serve, named

PODS = "/api/v1/pods"
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
Objects = list[Mapping[str, Any]]


def test_an_object_gets_what_a_server_fills_in(serve: Serve, ask: Ask) -> None:
    server = serve([named("ConfigMap", "one")])
    found = ask(server, "/api/v1/configmaps").document["items"][0]["metadata"]
    again = ask(serve([named("ConfigMap", "one")]), "/api/v1/configmaps").document["items"][0]
    assert found["namespace"] == "default"
    assert found["creationTimestamp"] == "2026-01-01T00:00:00Z"
    assert int(found["resourceVersion"]) and len(found["uid"]) == 36
    assert again["metadata"] == found
    assert ask(server, "/api/v1/namespaces").names == ["default"]


def test_what_is_given_is_kept(serve: Serve, ask: Ask) -> None:
    given = {
        "name": "one",
        "namespace": "shop",
        "uid": "u-1",
        "resourceVersion": "77",
        "creationTimestamp": "2020-02-02T00:00:00Z",
        "managedFields": [{"manager": "kubectl", "apiVersion": "v1"}],
    }
    server = serve([{"apiVersion": "v1", "kind": "ConfigMap", "metadata": given, "data": None}])
    found = ask(server, "/api/v1/namespaces/shop/configmaps/one").document
    assert found == {"kind": "ConfigMap", "apiVersion": "v1", "metadata": given, "data": None}


def test_secrets_are_encoded_and_typed(server: Server, ask: Ask) -> None:
    secret = ask(server, "/api/v1/namespaces/shop/secrets/web-tls").document
    plain = ask(server, "/api/v1/namespaces/shop/secrets/plain").document
    assert "stringData" not in secret
    assert base64.b64decode(secret["data"]["tls.key"]) == b"key"
    assert (secret["type"], plain["type"]) == ("kubernetes.io/tls", "Opaque")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("kind: Pod", "lacks apiVersion or kind"),
        ("- 1", "no object"),
        ("a: [", "expected"),
        ("{apiVersion: v1, kind: Pod, metadata: {}}", "lacks a name"),
        ("{apiVersion: v1, kind: Pot, metadata: {name: a}}", "no matches for kind 'Pot'"),
        ("{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: a}}", "v1beta1"),
    ],
)
def test_bad_fixtures_are_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FixtureError, match=why):
        Server(folder=tmp_path)


def test_folders_are_read_whole_and_moments_stay_text(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "two.yml").write_text(
        "---\n{apiVersion: v1, kind: Pod, metadata: {name: b}, at: 2026-01-01T00:00:00Z}\n---\n"
    )
    (tmp_path / "one.json").write_text(
        json.dumps({"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "a"}}]})
    )
    (tmp_path / "notes.txt").write_text("no fixture")
    found = list(fixtures.read(tmp_path))
    assert [(item["kind"], item["metadata"]["name"]) for item in found] == [
        ("Pod", "b"),
        ("Pod", "a"),
    ]
    assert found[0]["at"] == "2026-01-01T00:00:00Z"


def test_objects_may_change_while_it_runs(server: Server, ask: Ask) -> None:
    first = ask(server, PODS, limit="2")
    server.store.remove("", "pods", "web-0", "shop")
    server.store.add(named("Pod", "web-2", "shop"))
    rest = ask(server, PODS, **{"continue": first.following})
    assert first.names + rest.names == ["etcd", "job", "web-1", "web-2"]
    now = ask(server, PODS).document["metadata"]["resourceVersion"]
    assert int(now) > int(first.document["metadata"]["resourceVersion"])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api", "APIVersions"),
        ("/api/", "APIVersions"),
        ("/apis", "APIGroupList"),
        ("/apis/", "APIGroupList"),
        ("/api/v1", "APIResourceList"),
        ("/apis/apps", "APIGroup"),
        ("/apis/apps/v1", "APIResourceList"),
        ("/apis/stable.example.com/v1", "APIResourceList"),
    ],
)
def test_discovery(server: Server, ask: Ask, path: str, kind: str) -> None:
    assert ask(server, path).document["kind"] == kind


@pytest.mark.parametrize(
    "path", ["/api/v2", "/apis/none.example.com", "/apis/apps/v9", "/apis/apps/v1beta1", "/nowhere"]
)
def test_what_is_not_there_is_no_page(server: Server, ask: Ask, path: str) -> None:
    reply = ask(server, path)
    assert (reply.status, reply.body) == (404, b"404 page not found\n")


def test_aggregated_discovery_agrees_with_the_other(server: Server, ask: Ask) -> None:
    reply = ask(server, "/apis", accept=f"{AGGREGATED},application/json")
    assert reply.headers["Content-Type"] == AGGREGATED
    groups = {item["metadata"]["name"]: item["versions"] for item in reply.document["items"]}
    plain = ask(server, "/apis").document["groups"]
    assert list(groups) == [group["name"] for group in plain]
    assert groups.pop("metrics.k8s.io") == [{"version": "v1beta1", "freshness": "Stale"}]
    for group, versions in groups.items():
        for version in versions:
            assert version["freshness"] == "Current"
            listed = ask(server, f"/apis/{group}/{version['version']}").document["resources"]
            found = [
                name
                for resource in version["resources"]
                for name in (
                    resource["resource"],
                    *(
                        f"{resource['resource']}/{part['subresource']}"
                        for part in resource.get("subresources", ())
                    ),
                )
            ]
            assert found == [resource["name"] for resource in listed]


def test_a_crd_brings_its_served_versions(server: Server, ask: Ask) -> None:
    group = ask(server, "/apis/stable.example.com").document
    assert group["preferredVersion"]["version"] == "v1"
    assert [version["version"] for version in group["versions"]] == ["v1", "v1beta1"]
    assert ask(server, "/apis/stable.example.com/v1beta1/crontabs").names == ["hourly", "nightly"]
    assert ask(server, "/apis/stable.example.com/v1alpha1/crontabs").status == 404


@pytest.mark.parametrize(
    "versions", [["v2", "v1", "v1beta2", "v1beta1", "v3alpha1", "foo1"], ["v11", "v2", "v1alpha1"]]
)
def test_versions_are_ordered_by_stage_then_number(versions: list[str]) -> None:
    assert sorted(set(versions), key=kinds.priority) == versions


def test_every_built_in_resource_can_be_listed(server: Server, ask: Ask) -> None:
    for resource in kinds.built_in():
        if "list" in resource.verbs:
            for version in resource.versions:
                prefix = f"/apis/{resource.group}" if resource.group else "/api"
                reply = ask(server, f"{prefix}/{version}/{resource.plural}")
                assert reply.status == 200
                assert reply.document["kind"] == f"{resource.kind}List"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/namespaces/shop/pods"),
        ("PUT", "/api/v1/namespaces/shop/pods/web-0"),
        ("PATCH", "/apis/apps/v1/namespaces/shop/deployments/web"),
        ("DELETE", "/api/v1/namespaces/shop"),
        ("DELETE", "/api/v1/namespaces/shop/pods"),
        ("POST", "/api/v1/namespaces/shop/serviceaccounts/default/token"),
        ("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews"),
        ("POST", "/version"),
    ],
)
def test_writes_are_refused_and_counted(
    small_cluster: Objects, ask: Ask, method: str, path: str
) -> None:
    with Server(small_cluster) as server:
        assert ask(server, path, method=method, body={}).status == 405
        assert [call.path for call in server.writes] == [path]
        assert len(ask(server, PODS).names) == 4


def test_requests_are_counted(server: Server, ask: Ask) -> None:
    ask(server, PODS, limit="2")
    ask(server, PODS, limit="3")
    ask(server, "/apis/apps/v1/namespaces/shop/deployments/web")
    ask(server, "/version/")
    review = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"
    ask(server, review, method="POST", body={"spec": {"namespace": "shop"}})
    assert server.calls() == {
        "list pods": 2,
        "get deployments.apps": 1,
        "get /version/": 1,
        "create selfsubjectrulesreviews.authorization.k8s.io": 1,
    }
    first = server.requests[0]
    assert (first.verb, first.path, first.query, first.status) == (
        "list",
        PODS,
        {"limit": "2"},
        200,
    )
    assert server.writes == []
    server.forget()
    assert server.calls() == {}


def test_watching_is_not_offered(server: Server, ask: Ask) -> None:
    assert ask(server, PODS, watch="1").status == 405


def test_connections_are_kept_alive_and_end_with_the_server(small_cluster: Objects) -> None:
    with Server(small_cluster) as server:
        connection = http.client.HTTPConnection(server.url.partition("://")[2], timeout=10)
        sockets = set()
        for _ in range(3):
            connection.request("GET", "/version")
            connection.getresponse().read()
            sockets.add(connection.sock)
    assert len(sockets) == 1 and None not in sockets
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.request("GET", "/version")
        connection.getresponse()
    connection.close()


def test_clients_that_hang_up_are_no_mistakes(server: Server, ask: Ask) -> None:
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    with socket.create_connection(address) as half:
        half.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost")
    assert ask(server, PODS).status == 200


def test_tls_with_certificates_of_servers_and_clients(
    serve: Serve, ask: Ask, tmp_path: Path
) -> None:
    from cryptography import x509

    server = serve(tls=Tls(days=3, names=("api.example.com",), addresses=("127.0.0.1",)), allow=[])
    assert ask(server, "/version").status == 200
    signed = server.client_certificate("alice", ("ops", "system:masters"))
    (tmp_path / "alice.pem").write_bytes(signed.certificate + signed.key)
    trusted = ssl.create_default_context(cadata=server.authority.certificate.decode())
    trusted.load_cert_chain(tmp_path / "alice.pem")
    host = server.url.partition("://")[2]
    connection = http.client.HTTPSConnection(host, context=trusted, timeout=10)
    connection.request("GET", "/api/v1/pods")
    assert connection.getresponse().status == 200
    presented = x509.load_der_x509_certificate(connection.sock.getpeercert(binary_form=True))
    left = presented.not_valid_after_utc - presented.not_valid_before_utc
    names = presented.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert left.days in (32, 33)
    assert names.get_values_for_type(x509.DNSName) == ["api.example.com"]
    connection.close()
    with pytest.raises(ssl.SSLCertVerificationError):
        http.client.HTTPSConnection(host, timeout=10).request("GET", "/version")


def test_a_certificate_may_have_ended(serve: Serve, ask: Ask) -> None:
    server = serve(tls=Tls(days=-1))
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        ask(server, "/version")


def test_client_certificates_need_tls(server: Server) -> None:
    with pytest.raises(ValueError, match="TLS"):
        server.client_certificate("alice")


def test_binary_reviews_that_break_off_are_bad_requests() -> None:
    assert protobuf.decoded(b"{}") is None
    for content in (b"k8s\x00\x0a", b"k8s\x00\x0a\x05ab", b"k8s\x00\x0b\x00", b"k8s\x00\xff"):
        with pytest.raises(ValueError, match=r"field|number"):
            protobuf.decoded(content)


def test_the_command_serves_a_folder(tmp_path: Path, ask: Ask) -> None:
    estate, rules = tmp_path / "estate", tmp_path / "rules"
    for folder, content in (
        (estate, named("ConfigMap", "one", "shop")),
        (rules, {**named("ClusterRole", "audit"), "rules": list(EVERYTHING)}),
    ):
        folder.mkdir()
        (folder / "objects.json").write_text(json.dumps(content))
    config = tmp_path / "config"
    command = [
        *(sys.executable, "-m", "auditor_kubernetes.testing", str(estate)),
        *("--tls", "--kubeconfig", str(config), "--context", "demo"),
        *("--allow", str(rules), "--fault", "secrets=denied", "--version", "v1.35.0"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stdout is not None
        ready: Mapping[str, str] = json.loads(process.stdout.readline())
        written = json.loads(Path(ready["kubeconfig"]).read_text())
        cluster = written["clusters"][0]["cluster"]
        assert (written["current-context"], cluster["server"]) == ("demo", ready["url"])
        trusted = ssl.create_default_context(
            cadata=base64.b64decode(cluster["certificate-authority-data"]).decode()
        )
        for path, status in (("/api/v1/configmaps", 200), ("/api/v1/secrets", 403)):
            connection = http.client.HTTPSConnection(
                ready["url"].partition("://")[2], context=trusted, timeout=10
            )
            who = {"Authorization": f"Bearer {written['users'][0]['user']['token']}"}
            connection.request("GET", path, headers=who)
            assert connection.getresponse().status == status
            connection.close()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        process.stdout.close()
