"""Lists, forms and refusals of the stand-in API server."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from auditor_kubernetes.testing import (
    Server,
)
from tests.kubernetes.standin import Ask, Reply, Serve, named

PODS = "/api/v1/pods"
METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1"


def token(reply: Reply) -> dict[str, Any]:
    text = reply.following
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_pages_follow_the_order_of_keys(serve: Serve, ask: Ask) -> None:
    places = [("a", "z"), ("a-b", "x"), ("a", "b"), ("ab", "c")]
    server = serve([named("Pod", name, namespace) for namespace, name in places])
    names, following = [], ""
    remaining = []
    while True:
        reply = ask(server, PODS, limit="1", **{"continue": following})
        names += [
            f"{item['metadata']['namespace']}/{item['metadata']['name']}"
            for item in reply.document["items"]
        ]
        remaining.append(reply.document["metadata"].get("remainingItemCount"))
        following = reply.following
        if not following:
            break
    assert names == ["a-b/x", "a/b", "a/z", "ab/c"]
    assert remaining == [3, 2, 1, None]


def test_a_token_says_where_to_go_on(server: Server, ask: Ask) -> None:
    whole = ask(server, PODS, limit="2")
    assert token(whole) == {
        "v": "meta.k8s.io/v1",
        "rv": int(whole.document["metadata"]["resourceVersion"]),
        "start": "shop-jobs/job\0",
    }
    part = ask(server, "/api/v1/namespaces/shop/pods", limit="1")
    assert token(part)["start"] == "web-0\0"
    rest = ask(
        server,
        "/api/v1/namespaces/shop/pods",
        **{"continue": part.following},
    )
    assert rest.names == ["web-1"]


def test_a_namespace_holds_only_its_own(server: Server, ask: Ask) -> None:
    assert ask(server, "/api/v1/namespaces/shop/pods").names == ["web-0", "web-1"]
    assert ask(server, "/api/v1/namespaces/nowhere/pods").names == []


def test_the_state_in_memory_is_not_cut_into_pages(server: Server, ask: Ask) -> None:
    reply = ask(server, PODS, limit="1", resourceVersion="0")
    assert len(reply.names) == 4
    assert "continue" not in reply.document["metadata"]


def test_items_of_built_in_resources_carry_no_kind(server: Server, ask: Ask) -> None:
    reply = ask(server, PODS).document
    assert (reply["kind"], reply["apiVersion"]) == ("PodList", "v1")
    assert not any(item.keys() & {"kind", "apiVersion"} for item in reply["items"])


def test_custom_lists_have_an_empty_token_and_items_with_kinds(server: Server, ask: Ask) -> None:
    path = "/apis/stable.example.com/v1/crontabs"
    reply = ask(server, path).document
    assert reply["metadata"]["continue"] == ""
    assert {item["kind"] for item in reply["items"]} == {"CronTab"}
    assert ask(server, path, limit="1").following


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"continue": "garbled!"}, "continue key is not valid"),
        ({"continue": base64.urlsafe_b64encode(b"[]").decode()}, "continue key is not valid"),
        ({"continue": base64.urlsafe_b64encode(b'{"v":1}').decode()}, "continue key is not valid"),
        ({"limit": "many"}, "invalid syntax"),
        ({"labelSelector": "a b"}, "unable to parse requirement"),
        ({"labelSelector": "!a=b"}, "unable to parse requirement"),
        ({"fieldSelector": "spec.secret=1"}, "field label not supported: spec.secret"),
        ({"fieldSelector": "what"}, "invalid selector"),
    ],
)
def test_lists_that_make_no_sense(
    server: Server, ask: Ask, query: dict[str, str], why: str
) -> None:
    reply = ask(server, PODS, **query)
    assert reply.status == 400
    assert (reply.document["kind"], reply.document["reason"]) == ("Status", "BadRequest")
    assert why in reply.document["message"]


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("app=web", ["web-0", "web-1"]),
        ("app==web,tier=front", ["web-0"]),
        ("app!=web", ["etcd", "job"]),
        ("tier in (front, control-plane)", ["etcd", "web-0"]),
        ("tier notin (front)", ["etcd", "job", "web-1"]),
        ("tier", ["etcd", "web-0"]),
        ("!tier", ["job", "web-1"]),
        ("app,tier notin (a,b)", ["web-0", "web-1"]),
        ("weight>4", ["web-0"]),
        ("weight < 5", []),
        ("", ["etcd", "job", "web-0", "web-1"]),
    ],
)
def test_label_selectors(server: Server, ask: Ask, selector: str, names: list[str]) -> None:
    assert sorted(ask(server, PODS, labelSelector=selector).names) == names


@pytest.mark.parametrize(
    ("path", "selector", "names"),
    [
        (PODS, "metadata.name=job", ["job"]),
        (PODS, "metadata.namespace=shop,metadata.name!=web-0", ["web-1"]),
        (PODS, "spec.nodeName=two", ["web-0"]),
        (PODS, "status.phase==Pending", ["web-1"]),
        ("/api/v1/secrets", "type=kubernetes.io/tls", ["web-tls"]),
        ("/api/v1/secrets", "type!=helm.sh/release.v1", ["plain", "web-tls"]),
        ("/apis/stable.example.com/v1/crontabs", "spec.cron=nightly", ["nightly"]),
        ("/apis/stable.example.com/v1/crontabs", "metadata.name=hourly", ["hourly"]),
    ],
)
def test_field_selectors(
    server: Server, ask: Ask, path: str, selector: str, names: list[str]
) -> None:
    reply = ask(server, path, fieldSelector=selector)
    assert sorted(reply.names) == names


def test_selected_pages_do_not_say_how_much_is_left(server: Server, ask: Ask) -> None:
    metadata = ask(server, PODS, labelSelector="app=web", limit="1").document["metadata"]
    assert metadata["continue"]
    assert "remainingItemCount" not in metadata


def test_metadata_only(server: Server, ask: Ask) -> None:
    reply = ask(server, "/api/v1/secrets", accept=METADATA_LIST, limit="1")
    assert reply.document["kind"] == "PartialObjectMetadataList"
    assert reply.document["metadata"]["remainingItemCount"] == 1
    (item,) = reply.document["items"]
    assert item.keys() == {"kind", "apiVersion", "metadata"}
    one = METADATA_LIST.replace("List", "")
    single = ask(server, "/api/v1/namespaces/shop/secrets/plain", accept=one).document
    assert (single["kind"], "data" in single) == ("PartialObjectMetadata", False)


def test_tables(server: Server, ask: Ask) -> None:
    reply = ask(server, "/api/v1/secrets", accept=TABLE).document
    assert [column["name"] for column in reply["columnDefinitions"]] == [
        "Name",
        "Type",
        "Data",
        "Age",
    ]
    assert reply["rows"][1]["cells"][:3] == ["web-tls", "kubernetes.io/tls", 2]
    assert reply["rows"][1]["object"]["kind"] == "PartialObjectMetadata"
    assert "rows" in ask(server, "/api/v1/namespaces/shop/pods/web-0", accept=TABLE).document


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        (PODS, "*/*", 200),
        (PODS, f"{TABLE},application/json", 200),
        (PODS, "application/json;as=Novel;g=meta.k8s.io;v=v1, application/json", 200),
        (PODS, "application/vnd.kubernetes.protobuf,application/json", 200),
        (PODS, "application/vnd.kubernetes.protobuf", 406),
        (PODS, METADATA_LIST.replace("List", ""), 406),
        ("/api/v1/namespaces/shop/pods/web-0", METADATA_LIST, 406),
    ],
)
def test_forms_asked_for(server: Server, ask: Ask, path: str, accept: str, status: int) -> None:
    assert ask(server, path, accept=accept).status == status


def test_gzip_only_when_asked_and_worth_it(serve: Serve, ask: Ask) -> None:
    big = {**named("ConfigMap", "big"), "data": {"text": "x" * 200_000}}
    server = serve([big])
    wish = {"Accept-Encoding": "gzip"}
    plain = ask(server, "/api/v1/configmaps")
    small = ask(server, "/version", headers=wish)
    packed = ask(server, "/api/v1/configmaps", headers=wish)
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in small.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_deprecated_apis_are_warned_of_and_counted(server: Server, ask: Ask) -> None:
    assert "Warning" not in ask(server, PODS).headers
    assert ask(server, "/metrics").body == b"\n"
    old = ask(server, "/api/v1/endpoints").headers["Warning"]
    assert old.startswith('299 - "v1 Endpoints is deprecated in v1.33+')
    custom = ask(server, "/apis/stable.example.com/v1beta1/crontabs").headers["Warning"]
    assert custom == '299 - "stable.example.com/v1beta1 CronTab is deprecated"'
    assert (
        b'apiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",'
        b'subresource="",version="v1"} 1\n' in ask(server, "/metrics").body
    )


def test_warnings_and_metrics_are_configurable(serve: Serve, ask: Ask) -> None:
    server = serve(
        deprecated={"batch/v1/jobs": "gone soon"}, metrics=["up 1"], version="v1.33.5-eks-1"
    )
    assert ask(server, "/apis/batch/v1/jobs").headers["Warning"] == '299 - "gone soon"'
    assert "Warning" not in ask(server, "/api/v1/endpoints").headers
    assert b"up 1\n" in ask(server, "/metrics").body
    version = ask(server, "/version").document
    assert (version["gitVersion"], version["minor"]) == ("v1.33.5-eks-1", "33+")


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/apis/none.example.com/v1/things", 404, None),
        ("/apis/stable.example.com/v1/others", 404, None),
        ("/apis/apps/v1beta1/deployments", 404, None),
        ("/apis/metrics.k8s.io/v1beta1/nodes", 503, None),
        ("/apis/metrics.k8s.io/v1beta1", 503, None),
        ("/api/v1/things", 404, "Status"),
        ("/apis/apps/v1/things", 404, "Status"),
        ("/api/v1/namespaces/shop/pods/none", 404, "Status"),
        ("/api/v1/namespaces/shop/nodes", 404, "Status"),
        ("/api/v1/pods/web-0", 404, "Status"),
    ],
)
def test_absent_is_said_as_a_server_says_it(
    server: Server, ask: Ask, path: str, status: int, kind: str | None
) -> None:
    reply = ask(server, path)
    assert reply.status == status
    if kind is None:
        line = b"404 page not found\n" if status == 404 else b"service unavailable\n"
        assert reply.headers["Content-Type"].startswith("text/plain")
        assert reply.body == line
    else:
        assert (reply.document["kind"], reply.document["reason"]) == (kind, "NotFound")


def test_a_missing_object_is_named(server: Server, ask: Ask) -> None:
    reply = ask(server, "/apis/apps/v1/namespaces/shop/deployments/none").document
    assert reply["message"] == 'deployments.apps "none" not found'
    assert reply["details"] == {"name": "none", "group": "apps", "kind": "deployments"}


def test_an_api_service_that_answers_is_served(serve: Serve, ask: Ask) -> None:
    spec = {"group": "metrics.k8s.io", "version": "v1beta1", "service": {"name": "metrics"}}
    service = named("APIService", "v1beta1.metrics.k8s.io", version="apiregistration.k8s.io/v1")
    usage = {**named("NodeMetrics", "one", version="metrics.k8s.io/v1beta1"), "usage": {"cpu": "1"}}
    server = serve([usage, {**service, "spec": spec}])
    assert ask(server, "/apis/metrics.k8s.io/v1beta1/nodes").names == ["one"]
