"""Answers that are out to harm end in time, in little memory, and with a gap that says why."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from auditor.collecting import Gap, Reason, Scene, Unit
from auditor.engine.collect import collect_unit
from auditor.facts import ClusterFact
from auditor_kubernetes import paging, reader
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.collector import ClusterCollector
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.paging import pages
from auditor_kubernetes.refusals import Refused
from auditor_kubernetes.resources import resources
from auditor_kubernetes.testing import Server
from auditor_kubernetes.testing.kubeconfigs import write as write_kubeconfig
from tests.kubernetes.estate import Auditor
from tests.kubernetes.odd_server import listen
from tests.kubernetes.standin import Serve, named

Respond = Callable[[str, socket.socket], None]
"""Answers a request for a path on its connection."""
Answering = Callable[..., Cluster]


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Answering]:
    """Start something that answers one request a connection, and return the way into it."""
    listening: list[socket.socket] = []

    def start(respond: Respond, **options: object) -> Cluster:
        def answer(connection: socket.socket) -> None:
            words = connection.recv(65536).split()
            respond(words[1].decode() if words else "", connection)

        listener = listen(answer)
        listening.append(listener)
        server = f"http://127.0.0.1:{listener.getsockname()[1]}"
        entry = {"cluster": {"server": server}, "user": {}, "namespace": ""}
        file = write_kubeconfig(tmp_path / "kubeconfig", {"odd": entry})
        given = {"kubeconfig": str(file), "requests_per_second": 1000.0, "tries": 1, **options}
        return Cluster("odd", KubernetesOptions(**given))  # type: ignore[arg-type]

    yield start
    for listener in listening:
        listener.close()


def whole(body: bytes, status: str = "200 OK", extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode() + body


def listed(cluster: Cluster, size: int = 500) -> int:
    """How many objects there are in a list."""
    query: dict[str, str] = {}
    found = pages(cluster, "/api/v1/pods", query, size=size, rule="", request="list pods")
    return sum(len(page.items) for page in found)


def following(path: str) -> int:
    """The number in the token that a request carries; 0 without."""
    return int(parse_qs(urlsplit(path).query).get("continue", ["0"])[0].lstrip("t"))


def page(items: str = "", token: str = "") -> bytes:
    metadata = f'{{"continue": "{token}"}}' if token else "{}"
    return f'{{"kind": "PodList", "metadata": {metadata}, "items": [{items}]}}'.encode()


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ],
    ids=["status", "head", "continue", "body", "chunk", "until the end"],
)
def test_nothing_that_drips_is_waited_for(
    answering: Answering, before: bytes, piece: bytes
) -> None:
    def drip(path: str, connection: socket.socket) -> None:
        connection.sendall(before)
        for _ in range(300):
            connection.sendall(piece)
            time.sleep(0.02)

    cluster = answering(drip, timeout_seconds=0.5)
    began = time.monotonic()
    with pytest.raises(Refused, match="did not answer in time") as refused:
        cluster.get("/api")
    assert time.monotonic() - began < 3
    assert refused.value.reason is Reason.UNREACHABLE


@pytest.mark.parametrize("wish", ["nan", "1e300", "-1", "9" * 400])
def test_a_wish_to_be_left_alone_may_be_anything(answering: Answering, wish: str) -> None:
    answer = whole(b"", "429 Too Many Requests", f"Retry-After: {wish}\r\n")
    cluster = answering(lambda path, to: to.sendall(answer), tries=3, timeout_seconds=2)
    with pytest.raises(Refused) as refused:
        cluster.get("/api")
    assert refused.value.reason is Reason.THROTTLED


def test_a_list_that_expires_again_and_again_is_given_up(answering: Answering) -> None:
    asked: list[str] = []

    def expire(path: str, to: socket.socket) -> None:
        asked.append(path)
        token = f"t{len(asked)}"
        if len(asked) % 2:
            to.sendall(whole(page('{"metadata": {"name": "a"}}', token)))
        else:
            body = f'{{"kind": "Status", "metadata": {{"continue": "{token}"}}}}'
            to.sendall(whole(body.encode(), "410 Gone"))

    with pytest.raises(Refused, match="changes faster"):
        listed(answering(expire))
    assert len(asked) < 100


@pytest.mark.parametrize("items", ["", '{"metadata": {"name": "a"}}'], ids=["empty", "one each"])
def test_pages_without_end_are_given_up(
    answering: Answering, monkeypatch: pytest.MonkeyPatch, items: str
) -> None:
    monkeypatch.setattr(paging, "_FREE_PAGES", 20)
    cluster = answering(lambda path, to: to.sendall(whole(page(items, f"t{following(path) + 1}"))))
    with pytest.raises(Refused, match=r"did not end after 2\d pages") as refused:
        listed(cluster)
    assert refused.value.reason is Reason.TOO_LARGE


def test_small_pages_are_read_to_their_end(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_FREE_PAGES", 20)

    def answer(path: str, to: socket.socket) -> None:
        number = following(path)
        token = f"t{number + 1}" if number < 59 else ""
        to.sendall(whole(page('{"metadata": {"name": "a"}}', token)))

    assert listed(answering(answer), size=1) == 60


def test_more_objects_than_a_cluster_has_are_given_up(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_MOST_OBJECTS", 1000)
    items = ",".join(["{}"] * 500)
    cluster = answering(lambda path, to: to.sendall(whole(page(items, f"t{following(path) + 1}"))))
    with pytest.raises(Refused, match="more than 1000 objects"):
        listed(cluster)


def test_a_token_that_no_cluster_gives_is_not_sent_on(answering: Answering) -> None:
    asked: list[str] = []

    def answer(path: str, to: socket.socket) -> None:
        asked.append(path)
        to.sendall(whole(page("", "t" * 100_000)))

    with pytest.raises(Refused, match="do not lead to its end"):
        listed(answering(answer))
    assert len(asked) == 1


def test_a_page_of_countless_values_is_not_decoded(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_MOST_VALUES", 1000)
    cluster = answering(lambda path, to: to.sendall(whole(page(",".join(["0"] * 3000)))))
    with pytest.raises(Refused, match="page_size") as refused:
        listed(cluster)
    assert refused.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("resource", ["pods", "secrets"])
def test_an_object_that_no_store_takes_is_told(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resource: str
) -> None:
    monkeypatch.setattr(reader, "_LARGEST_OBJECT", 10_000)
    large = named({"pods": "Pod", "secrets": "Secret"}[resource], "large", "shop")
    large["metadata"]["annotations"] = {"text": "x" * 20_000}
    server: Server = serve([large, named("Pod", "small", "shop")])
    found = Auditor(server, tmp_path, tier=2).audit()
    told = {(gap.reason, gap.address) for gap in found.gaps}
    assert (Reason.UNPARSABLE, f"list {resource}") in told
    assert any("1 in it are not as Kubernetes documents them" in gap.detail for gap in found.gaps)


def test_large_objects_are_in_memory_a_few_at_a_time(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_BYTES_AT_ONCE", 5_000)
    pods = [named("Pod", f"p{number}", "shop") for number in range(9)]
    for pod in pods:
        pod["metadata"]["annotations"] = {"text": "x" * 2_000}
    auditor = Auditor(serve(pods), tmp_path)
    blobs = [
        blob.content
        for unit in auditor.plan()
        for blob in auditor.collect(unit).blobs.values()
        if b"xxxx" in blob.content
    ]
    assert len(blobs) == 5
    assert all(len(content) < 6_000 for content in blobs)


def test_an_item_of_another_kind_is_none_of_the_list() -> None:
    from msgspec import Raw

    secret = b'{"kind": "Secret", "metadata": {"name": "a"}, "data": {"a": "aHVudGVyMg=="}}'
    assert reader._body(Raw(secret), "v1", "Pod") is None
    assert reader._body(Raw(secret.replace(b"Secret", b"Pod")), "v1", "Pod") is not None


@pytest.mark.parametrize(
    ("name", "namespace"),
    [
        ("", "shop"),
        ("{{ x }}", "shop"),
        ("${NAME}", "shop"),
        ("n" * 254, "shop"),
        ("odd", ""),
        ("odd", None),
        ("odd", 7),
        ("odd", "{{ x }}"),
    ],
)
@pytest.mark.parametrize("plural", ["pods", "deployments.apps", "serviceaccounts", "secrets"])
def test_names_that_no_cluster_gives_are_told(
    answering: Answering, tmp_path: Path, plural: str, name: str, namespace: object
) -> None:
    """They would be told under another name; the others in the list are read."""

    def item(name: str, namespace: object) -> dict[str, object]:
        return {"metadata": {"name": name, "namespace": namespace}}

    items = [item(name, namespace), item("sound", "shop")]
    body: dict[str, object] = {"kind": "List", "items": items}
    if plural == "secrets":
        rows = [{"cells": ["Opaque"], "object": each} for each in items]
        body = {"kind": "Table", "columnDefinitions": [{"name": "Type"}], "rows": rows}
    answering(lambda path, to: to.sendall(whole(json.dumps(body).encode())))
    (resource,) = [each for each in resources() if each.name == plural]
    detail = {
        "context": "odd",
        "unit": resource.unit,
        "versions": {plural: resource.kind.versions[0]},
        "refused": {},
    }
    unit = Unit(collector="k8s", scope=f"odd/{resource.unit}", detail=detail)
    scene = Scene(base=tmp_path, options={"kubeconfig": str(tmp_path / "kubeconfig"), "tier": 2})
    records = collect_unit(ClusterCollector(), unit, scene, b"key", False).records
    (gap,) = [
        each for each in records if isinstance(each, Gap) and each.address == f"list {plural}"
    ]
    assert gap.detail == "1 in it are not as Kubernetes documents them"
    facts = [each for each in records if isinstance(each, ClusterFact)]
    assert {fact.name for fact in facts} == {"sound"}
