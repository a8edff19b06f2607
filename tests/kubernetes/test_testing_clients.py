"""Real clients take the stand-in for an API server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor_kubernetes.testing import (
    Server,
    write_kubeconfig,
)
from tests.kubernetes.standin import Kubectl, Serve, named

LISTS_PODS = [{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}]
Objects = list[Mapping[str, Any]]


def test_one_kubeconfig_for_several_servers(serve: Serve, tmp_path: Path) -> None:
    config = pytest.importorskip("kubernetes.config")
    client = pytest.importorskip("kubernetes.client")
    one, two = serve([named("ConfigMap", "one")]), serve([named("ConfigMap", "two")], tls=True)
    alice = two.client_certificate("alice")
    path = write_kubeconfig(
        tmp_path / "config",
        {"one": one.entry(namespace="shop"), "two": two.entry(certificate=alice)},
        current="two",
    )
    contexts, active = config.list_kube_config_contexts(str(path))
    assert ([context["name"] for context in contexts], active["name"]) == (["one", "two"], "two")
    assert contexts[0]["context"]["namespace"] == "shop"
    for name in ("one", "two"):
        api = config.new_client_from_config(str(path), context=name)
        found = client.CustomObjectsApi(api).list_cluster_custom_object("apps", "v1", "deployments")
        assert found["kind"] == "DeploymentList"


def test_the_official_client_reads_raw_pages(server: Server, kubeconfig: Path) -> None:
    config = pytest.importorskip("kubernetes.config")
    client = pytest.importorskip("kubernetes.client")
    api = client.CustomObjectsApi(config.new_client_from_config(str(kubeconfig)))
    names, following = [], ""
    while True:
        reply = api.list_cluster_custom_object(
            "stable.example.com",
            "v1",
            "crontabs",
            limit=1,
            _continue=following,
            _preload_content=False,
        )
        page = json.loads(reply.data)
        names += [item["metadata"]["name"] for item in page["items"]]
        following = page["metadata"]["continue"]
        if not following:
            break
    assert names == ["hourly", "nightly"]
    with pytest.raises(client.ApiException) as caught:
        api.list_cluster_custom_object("none.example.com", "v1", "things")
    assert caught.value.status == 404
    assert client.VersionApi(api.api_client).get_code().git_version == "v1.36.2"
    assert server.calls()["list crontabs.stable.example.com"] == 2


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["version"], ["Server Version: v1.36.2"]),
        (
            ["get", "pods", "-A", "--chunk-size=1"],
            [
                "shop web-0 Running",
                "shop web-1 Pending",
                "shop-jobs job",
                "kube-system etcd Running",
            ],
        ),
        (
            ["get", "deploy,svc,ing", "-A"],
            ["shop deployment.apps/web", "shop service/web", "shop ingress.networking.k8s.io/web"],
        ),
        (
            ["get", "secrets", "-A", "--field-selector", "type=kubernetes.io/tls"],
            ["shop web-tls kubernetes.io/tls 2"],
        ),
        (["get", "ct", "-n", "shop", "-o", "name"], ["crontab.stable.example.com/nightly"]),
        (["get", "pods", "-A", "-l", "app in (web),!tier", "-o", "name"], ["pod/web-1"]),
        (["get", "pod", "web-0", "-n", "shop", "-o", "jsonpath={.spec.nodeName}"], ["two"]),
        (
            ["api-resources"],
            [
                "pods po v1 true Pod",
                "crontabs ct stable.example.com/v1 true CronTab",
                "horizontalpodautoscalers hpa autoscaling/v2 true HorizontalPodAutoscaler",
            ],
        ),
        (["auth", "can-i", "--list"], ["*.* [] [] [*]"]),
        (["auth", "can-i", "list", "secrets", "-A"], ["yes"]),
        (["auth", "whoami"], ["Username system:serviceaccount:audit:auditor"]),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else None,
)
def test_kubectl_reads_it(
    serve: Serve, small_cluster: Objects, kubectl: Kubectl, arguments: list[str], lines: list[str]
) -> None:
    done = kubectl(serve(small_cluster, tls=True), *arguments)
    shown = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for line in lines:
        assert any(found.startswith(line) for found in shown), done.stdout + done.stderr


def test_kubectl_follows_pages(serve: Serve, kubectl: Kubectl) -> None:
    server = serve([named("Pod", f"p{number:03}", "shop") for number in range(50)], tls=True)
    done = kubectl(server, "get", "pods", "-A", "--chunk-size=20", "-o", "name")
    assert len(done.stdout.splitlines()) == 50
    assert server.calls()["list pods"] == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["get", "secrets", "-A"],
            'secrets is forbidden: User "system:serviceaccount:audit:auditor" cannot list',
        ),
        (["get", "pods", "-A", "--field-selector", "spec.x=1"], "field label not supported"),
        (["get", "--raw", "/apis/none.example.com/v1/things"], "(Forbidden)"),
        (["auth", "can-i", "list", "secrets", "-A"], "no"),
        (["auth", "can-i", "get", "/metrics"], "no"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else None,
)
def test_kubectl_understands_refusals(
    serve: Serve, small_cluster: Objects, kubectl: Kubectl, arguments: list[str], words: str
) -> None:
    done = kubectl(serve(small_cluster, tls=True, allow=LISTS_PODS), *arguments)
    assert done.returncode != 0
    assert words in done.stdout + done.stderr
