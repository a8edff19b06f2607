"""What API servers do on the wire: asserted of the stand-in and, where there is one, of a real one.

Set ``AUDITOR_REAL_KUBECONFIG`` to a kubeconfig whose current context may read everything. Only
reads are made, and reviews of one's own access, which change nothing; so the assertions are
those that hold on any cluster of version 1.33 or later.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

REAL = os.environ.get("AUDITOR_REAL_KUBECONFIG", "")
ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
NAMESPACES = "/api/v1/namespaces"
PODS = "/api/v1/pods"
REVIEWS = "/apis/authorization.k8s.io/v1"
META = "application/json;g=meta.k8s.io;v=v1;as="
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


@dataclass(frozen=True)
class Reply:
    """An answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def items(self) -> list[dict[str, Any]]:
        return self.document["items"]

    @property
    def names(self) -> list[str]:
        return [item["metadata"]["name"] for item in self.items]

    @property
    def following(self) -> str:
        return self.document["metadata"].get("continue", "")


@dataclass(frozen=True)
class Cluster:
    """A cluster that is asked over the official client's connections; ``strangers`` are those
    without credentials."""

    pool: Any
    strangers: Any
    url: str
    who: Mapping[str, str]

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: str) -> Reply:
        return self._send(self.pool, "GET", path, {**self.who, **(headers or {})}, query)

    def as_stranger(self, path: str, **headers: str) -> Reply:
        return self._send(self.strangers, "GET", path, headers, {})

    def review(self, resource: str, spec: Mapping[str, Any]) -> Reply:
        kinds = {
            "selfsubjectaccessreviews": "SelfSubjectAccessReview",
            "selfsubjectrulesreviews": "SelfSubjectRulesReview",
        }
        review = {"apiVersion": "authorization.k8s.io/v1", "kind": kinds[resource], "spec": spec}
        headers = {**self.who, "Content-Type": "application/json"}
        return self._send(
            self.pool, "POST", f"{REVIEWS}/{resource}", headers, {}, json.dumps(review)
        )

    def _send(
        self,
        pool: Any,
        method: str,
        path: str,
        headers: Mapping[str, str],
        query: Mapping[str, str],
        body: str | None = None,
    ) -> Reply:
        target = f"{self.url}{path}?{urlencode(query)}" if query else f"{self.url}{path}"
        answer = pool.request(
            method,
            target,
            headers={"Accept": "application/json", **headers},
            body=body,
            timeout=30,
            retries=False,
            decode_content=False,
        )
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, found, answer.data)


@pytest.fixture(
    params=[
        "stand-in",
        pytest.param(
            "real",
            marks=pytest.mark.skipif(not REAL, reason="AUDITOR_REAL_KUBECONFIG is not set"),
        ),
    ]
)
def cluster(
    request: pytest.FixtureRequest,
    serve: Callable[..., Any],
    small_cluster: list[Mapping[str, Any]],
    tmp_path: Path,
) -> Iterator[Cluster]:
    """The stand-in, and the cluster that ``AUDITOR_REAL_KUBECONFIG`` names."""
    config = pytest.importorskip("kubernetes.config")
    client = pytest.importorskip("kubernetes.client")
    path = Path(REAL)
    if request.param == "stand-in":
        path = serve(small_cluster, tls=True).kubeconfig(tmp_path / "kubeconfig")
    settings = client.Configuration()
    config.load_kube_config(str(path), client_configuration=settings)
    who = {each["key"]: each["value"] for each in settings.auth_settings().values()}
    bare = client.Configuration()
    bare.host, bare.ssl_ca_cert = settings.host, settings.ssl_ca_cert
    bare.verify_ssl = settings.verify_ssl
    pool, strangers = (client.ApiClient(each).rest_client.pool_manager for each in (settings, bare))
    yield Cluster(pool, strangers, settings.host, who)
    pool.clear()
    strangers.clear()


def the_version_has_two_addresses(cluster: Cluster) -> None:
    one, two = cluster.get("/version"), cluster.get("/version/")
    assert one.document == two.document
    assert one.document["gitVersion"].startswith("v1.")


def discovery_lists_groups_and_versions(cluster: Cluster) -> None:
    for path in ("/apis", "/apis/"):
        listed = cluster.get(path).document
        assert listed["kind"] == "APIGroupList"
        groups = {group["name"]: group["preferredVersion"] for group in listed["groups"]}
        assert groups["apps"] == {"groupVersion": "apps/v1", "version": "v1"}
    for path in ("/api", "/api/"):
        assert cluster.get(path).document["versions"] == ["v1"]
    group = cluster.get("/apis/apps").document
    assert (group["kind"], group["name"]) == ("APIGroup", "apps")


def discovery_lists_resources_and_their_parts(cluster: Cluster) -> None:
    listed = cluster.get("/api/v1").document
    assert (listed["kind"], listed["groupVersion"]) == ("APIResourceList", "v1")
    found = {resource["name"]: resource for resource in listed["resources"]}
    pods = found["pods"]
    assert (pods["kind"], pods["namespaced"], pods["singularName"]) == ("Pod", True, "pod")
    assert "list" in pods["verbs"] and pods["shortNames"] == ["po"]
    assert found["pods/log"]["verbs"] == ["get"]
    assert found["serviceaccounts/token"]["group"] == "authentication.k8s.io"
    assert not found["namespaces"]["namespaced"]


def aggregated_discovery_is_one_document(cluster: Cluster) -> None:
    for path, group, resource in (("/api", None, "pods"), ("/apis", "apps", "deployments")):
        reply = cluster.get(path, {"Accept": f"{AGGREGATED},application/json"})
        kind = set(reply.headers["content-type"].split(";"))
        assert kind == set(AGGREGATED.split(";"))
        listed = reply.document
        assert listed["kind"] == "APIGroupDiscoveryList"
        assert listed["apiVersion"] == "apidiscovery.k8s.io/v2"
        groups = {each["metadata"].get("name"): each["versions"] for each in listed["items"]}
        freshness = {version["freshness"] for found in groups.values() for version in found}
        assert freshness <= {"Current", "Stale"}
        (found,) = [each for each in groups[group][0]["resources"] if each["resource"] == resource]
        assert (found["scope"], found["responseKind"]["version"]) == ("Namespaced", "v1")
        assert {"list", "watch"} <= set(found["verbs"])
        assert "status" in {part["subresource"] for part in found["subresources"]}


def only_the_list_carries_a_kind(cluster: Cluster) -> None:
    for path, kind, version in (
        (NAMESPACES, "NamespaceList", "v1"),
        (PODS, "PodList", "v1"),
        (ROLES, "ClusterRoleList", "rbac.authorization.k8s.io/v1"),
    ):
        listed = cluster.get(path, limit="5").document
        assert (listed["kind"], listed["apiVersion"]) == (kind, version)
        assert not any({"kind", "apiVersion"} & item.keys() for item in listed["items"])
        assert listed["metadata"]["resourceVersion"].isdigit()


def an_object_by_name_carries_its_kind(cluster: Cluster) -> None:
    found = cluster.get(f"{NAMESPACES}/kube-system").document
    assert (found["kind"], found["apiVersion"]) == ("Namespace", "v1")
    assert found["metadata"]["labels"]["kubernetes.io/metadata.name"] == "kube-system"
    assert found["status"]["phase"] == "Active"
    assert {"uid", "resourceVersion", "creationTimestamp"} <= found["metadata"].keys()


def pages_are_linked_by_tokens(cluster: Cluster) -> None:
    everything = cluster.get(ROLES)
    first = cluster.get(ROLES, limit="1")
    assert len(first.items) == 1
    assert first.document["metadata"]["remainingItemCount"] == len(everything.items) - 1
    padded = first.following + "=" * (-len(first.following) % 4)
    token = json.loads(base64.urlsafe_b64decode(padded))
    assert token["v"] == "meta.k8s.io/v1"
    assert token["rv"] == int(first.document["metadata"]["resourceVersion"])
    assert token["start"] == f"{first.names[0]}\0"
    names, page = first.names, first
    while page.following:
        page = cluster.get(ROLES, limit="25", **{"continue": page.following})
        names += page.names
    assert names == everything.names == sorted(names)


def a_namespace_is_paged_within_itself(cluster: Cluster) -> None:
    listed = cluster.get(f"{NAMESPACES}/kube-system/pods", limit="500").document
    assert listed["kind"] == "PodList"
    assert {item["metadata"]["namespace"] for item in listed["items"]} <= {"kube-system"}
    nowhere = cluster.get(f"{NAMESPACES}/there-is-no-such-namespace/pods")
    assert (nowhere.status, nowhere.items) == (200, [])


def the_state_in_memory_is_not_paged(cluster: Cluster) -> None:
    reply = cluster.get(ROLES, limit="1", resourceVersion="0")
    assert len(reply.items) > 1
    assert not reply.following


def a_garbled_token_is_a_bad_request(cluster: Cluster) -> None:
    for text in ("garbled", "!!", base64.b64encode(b'{"v":"meta.k8s.io/v1"}').decode()):
        reply = cluster.get(ROLES, limit="1", **{"continue": text})
        assert reply.status == 400
        assert (reply.document["kind"], reply.document["reason"]) == ("Status", "BadRequest")
        assert "continue key is not valid" in reply.document["message"]


def an_absent_group_is_no_page(cluster: Cluster) -> None:
    for path in ("/apis/none.example.com/v1/things", "/apis/none.example.com/v1"):
        reply = cluster.get(path)
        assert reply.status == 404
        assert reply.headers["content-type"].startswith("text/plain")
        assert reply.body == b"404 page not found\n"


def an_absent_resource_of_a_known_group_is_a_status(cluster: Cluster) -> None:
    for path in ("/api/v1/things", "/apis/apps/v1/things"):
        reply = cluster.get(path)
        assert reply.status == 404
        assert (reply.document["kind"], reply.document["reason"]) == ("Status", "NotFound")


def an_absent_object_is_named(cluster: Cluster) -> None:
    reply = cluster.get(f"{ROLES}/there-is-no-such-role")
    status = reply.document
    assert (reply.status, status["code"], status["reason"]) == (404, 404, "NotFound")
    assert status["message"] == (
        'clusterroles.rbac.authorization.k8s.io "there-is-no-such-role" not found'
    )
    assert status["details"] == {
        "name": "there-is-no-such-role",
        "group": "rbac.authorization.k8s.io",
        "kind": "clusterroles",
    }


def one_may_ask_what_one_may(cluster: Cluster) -> None:
    wish = {"verb": "list", "resource": "namespaces"}
    reply = cluster.review("selfsubjectaccessreviews", {"resourceAttributes": wish})
    assert (reply.status, reply.document["status"]["allowed"]) == (201, True)
    reply = cluster.review("selfsubjectrulesreviews", {"namespace": "default"})
    assert reply.status == 201
    rules = reply.document["status"]["resourceRules"]
    assert any({"selfsubjectaccessreviews", "*"} & set(rule.get("resources", ())) for rule in rules)
    assert {"nonResourceRules", "incomplete"} <= reply.document["status"].keys()


def metadata_may_be_had_alone(cluster: Cluster) -> None:
    reply = cluster.get(ROLES, {"Accept": f"{META}PartialObjectMetadataList"}, limit="1")
    assert reply.document["kind"] == "PartialObjectMetadataList"
    assert reply.document["apiVersion"] == "meta.k8s.io/v1"
    (item,) = reply.items
    assert item.keys() - {"kind", "apiVersion"} == {"metadata"}
    assert reply.following
    one = cluster.get(f"{NAMESPACES}/default", {"Accept": f"{META}PartialObjectMetadata"})
    assert one.document["kind"] == "PartialObjectMetadata"
    assert "spec" not in one.document


def tables_have_columns_and_rows(cluster: Cluster) -> None:
    reply = cluster.get(NAMESPACES, {"Accept": f"{META}Table,application/json"})
    table = reply.document
    assert (table["kind"], table["apiVersion"]) == ("Table", "meta.k8s.io/v1")
    assert table["columnDefinitions"][0]["name"] == "Name"
    cells = {row["cells"][0]: row["object"] for row in table["rows"]}
    assert cells["kube-system"]["kind"] == "PartialObjectMetadata"
    assert cells["kube-system"]["metadata"]["name"] == "kube-system"


def forms_that_do_not_fit_are_not_acceptable(cluster: Cluster) -> None:
    listed = cluster.get(NAMESPACES, {"Accept": f"{META}PartialObjectMetadata"})
    single = cluster.get(f"{NAMESPACES}/default", {"Accept": f"{META}PartialObjectMetadataList"})
    assert (listed.status, single.status) == (406, 406)


def fields_select(cluster: Cluster) -> None:
    assert cluster.get(NAMESPACES, fieldSelector="metadata.name=default").names == ["default"]
    others = cluster.get(NAMESPACES, fieldSelector="metadata.name!=default,status.phase=Active")
    assert "default" not in others.names and "kube-system" in others.names
    secrets = cluster.get("/api/v1/secrets", fieldSelector="type=there.is/no-such-type")
    assert (secrets.status, secrets.items) == (200, [])
    pods = cluster.get(PODS, fieldSelector="spec.nodeName=there-is-no-such-node")
    assert (pods.status, pods.items) == (200, [])
    unknown = cluster.get(PODS, fieldSelector="spec.hostname=a")
    assert (unknown.status, unknown.document["reason"]) == (400, "BadRequest")
    assert "field label not supported: spec.hostname" in unknown.document["message"]


def labels_select(cluster: Cluster) -> None:
    name = "kubernetes.io/metadata.name"
    for selector, found in (
        (f"{name}=kube-system", {"kube-system"}),
        (f"{name} in (kube-system,default)", {"default", "kube-system"}),
        (f"{name},{name}!=default,{name} in (default, kube-system)", {"kube-system"}),
        (f"!{name}", set()),
    ):
        assert set(cluster.get(NAMESPACES, labelSelector=selector).names) == found
    rest = cluster.get(NAMESPACES, labelSelector=f"{name} notin (default)").names
    assert "default" not in rest and "kube-system" in rest
    garbled = cluster.get(NAMESPACES, labelSelector="a b")
    assert (garbled.status, garbled.document["reason"]) == (400, "BadRequest")


def selected_pages_do_not_count_the_rest(cluster: Cluster) -> None:
    label = "kubernetes.io/metadata.name in (default,kube-system)"
    reply = cluster.get(NAMESPACES, labelSelector=label, limit="1")
    assert reply.following
    assert "remainingItemCount" not in reply.document["metadata"]
    rest = cluster.get(NAMESPACES, labelSelector=label, limit="1", **{"continue": reply.following})
    assert [*reply.names, *rest.names] == ["default", "kube-system"]


def strangers_are_anonymous_or_refused(cluster: Cluster) -> None:
    """Clusters may forbid anonymous requests altogether."""
    version, listed = cluster.as_stranger("/version"), cluster.as_stranger(NAMESPACES)
    assert version.status in (200, 401, 403)
    assert listed.status in (401, 403)
    assert listed.document["kind"] == "Status"
    if listed.status == 403:
        assert 'User "system:anonymous" cannot list' in listed.document["message"]


def a_wrong_token_is_unauthorized(cluster: Cluster) -> None:
    reply = cluster.as_stranger(NAMESPACES, Authorization="Bearer wrong")
    assert reply.status == 401
    assert reply.document["reason"] == "Unauthorized"


def nothing_is_compressed_unasked(cluster: Cluster) -> None:
    assert "content-encoding" not in cluster.get(ROLES).headers
    asked = cluster.get(ROLES, {"Accept-Encoding": "gzip"}).headers
    assert asked.get("content-encoding", "gzip") == "gzip"


def health_and_schemas_have_their_pages(cluster: Cluster) -> None:
    for path in ("/readyz", "/livez"):
        reply = cluster.get(path)
        assert (reply.status, reply.body) == (200, b"ok")
    paths = cluster.get("/openapi/v3").document["paths"]
    assert {"api/v1", "apis/apps/v1"} <= paths.keys()
    assert paths["api/v1"]["serverRelativeURL"].startswith("/openapi/v3/api/v1?hash=")


def endpoints_are_deprecated(cluster: Cluster) -> None:
    reply = cluster.get("/api/v1/endpoints", limit="1")
    assert reply.headers["warning"].startswith('299 - "v1 Endpoints is deprecated in v1.33+')
    assert "warning" not in cluster.get(NAMESPACES).headers


CONTRACT = [
    the_version_has_two_addresses,
    discovery_lists_groups_and_versions,
    discovery_lists_resources_and_their_parts,
    aggregated_discovery_is_one_document,
    only_the_list_carries_a_kind,
    an_object_by_name_carries_its_kind,
    pages_are_linked_by_tokens,
    a_namespace_is_paged_within_itself,
    the_state_in_memory_is_not_paged,
    a_garbled_token_is_a_bad_request,
    an_absent_group_is_no_page,
    an_absent_resource_of_a_known_group_is_a_status,
    an_absent_object_is_named,
    one_may_ask_what_one_may,
    metadata_may_be_had_alone,
    tables_have_columns_and_rows,
    forms_that_do_not_fit_are_not_acceptable,
    fields_select,
    labels_select,
    selected_pages_do_not_count_the_rest,
    strangers_are_anonymous_or_refused,
    a_wrong_token_is_unauthorized,
    nothing_is_compressed_unasked,
    health_and_schemas_have_their_pages,
    endpoints_are_deprecated,
]


@pytest.mark.parametrize("clause", CONTRACT, ids=lambda clause: clause.__name__)
def test_contract(cluster: Cluster, clause: Callable[[Cluster], None]) -> None:
    clause(cluster)
