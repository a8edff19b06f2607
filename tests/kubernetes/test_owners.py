"""Owners are judged once: what they made adds what is running, and is not told again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor.facts import Workload
from auditor_kubernetes.testing import Server
from tests.kubernetes.estate import Auditor, estate, pod
from tests.kubernetes.standin import Serve, named

DIGESTS = {"sha256:" + "1" * 64, "sha256:" + "2" * 64}


@pytest.fixture(scope="module")
def workloads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Workload]]:
    with Server(estate()) as server:
        audit = Auditor(server, tmp_path_factory.mktemp("owners"), page_size=2).audit()
        assert server.mistakes == []
    yield audit.of(Workload)


def test_each_owner_is_judged_once(workloads: Mapping[str, Workload]) -> None:
    assert sorted(workloads) == [
        "kube-system/DaemonSet/agent",
        "kube-system/Pod/kube-apiserver-one",
        "shop/CronJob/nightly",
        "shop/Deployment/web",
        "shop/Deployment/worker",
        "shop/Job/migrate",
        "shop/Pod/bare",
        "shop/Pod/build*[other]",
        "shop/Pod/build*[step]",
        "shop/ReplicaSet/canary*[app]",
        "shop/ReplicaSet/lonely",
        "shop/ReplicationController/ancient",
        "shop/StatefulSet/db",
    ]


@pytest.mark.parametrize(
    ("address", "pods", "restarts"),
    [
        ("shop/Deployment/web", 2, 7),
        ("shop/Deployment/worker", 2, 7),
        ("shop/StatefulSet/db", 1, 0),
        ("shop/CronJob/nightly", 1, 0),
        ("shop/ReplicaSet/lonely", 1, 0),
        ("shop/ReplicaSet/canary*[app]", 1, 0),
        ("shop/ReplicationController/ancient", 1, 0),
        ("shop/Pod/build*[step]", 2, 7),
        ("shop/Pod/build*[other]", 1, 0),
        ("shop/Pod/bare", 1, 0),
        ("shop/Job/migrate", 0, None),
        ("kube-system/DaemonSet/agent", 0, None),
    ],
)
def test_what_pods_run_is_told_of_their_owner(
    workloads: Mapping[str, Workload], address: str, pods: int, restarts: int | None
) -> None:
    found = workloads[address]
    assert sum(image.pods for image in found.running) == pods
    assert found.restarts == restarts
    assert {image.digest for image in found.running} <= DIGESTS


def test_different_digests_are_told_apart(workloads: Mapping[str, Workload]) -> None:
    assert len(workloads["shop/Deployment/worker"].running) == 2
    assert len(workloads["shop/Deployment/web"].running) == 1


def test_a_mirror_of_a_static_pod_is_one(workloads: Mapping[str, Workload]) -> None:
    assert workloads["kube-system/Pod/kube-apiserver-one"].static
    assert not workloads["shop/Pod/bare"].static


def test_who_owns_what_is_not_listed_is_named(workloads: Mapping[str, Workload]) -> None:
    assert workloads["shop/ReplicaSet/canary*[app]"].managed_by == "Rollout/canary"
    assert workloads["shop/Pod/build*[step]"].managed_by == "TaskRun/build"


@pytest.mark.parametrize(
    ("denied", "gone", "without_pods"),
    [
        ("deployments.apps", {"shop/Deployment/web", "shop/Deployment/worker"}, set()),
        ("statefulsets.apps", {"shop/StatefulSet/db"}, set()),
        ("cronjobs.batch", {"shop/CronJob/nightly"}, set()),
        ("replicationcontrollers", {"shop/ReplicationController/ancient"}, set()),
        (
            "replicasets.apps",
            {"shop/ReplicaSet/canary*[app]", "shop/ReplicaSet/lonely"},
            {"shop/Deployment/web", "shop/Deployment/worker"},
        ),
        ("jobs.batch", {"shop/Job/migrate"}, {"shop/CronJob/nightly"}),
    ],
)
@pytest.mark.parametrize("way", ["refused", "skipped"])
def test_what_an_unlisted_owner_made_is_not_judged_for_itself(
    serve: Serve,
    tmp_path: Path,
    workloads: Mapping[str, Workload],
    denied: str,
    gone: set[str],
    without_pods: set[str],
    way: str,
) -> None:
    server = serve(estate())
    options: dict[str, Any] = {"skip": [denied]} if way == "skipped" else {}
    if way == "refused":
        server.fault(denied, "denied")
    audit = Auditor(server, tmp_path, **options).audit()
    found = audit.of(Workload)
    assert workloads.keys() - found.keys() == gone
    assert found.keys() <= workloads.keys()
    assert {name for name in found if not found[name].running} - {
        name for name in workloads if not workloads[name].running
    } == without_pods
    assert [gap.address for gap in audit.gaps] == ([f"list {denied}"] if way == "refused" else [])


def test_pods_that_were_not_all_listed_say_nothing_of_what_runs(
    serve: Serve, tmp_path: Path
) -> None:
    server = serve(estate())
    server.fault("pods", "server_error", after=1)
    audit = Auditor(server, tmp_path, page_size=5, tries=1).audit()
    owners = [item for item in audit.of(Workload).values() if item.origin.kind != "Pod"]
    assert owners
    assert {(item.running, item.restarts) for item in owners} == {((), None)}


def test_the_numbers_add_up(serve: Serve, tmp_path: Path) -> None:
    audit = Auditor(serve(estate()), tmp_path).audit()
    counts = {item.source: item for item in audit.populations}
    assert counts["pods"].listed == counts["pods"].evaluated + 10
    assert counts["pods"].excluded == {"judged with their owners": 10}
    assert counts["replicasets.apps"].excluded == {
        "judged with their owners": 3,
        "revisions without pods": 1,
    }
    for item in audit.populations:
        assert item.listed == item.evaluated + item.errored + sum(item.excluded.values())


@pytest.mark.parametrize("owner", ["apps/v1/ReplicaSet", "batch/v1/Job", "apps/v1/StatefulSet"])
def test_pods_whose_owner_came_after_the_owners_were_listed_are_not_judged(
    serve: Serve, tmp_path: Path, owner: str
) -> None:
    """A rollout while we read: the next scan tells it under the name of the Deployment."""
    late = pod(f"- web-6c5f-1 web-6c5f {owner} web {next(iter(DIGESTS))}")
    server = serve([*estate(), late])
    found = Auditor(server, tmp_path).audit()
    assert not [item.resource for item in found.findings if "web-6c5f" in item.resource]
    (pods,) = [item for item in found.populations if item.source == "pods"]
    assert pods.excluded == {
        "judged with their owners": 10,
        "their owners came or went while they were read": 1,
    }
    assert pods.listed == pods.evaluated + 11


def test_a_kind_of_the_same_name_in_another_group_is_another_kind(
    serve: Serve, tmp_path: Path
) -> None:
    """OpenKruise has a StatefulSet of its own; pods of it are no pods of the namesake."""
    owner = {"apiVersion": "apps.kruise.io/v1", "kind": "StatefulSet", "name": "db"}
    pod = named("Pod", "db-7", "shop")
    pod["metadata"]["ownerReferences"] = [{**owner, "uid": "k", "controller": True}]
    pod["spec"] = {"containers": [{"name": "kruise", "image": "kruise:1"}]}
    found = Auditor(serve([*estate(), pod]), tmp_path).audit().of(Workload)
    assert "shop/Pod/db*[kruise]" in found
    assert {image.container for image in found["shop/StatefulSet/db"].running} == {"db"}
