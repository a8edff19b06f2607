"""Who may do what at the stand-in API server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from auditor_kubernetes.testing import (
    Server,
    User,
)
from tests.kubernetes.standin import Ask, Serve

PODS = "/api/v1/pods"
LISTS_PODS = [{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}]
Objects = list[Mapping[str, Any]]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "/api/v1/secrets",
            'secrets is forbidden: User "system:serviceaccount:audit:auditor" cannot list '
            'resource "secrets" in API group "" at the cluster scope',
        ),
        (
            "/apis/apps/v1/namespaces/shop/deployments/web",
            'deployments.apps "web" is forbidden: User "system:serviceaccount:audit:auditor" '
            'cannot get resource "deployments" in API group "apps" in the namespace "shop"',
        ),
        (
            "/api/v1/namespaces/shop/pods/web-0/log",
            'pods "web-0" is forbidden: User "system:serviceaccount:audit:auditor" cannot get '
            'resource "pods/log" in API group "" in the namespace "shop"',
        ),
        (
            "/metrics",
            'forbidden: User "system:serviceaccount:audit:auditor" cannot get path "/metrics"',
        ),
        (
            "/apis/none.example.com/v1/things",
            'things.none.example.com is forbidden: User "system:serviceaccount:audit:auditor" '
            'cannot list resource "things" in API group "none.example.com" at the cluster scope',
        ),
    ],
)
def test_refusals_are_worded_as_a_server_words_them(
    serve: Serve, small_cluster: Objects, ask: Ask, path: str, message: str
) -> None:
    reply = ask(serve(small_cluster, allow=LISTS_PODS), path)
    assert (reply.status, reply.document["reason"]) == (403, "Forbidden")
    assert reply.document["message"] == message


def test_rights_are_looked_at_before_routes(serve: Serve, ask: Ask) -> None:
    """Ungranted and absent is forbidden; granted and absent is not found."""
    rule = {"apiGroups": ["cert-manager.io"], "resources": ["issuers"], "verbs": ["list"]}
    server = serve(allow=[rule])
    assert ask(server, "/apis/cert-manager.io/v1/issuers").status == 404
    assert ask(server, "/apis/cert-manager.io/v1/orders").status == 403


@pytest.mark.parametrize(
    ("rule", "path", "status"),
    [
        ({"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}, PODS, 200),
        ({"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}, PODS, 200),
        ({"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}, PODS, 403),
        ({"apiGroups": ["apps"], "resources": ["pods"], "verbs": ["list"]}, PODS, 403),
        ({"apiGroups": [""], "resources": ["pods/log"], "verbs": ["list"]}, PODS, 403),
        (
            {
                "apiGroups": [""],
                "resources": ["secrets"],
                "verbs": ["get"],
                "resourceNames": ["plain"],
            },
            "/api/v1/namespaces/shop/secrets/plain",
            200,
        ),
        (
            {
                "apiGroups": [""],
                "resources": ["secrets"],
                "verbs": ["get"],
                "resourceNames": ["plain"],
            },
            "/api/v1/namespaces/shop/secrets/web-tls",
            403,
        ),
        (
            {
                "apiGroups": [""],
                "resources": ["secrets"],
                "verbs": ["list"],
                "resourceNames": ["plain"],
            },
            "/api/v1/secrets",
            403,
        ),
        (
            {
                "apiGroups": [""],
                "resources": ["secrets"],
                "verbs": ["list"],
                "resourceNames": ["plain"],
            },
            "/api/v1/secrets?fieldSelector=metadata.name%3Dplain",
            200,
        ),
        (
            {"apiGroups": [""], "resources": ["*/status"], "verbs": ["get"]},
            "/api/v1/namespaces/shop/pods/web-0/status",
            200,
        ),
        ({"nonResourceURLs": ["/metrics"], "verbs": ["get"]}, "/metrics", 200),
        ({"nonResourceURLs": ["/met*"], "verbs": ["get"]}, "/metrics", 200),
        ({"nonResourceURLs": ["/metrics"], "verbs": ["post"]}, "/metrics", 403),
    ],
)
def test_rules_of_rbac(
    serve: Serve, small_cluster: Objects, ask: Ask, rule: dict[str, Any], path: str, status: int
) -> None:
    assert ask(serve(small_cluster, allow=[rule]), path).status == status


def test_roles_hold_in_their_namespace(serve: Serve, small_cluster: Objects, ask: Ask) -> None:
    server = serve(small_cluster, allow=[], allow_in={"shop": LISTS_PODS})
    assert ask(server, "/api/v1/namespaces/shop/pods").status == 200
    assert ask(server, "/api/v1/namespaces/shop-jobs/pods").status == 403
    assert ask(server, PODS).status == 403
    server.allow(LISTS_PODS)
    assert ask(server, PODS).status == 200


@pytest.mark.parametrize(
    ("attributes", "allowed"),
    [
        ({"resourceAttributes": {"verb": "list", "resource": "pods"}}, True),
        ({"resourceAttributes": {"verb": "list", "resource": "secrets"}}, False),
        ({"resourceAttributes": {"verb": "get", "resource": "secrets", "namespace": "shop"}}, True),
        ({"resourceAttributes": {"verb": "list", "group": "apps", "resource": "pods"}}, False),
        ({"nonResourceAttributes": {"verb": "get", "path": "/version"}}, True),
        ({"nonResourceAttributes": {"verb": "get", "path": "/metrics"}}, False),
    ],
)
def test_access_reviews_say_what_requests_would_meet(
    serve: Serve, ask: Ask, attributes: dict[str, Any], allowed: bool
) -> None:
    own = [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]
    server = serve(allow=LISTS_PODS, allow_in={"shop": own})
    path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    reply = ask(server, path, method="POST", body={"kind": "X", "spec": attributes})
    assert (reply.status, reply.document["status"]["allowed"]) == (201, allowed)


def test_rules_reviews_list_the_rules(serve: Serve, ask: Ask) -> None:
    own = [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]
    server = serve(allow=LISTS_PODS, allow_in={"shop": own})
    path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"
    reply = ask(server, path, method="POST", body={"spec": {"namespace": "shop"}})
    assert (reply.status, reply.document["status"]["incomplete"]) == (201, False)
    for rule in LISTS_PODS + own:
        assert rule in reply.document["status"]["resourceRules"]
    assert ask(server, path, method="POST", body={"spec": {}}).status == 400


def test_anonymous_users_see_the_version_alone(server: Server, ask: Ask) -> None:
    for path in ("/version", "/version/", "/readyz", "/livez"):
        assert ask(server, path, token="").status == 200
    for path in ("/api", "/apis", "/metrics", "/api/v1/namespaces"):
        reply = ask(server, path, token="")
        assert reply.status == 403
        assert 'User "system:anonymous"' in reply.document["message"]


def test_a_token_that_nobody_has_is_refused(server: Server, ask: Ask) -> None:
    reply = ask(server, "/version", token="wrong")
    assert (reply.status, reply.document["reason"]) == (401, "Unauthorized")


def test_several_users(serve: Serve, ask: Ask) -> None:
    users = {"a": User(name="ada"), "r": User(name="root", groups=("system:masters",))}
    server = serve(tokens=users, allow=[])
    assert 'User "ada"' in ask(server, PODS, token="a").document["message"]
    assert ask(server, PODS, token="r").status == 200
