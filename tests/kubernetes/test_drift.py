"""What runs is compared with what is declared, in the fields that checks look at."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.drift import Drift, compare
from auditor.facts import ClusterFact
from auditor.findings import Finding, fingerprint
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate

Body = dict[str, Any]
Change = Callable[[Body], None]

WEB: Body = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
    "spec": {
        "replicas": 3,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [
                    {
                        "name": "web",
                        "image": "example.com/web:1.0",
                        "resources": {"limits": {"memory": "128Mi"}},
                        "securityContext": {"readOnlyRootFilesystem": True},
                    }
                ]
            },
        },
    },
}
SCALER: Body = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "web", "namespace": "shop"},
    "spec": {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        "minReplicas": 2,
        "maxReplicas": 9,
    },
}


def facts(*bodies: Body, live: bool) -> list[ClusterFact]:
    scope = "prod" if live else "deploy"
    context = Context(marker=str.upper)
    return [
        fact
        for body in bodies
        for fact in translate(Object(body, scope=scope, live=live), context)
        if isinstance(fact, ClusterFact)
    ]


def changed(body: Body, change: Change) -> Body:
    found = copy.deepcopy(body)
    change(found)
    return found


def container(body: Body) -> Body:
    return body["spec"]["template"]["spec"]["containers"][0]


def drift(declared: list[Body], running: list[Body], findings: list[Finding] = []) -> Drift:  # noqa: B006
    return compare(facts(*declared, live=False) + facts(*running, live=True), findings)


def defaults_of_the_cluster(body: Body) -> None:
    body["metadata"].update(
        creationTimestamp="2026-11-01T00:00:00Z", annotations={"deployment/revision": "7"}
    )
    body["metadata"]["labels"]["tool"] = "added"
    body["spec"]["strategy"] = {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"},
    }
    body["spec"]["template"]["spec"].update(
        restartPolicy="Always", terminationGracePeriodSeconds=30, schedulerName="default-scheduler"
    )
    container(body).update(imagePullPolicy="IfNotPresent", terminationMessagePath="/dev/log")
    body["status"] = {"readyReplicas": 3, "observedGeneration": 7}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda body: None, []),
        (defaults_of_the_cluster, []),
        (lambda body: body["spec"].update(replicas=1), [("replicas", "3", "1")]),
        (
            lambda body: container(body).update(image="example.com/web:9"),
            [("containers[web].image", "example.com/web:1.0", "example.com/web:9")],
        ),
        (
            lambda body: container(body).pop("securityContext"),
            [
                ("containers[web].context", "true", "false"),
                ("containers[web].read_only_root", "true", "false"),
            ],
        ),
        (
            lambda body: container(body).pop("resources"),
            [
                ("containers[web].memory_limit", "134217728.0", ""),
                ("containers[web].memory_request", "134217728.0", ""),
            ],
        ),
        (
            lambda body: body["spec"]["template"]["spec"]["containers"].append(
                {"name": "sidecar", "image": "example.com/sidecar:1"}
            ),
            [("containers[sidecar]", "", "present")],
        ),
        (
            lambda body: body["spec"]["template"]["spec"].update(hostNetwork=True),
            [("host_network", "false", "true")],
        ),
        (
            lambda body: body["metadata"]["labels"].update(app="other"),
            [("labels[app]", "web", "other")],
        ),
    ],
    ids=[
        "equal",
        "defaults",
        "replicas",
        "image",
        "context",
        "limit",
        "sidecar",
        "network",
        "label",
    ],
)
def test_fields_that_differ(change: Change, expected: list[tuple[str, str, str]]) -> None:
    found = drift([WEB], [changed(WEB, change)])
    assert found.compared == 1
    told = [(item.field, item.declared, item.found) for item in found.differences]
    assert sorted(told) == sorted(expected)
    assert all(item.address == "shop/Deployment/web" for item in found.differences)


def test_replicas_belong_to_the_autoscaler() -> None:
    fewer = changed(WEB, lambda body: body["spec"].update(replicas=2))
    assert drift([WEB, SCALER], [fewer, SCALER]).differences == ()


def test_a_templated_field_cannot_be_compared() -> None:
    template = changed(WEB, lambda body: container(body).update(image="{{ .Values.image }}"))
    found = drift([template], [WEB])
    assert found.differences == ()
    assert found.untold == 1


def test_objects_of_one_side() -> None:
    other = changed(WEB, lambda body: body["metadata"].update(name="other"))
    elsewhere = changed(WEB, lambda body: body["metadata"].update(namespace="elsewhere"))
    made = changed(
        WEB,
        lambda body: body["metadata"].update(
            name="made", ownerReferences=[{"kind": "Rollout", "name": "x", "controller": True}]
        ),
    )
    found = drift([WEB, SCALER], [WEB, other, elsewhere, made])
    assert found.undeclared == ("prod: shop/Deployment/other",)
    assert found.missing == ("prod: shop/HorizontalPodAutoscaler/web",)


def finding(scope: str, verdict: str) -> Finding:
    address, at = "shop/Deployment/web", "containers[web].read_only_root"
    return Finding(
        check="workloads.writable_root",
        title="Root filesystem can be written",
        verdict=verdict,
        severity="low",
        resource=address,
        scope=scope,
        kind="Deployment",
        discriminator=at,
        message="",
        file="",
        line=0,
        end_line=0,
        fingerprint=fingerprint("workloads.writable_root", scope, address, at),
        controls=(),
        waived=False,
        evidence="",
        enforce="block",
        known=False,
        calls=(),
    )


@pytest.mark.parametrize(
    ("declared", "running", "told"),
    [
        ("pass", "fail", [("pass", "fail")]),
        ("fail", "pass", [("fail", "pass")]),
        ("fail", "fail", []),
        ("pass", "unknown", []),
    ],
)
def test_verdicts_that_change(declared: str, running: str, told: list[tuple[str, str]]) -> None:
    findings = [finding("deploy", declared), finding("prod", running)]
    found = drift([WEB], [WEB], findings)
    assert [(item.declared, item.found) for item in found.changes] == told


@pytest.mark.parametrize("targets", [["deploy"], ["k8s:prod"]], ids=["files", "cluster"])
def test_one_side_alone_is_refused(auditor: Any, tmp_path: Path, targets: list[str]) -> None:
    (tmp_path / "deploy").mkdir()
    ran = auditor("scan", *targets, "--drift", cwd=tmp_path)
    assert ran.code == 2
    assert "name both: auditor scan DIR k8s:CONTEXT --drift" in ran.text
