"""Faults of the stand-in API server, on request."""

from __future__ import annotations

import base64
import http.client
import json
import threading
import time
from typing import Any

import pytest

from auditor_kubernetes.testing import (
    Server,
)
from tests.kubernetes.standin import Ask, Reply

PODS = "/api/v1/pods"
TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1"
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


def token(reply: Reply) -> dict[str, Any]:
    text = reply.following
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("denied", 403, "Forbidden"),
        ("unauthorized", 401, "Unauthorized"),
        ("throttled", 429, None),
        ("unavailable", 503, None),
        ("server_error", 500, "InternalError"),
        ("gone", 410, "Gone"),
    ],
)
def test_faults_that_refuse(
    server: Server, ask: Ask, kind: str, status: int, reason: str | None
) -> None:
    server.fault("pods", kind, times=1, seconds=7)
    reply = ask(server, PODS)
    assert reply.status == status
    if reason:
        assert reply.document["reason"] == reason
    assert reply.headers.get("Retry-After") == ("7" if kind == "throttled" else None)
    assert ask(server, PODS).status == 200


def test_a_fault_strikes_what_it_names(server: Server, ask: Ask) -> None:
    server.fault("secrets", "denied", namespace="shop")
    server.fault("*.apps", "server_error")
    server.fault("/version", "throttled")
    assert ask(server, "/api/v1/namespaces/shop/secrets").status == 403
    assert ask(server, "/api/v1/secrets").status == 200
    assert ask(server, "/apis/apps/v1/deployments").status == 500
    assert ask(server, "/version").status == 429
    server.faults.clear()
    assert ask(server, "/version").status == 200
    with server.faulty("*", "unauthorized", after=1):
        assert [ask(server, path).status for path in (PODS, PODS, "/version")] == [200, 401, 401]


def test_a_denied_fault_shows_in_reviews(server: Server, ask: Ask) -> None:
    server.fault("secrets", "denied")
    path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    wish = {"resourceAttributes": {"verb": "list", "resource": "secrets"}}
    reply = ask(server, path, method="POST", body={"spec": wish})
    assert reply.document["status"] == {"allowed": False}


def test_an_expired_list_offers_an_inconsistent_remainder(server: Server, ask: Ask) -> None:
    server.fault("pods", "expired", after=1)
    first = ask(server, PODS, limit="1")
    second = ask(server, PODS, limit="1", **{"continue": first.following})
    third = ask(server, PODS, limit="1", **{"continue": second.following})
    assert third.status == 410
    assert (third.document["reason"], token(third)["rv"]) == ("Expired", -1)
    names, following = first.names + second.names, third.following
    while following:
        reply = ask(server, PODS, limit="1", **{"continue": following})
        names += reply.names
        following = reply.following
        server.faults.clear()
    assert names == ["etcd", "job", "web-0", "web-1"]


def test_an_unavailable_group_is_stale(server: Server, ask: Ask) -> None:
    server.fault("*.stable.example.com", "unavailable")
    assert ask(server, "/apis/stable.example.com/v1/crontabs").status == 503
    assert ask(server, "/apis/stable.example.com/v1").status == 503
    groups = ask(server, "/apis", accept=AGGREGATED).document["items"]
    (found,) = [group for group in groups if group["metadata"]["name"] == "stable.example.com"]
    assert {version["freshness"] for version in found["versions"]} == {"Stale"}


def test_an_endless_list(server: Server, ask: Ask) -> None:
    server.fault("pods", "endless")
    first = ask(server, PODS, limit="2")
    again = ask(server, PODS, limit="2", **{"continue": first.following})
    assert again.document == first.document
    assert ask(server, PODS).following


def test_broken_bodies(server: Server, ask: Ask) -> None:
    with server.faulty("pods", "truncated"), pytest.raises(http.client.IncompleteRead):
        ask(server, PODS)
    with server.faulty("pods", "reset"), pytest.raises(ConnectionError):
        ask(server, PODS)
    with server.faulty("pods", "malformed"):
        reply = ask(server, PODS)
        assert (reply.status, int(reply.headers["Content-Length"])) == (200, len(reply.body))
        with pytest.raises(json.JSONDecodeError):
            json.loads(reply.body)
    with server.faulty("pods", "wrong_content"):
        reply = ask(server, PODS)
        assert (reply.status, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_json_that_is_nested_too_deeply(server: Server, ask: Ask) -> None:
    with server.faulty("/version", "nested"):
        reply = ask(server, "/version")
    assert reply.status == 200
    with pytest.raises(RecursionError):
        json.loads(reply.body)


@pytest.mark.parametrize(("accept", "rows"), [("application/json", "items"), (TABLE, "rows")])
def test_odd_items(server: Server, ask: Ask, accept: str, rows: str) -> None:
    with server.faulty("pods", "misshapen"):
        found = ask(server, PODS, accept=accept).document[rows]
        assert len(found) > 4 and None in found and {"metadata": None} in found
    with server.faulty("pods", "no_items"):
        assert ask(server, PODS, accept=accept).document[rows] is None


def test_slow_answers_are_let_go_when_the_fault_is_lifted(server: Server, ask: Ask) -> None:
    server.fault("pods", "slow", seconds=0.05)
    began = time.monotonic()
    assert ask(server, PODS).status == 200
    assert time.monotonic() - began >= 0.05
    server.faults.clear()
    server.fault("pods", "slow", seconds=60)
    replies: list[Any] = []
    waiting = threading.Thread(target=lambda: replies.append(ask(server, PODS)))
    waiting.start()
    server.faults.clear()
    while waiting.is_alive():
        waiting.join(0.05)
        server.faults.clear()
    assert [reply.status for reply in replies] == [200]
