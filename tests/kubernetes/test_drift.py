"""What runs is compared with what is declared, in the fields that checks look at."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from auditor.drift import Drift, compare
from auditor.facts import ClusterFact, Listing, Origin, Unknown
from auditor.findings import Finding, fingerprint
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate
from tests.kubernetes.standin import Serve, named

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


def listing(
    kind: str, complete: bool | Unknown = True, namespaces: tuple[str, ...] = ("*",)
) -> Listing:
    """How a kind was listed in the cluster; ``*`` is all that the manifests hold."""
    resource = f"{kind.lower()}s" if kind != "*" else kind
    return Listing(
        origin=Origin(
            provider="kubernetes",
            scope="deploy" if kind == "*" else "prod",
            address=resource,
            kind="list",
        ),
        subject="list",
        resource=resource,
        kind="" if kind == "*" else kind,
        complete=complete,
        namespaces=namespaces,
    )


WHOLE = (listing("*"), listing("Deployment"), listing("HorizontalPodAutoscaler"))


def drift(
    declared: list[Body],
    running: list[Body],
    findings: list[Finding] = [],  # noqa: B006
    listings: tuple[Listing, ...] = WHOLE,
) -> Drift:
    told = facts(*declared, live=False) + facts(*running, live=True)
    return compare([*told, *listings], findings)


def unmatched(found: Drift) -> list[tuple[str, str, str]]:
    assert {item.scope for item in found.unmatched} <= {"prod"}
    return [(item.found, item.address, item.reason) for item in found.unmatched]


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
    assert found.unmatched == ()


def test_nothing_runs_in_an_empty_cluster() -> None:
    assert drift([WEB], []).missing == ("prod: shop/Deployment/web",)


DENIED = Unknown("list deployments: denied")


@pytest.mark.parametrize(
    ("listings", "reason"),
    [
        ([listing("HorizontalPodAutoscaler")], "objects of its kind are not read"),
        ([listing("Deployment", DENIED, ())], DENIED.reason),
        ([listing("Deployment", DENIED, ("other",))], DENIED.reason),
        ([listing("Deployment", True, ("other",))], "deployments were read in other only"),
        ([listing("Deployment", DENIED, ("shop",))], ""),
        ([listing("Deployment", DENIED, ()), listing("Deployment")], ""),
    ],
    ids=["never", "denied", "denied here", "elsewhere", "denied elsewhere", "by another list"],
)
def test_what_was_not_read_is_not_missing(listings: list[Listing], reason: str) -> None:
    found = drift([WEB], [], listings=(listing("*"), *listings))
    assert found.missing == (() if reason else ("prod: shop/Deployment/web",))
    assert unmatched(found) == [("declared", "shop/Deployment/web", reason)] * bool(reason)


@pytest.mark.parametrize("resource", ["*", "deployments"])
def test_what_unread_files_may_declare_is_not_undeclared(resource: str) -> None:
    unread = Unknown("deploy/broken.yaml could not be read")
    hole = structs.replace(listing("*", unread), resource=resource)
    other = changed(WEB, lambda body: body["metadata"].update(name="other"))
    found = drift([WEB], [WEB, other], listings=(*WHOLE, hole))
    assert found.undeclared == ()
    assert unmatched(found) == [("running", "shop/Deployment/other", unread.reason)]


def without_namespace(body: Body) -> None:
    del body["metadata"]["namespace"]


@pytest.mark.parametrize(
    ("home", "compared", "missing", "told"),
    [
        ("default", 1, (), ()),
        ("shop", 0, (), ("it names no namespace; one of its name runs in shop",)),
        ("", 0, ("prod: default/Deployment/web",), ()),
    ],
    ids=["as documented", "elsewhere", "nowhere"],
)
def test_an_open_namespace_may_be_any(
    home: str, compared: int, missing: tuple[str, ...], told: tuple[str, ...]
) -> None:
    open_one = changed(WEB, without_namespace)
    running = [changed(WEB, lambda body: body["metadata"].update(namespace=home))] if home else []
    found = drift([open_one, changed(SCALER, lambda body: None)], [*running, SCALER])
    assert found.compared == compared + 1
    assert found.missing == missing
    assert tuple(reason for _, _, reason in unmatched(found)) == told
    assert found.undeclared == ()


@pytest.mark.parametrize("name", ["{{ .Release.Name }}-web", None], ids=["template", "generated"])
def test_a_name_that_is_made_up_later_may_be_any(name: str | None) -> None:
    def rename(body: Body) -> None:
        del body["metadata"]["name"]
        body["metadata"].update({"name": name} if name else {"generateName": "we"})

    found = drift([changed(WEB, rename)], [WEB])
    assert (found.missing, found.undeclared) == ((), ())
    assert [side for side, _, _ in unmatched(found)] == ["declared", "running"]


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


EXTENSIONS: tuple[Body, ...] = (
    {
        **named("Kafka", "events", "shop", "kafka.strimzi.io/v1beta2"),
        "spec": {"kafka": {"replicas": 3}},
    },
    {
        **named("Service", "web", "shop", "serving.knative.dev/v1"),
        "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "web:1"}]}}},
    },
    {
        **named("Gateway", "edge", "shop", "networking.istio.io/v1"),
        "spec": {"servers": [{"hosts": ["a.example.com"], "port": {"number": 80}}]},
    },
)
SAME_NAMES: tuple[Body, ...] = (
    {
        **named("Service", "web", "shop"),
        "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
    },
    {
        **named("Gateway", "edge", "shop", "gateway.networking.k8s.io/v1"),
        "spec": {"listeners": [{"name": "a", "port": 443, "hostname": "b.example.com"}]},
    },
)
DEFINITION: Body = {
    **named(
        "CustomResourceDefinition",
        "gateways.gateway.networking.k8s.io",
        version="apiextensions.k8s.io/v1",
    ),
    "spec": {
        "group": "gateway.networking.k8s.io",
        "names": {"kind": "Gateway", "plural": "gateways"},
        "scope": "Namespaced",
        "versions": [{"name": "v1", "served": True, "storage": True}],
    },
}
NEVER = "objects of its kind are not read"


@pytest.fixture
def against(auditor: Any, serve: Serve, tmp_path: Path) -> Callable[..., Body]:
    """Compare manifests with a cluster on the command line, in which some lists are denied."""

    def run(
        declared: list[Body], running: list[Body], settings: str = "", denied: tuple[str, ...] = ()
    ) -> Body:
        server = serve(running)
        for target in denied:
            server.fault(target, "denied")
        file = server.kubeconfig(tmp_path / "kubeconfig", context="prod")
        (tmp_path / "auditor.toml").write_text(f"[k8s]\n{settings}\n")
        (tmp_path / "deploy").mkdir()
        for number, body in enumerate(declared):
            (tmp_path / "deploy" / f"{number}.json").write_text(json.dumps(body))
        words = ("scan", "deploy", "k8s:", "--drift", "--exit-zero", "-o", "json")
        ran = auditor(*words, KUBECONFIG=str(file))
        assert ran.code == 0, ran.text
        return ran.document["drift"]

    return run


@pytest.mark.parametrize(
    ("settings", "denied", "told"),
    [
        ("", (), {"shop/Secret/known": "secrets are not read (tier in [k8s])"}),
        ("tier = 2", (), {}),
        (
            "tier = 2",
            ("deployments.apps",),
            {"shop/Deployment/web": "list deployments.apps: denied"},
        ),
        (
            'tier = 2\nskip = ["horizontalpodautoscalers.autoscaling"]',
            (),
            {
                "shop/HorizontalPodAutoscaler/web": (
                    "horizontalpodautoscalers.autoscaling are not read (skip in [k8s])"
                )
            },
        ),
        (
            'tier = 2\nnamespaces = ["other"]',
            (),
            {
                "Namespace/shop": "namespaces are not read (namespaces in [k8s])",
                "shop/Deployment/web": "deployments.apps were read in other only",
                "shop/HorizontalPodAutoscaler/web": (
                    "horizontalpodautoscalers.autoscaling were read in other only"
                ),
                "shop/Secret/known": "secrets of other namespaces are not read",
            },
        ),
    ],
    ids=["tier 1", "whole", "denied", "skipped", "other namespaces"],
)
def test_a_cluster_lacks_only_what_was_looked_for(
    against: Callable[..., Body], settings: str, denied: tuple[str, ...], told: dict[str, str]
) -> None:
    shop, absent = named("Namespace", "shop"), {**WEB, "metadata": {"name": "x", "namespace": "o"}}
    secret = {**named("Secret", "known", "shop"), "type": "Opaque"}
    objects = [shop, WEB, SCALER, secret]
    account = named("ServiceAccount", "default", "other")
    found = against([*objects, EXTENSIONS[0], absent], [*objects, account], settings, denied)
    reasons = {item["address"]: item["reason"] for item in found["unmatched"]}
    assert reasons.pop("shop/Kafka.kafka.strimzi.io/events") == NEVER
    unseen = reasons.pop("o/Deployment/x", "")
    assert ["prod: o/Deployment/x"] * (not unseen) == found["missing"]
    assert reasons.keys() == told.keys()
    assert all(reasons[address].startswith(reason) for address, reason in told.items())


def test_kinds_of_one_name_are_not_confused(against: Callable[..., Body]) -> None:
    declared = [*EXTENSIONS[1:], named("Namespace", "shop")]
    found = against(declared, [*SAME_NAMES, DEFINITION, named("Namespace", "shop")])
    assert (found["compared"], found["differences"], found["changes"]) == (1, [], [])
    assert found["missing"] == []
    assert {(item["address"], item["reason"]) for item in found["unmatched"]} == {
        ("shop/Service.serving.knative.dev/web", NEVER),
        ("shop/Gateway.networking.istio.io/edge", NEVER),
    }
    assert found["undeclared"] == ["prod: shop/Gateway/edge", "prod: shop/Service/web"]
