"""Workloads that only ``helm test`` starts are counted and not judged, on disk as in a cluster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.collecting import Population
from auditor.facts import ServiceAccount, Workload
from auditor_objects.chart_tests import only_tests
from tests.kubernetes.estate import Auditor
from tests.kubernetes.manifests.audited import collect
from tests.kubernetes.standin import Serve

PASSWORD = "hunter2-Canary-77"


@pytest.mark.parametrize(
    ("hooks", "test"),
    [
        ("test", True),
        ("test-success", True),
        ("test-failure", True),
        (" test-success , test-failure ", True),
        ("post-install,test", False),
        ("pre-install", False),
        ("tested", False),
        ("", False),
        (None, False),
        (["test"], False),
    ],
)
def test_a_hook_of_tests_alone_is_told_from_others(hooks: Any, test: bool) -> None:
    assert only_tests(hooks) is test


def made(kind: str, name: str, hook: str, **more: Any) -> dict[str, Any]:
    version = {"Job": "batch/v1", "Deployment": "apps/v1"}.get(kind, "v1")
    annotations = {"helm.sh/hook": hook} if hook else {}
    metadata = {"name": name, "namespace": "shop", "annotations": annotations}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **more}


def pod(name: str, hook: str) -> dict[str, Any]:
    env = [{"name": "DB_PASSWORD", "value": PASSWORD}]
    return made("Pod", name, hook, spec={"containers": [{"name": "a", "image": "a:1", "env": env}]})


TEMPLATE = {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "a:1"}]}}
OBJECTS = [
    pod("ping", "test"),
    pod("pong", "test-success"),
    pod("setup", "post-install,test"),
    pod("bare", ""),
    made("Job", "check", "test", spec={"template": TEMPLATE}),
    made("Job", "migrate", "pre-install", spec={"template": TEMPLATE}),
    made("ServiceAccount", "tester", "test"),
]
JUDGED = ["shop/Job/migrate", "shop/Pod/bare", "shop/Pod/setup"]


def of_job() -> dict[str, Any]:
    """The pod that the Job of a test made."""
    body = pod("check-x", "")
    owner = {"apiVersion": "batch/v1", "kind": "Job", "name": "check", "controller": True}
    body["metadata"]["ownerReferences"] = [{**owner, "uid": "1"}]
    return body


def excluded(populations: list[Population]) -> int:
    return sum(item.excluded.get("a test of its chart", 0) for item in populations)


def test_on_disk(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(
        json.dumps({"apiVersion": "v1", "kind": "List", "items": OBJECTS})
    )
    found = collect(tmp_path)
    assert sorted(fact.origin.address for fact in found.all(Workload)) == JUDGED
    assert len(found.all(ServiceAccount)) == 1
    assert excluded(found.all(Population)) == 3
    assert PASSWORD.encode() not in b"".join(blob.content for blob in found.blobs)


def test_what_is_not_judged_is_hidden_too(tmp_path: Path) -> None:
    alone = [pod("ping", "test"), made("ServiceAccount", "tester", "test")]
    (tmp_path / "list.json").write_text(
        json.dumps({"apiVersion": "v1", "kind": "List", "items": alone})
    )
    kept = b"".join(blob.content for blob in collect(tmp_path).blobs)
    assert b"tester" in kept
    assert PASSWORD.encode() not in kept


def test_in_a_cluster(serve: Serve, tmp_path: Path) -> None:
    audit = Auditor(serve([*OBJECTS, of_job()]), tmp_path).audit()
    assert sorted(audit.of(Workload)) == JUDGED
    assert len(audit.of(ServiceAccount)) == 1
    assert excluded(audit.populations) == 4
