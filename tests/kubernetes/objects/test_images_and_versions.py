"""Images, versions of a cluster's parts, versions of the API, and network policies as facts."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.facts import ApiUse, Component, ImageReference, NetworkPolicy, Unknown, Workload
from auditor_objects.model import Map, Object, Seq
from auditor_objects.translate import Context, translate
from auditor_objects.translate.node_versions import server_version


def facts(body: Any, kind: type, *, live: bool = False, file: str = "") -> list[Any]:
    obj = Object(body, scope="estate", live=live, file=file)
    return [fact for fact in translate(obj, Context(marker=str)) if isinstance(fact, kind)]


def components(body: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(fact.product, fact.version) for fact in facts(body, Component, live=True)]


def node(**info: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": "n"},
        "status": {"nodeInfo": info},
    }


def test_every_container_names_its_image() -> None:
    spec = {
        "containers": [{"name": "web", "image": "web:1"}, {"image": "b"}, {"name": "none"}],
        "initContainers": [{"name": "seed", "image": "{{ .image }}"}],
        "ephemeralContainers": [{"name": "debug", "image": "busybox"}],
    }
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": spec}}}
    found = facts(body, ImageReference)
    assert [(fact.part, fact.image) for fact in found if isinstance(fact.image, str)] == [
        ("containers[web]", "web:1"),
        ("containers[1]", "b"),
        ("ephemeralContainers[debug]", "busybox"),
    ]
    (hole,) = [fact for fact in found if isinstance(fact.image, Unknown)]
    assert hole.part == "initContainers[seed]"


@pytest.mark.parametrize(
    ("image", "why"),
    [
        ("ko://example.com/cmd/web", "is built and filled in by ko"),
        (" ", "is blank, to be filled in"),
        ("", "is blank, to be filled in"),
    ],
)
def test_an_image_that_is_filled_in_later_is_not_known(image: str, why: str) -> None:
    spec = {"containers": [{"name": "a", "image": image}]}
    body = {"apiVersion": "v1", "kind": "Pod", "spec": spec}
    (found,) = facts(body, ImageReference)
    assert found.image == Unknown(f"spec.containers[0].image {why}")
    (workload,) = facts(body, Workload)
    assert workload.containers[0].image == found.image


def test_the_line_of_an_image_is_known() -> None:
    container = Map({"name": "web", "image": "web:1"}, {"name": (7, 7), "image": (8, 8)})
    spec = Map({"containers": Seq([container], [(7, 8)])}, {"containers": (7, 8)})
    body = Map({"apiVersion": "v1", "kind": "Pod", "spec": spec}, {"spec": (5, 8)})
    (found,) = facts(body, ImageReference, file="pod.yaml")
    assert tuple(found.places["image"].__getattribute__(key) for key in ("file", "line")) == (
        "pod.yaml",
        8,
    )


@pytest.mark.parametrize(
    ("image", "product", "version"),
    [
        ("Ubuntu 22.04.4 LTS", "ubuntu", "22.04"),
        ("Debian GNU/Linux 12 (bookworm)", "debian", "12"),
        ("Amazon Linux 2", "amazon-linux", "2"),
        ("Amazon Linux 2023.4.20240416", "amazon-linux", "2023"),
        ("Red Hat Enterprise Linux 9.4 (Plow)", "rhel", "9.4"),
        (
            "Red Hat Enterprise Linux CoreOS 415.92.2024 (Plow)",
            "red-hat-openshift-coreos",
            "415.92.2024",
        ),
        ("Rocky Linux 9.3 (Blue Onyx)", "rocky-linux", "9.3"),
        ("AlmaLinux 8.9", "almalinux", "8.9"),
        ("Oracle Linux Server 8.9", "oracle-linux", "8.9"),
        ("CentOS Linux 7 (Core)", "centos", "7"),
        ("CentOS Stream 9", "centos-stream", "9"),
        ("SUSE Linux Enterprise Server 15 SP5", "sles", "15.5"),
        ("Alpine Linux v3.18", "alpine-linux", "3.18"),
        ("Windows Server 2022 Datacenter", "windows-server", "2022"),
        ("Bottlerocket OS 1.19.2 (aws-k8s-1.29)", "bottlerocket", "1.19.2"),
        ("Flatcar Container Linux by Kinvolk 3815.2.0 (Oklo)", "flatcar", "3815.2.0"),
        ("Talos (v1.7.0)", "talos", "1.7.0"),
    ],
)
def test_operating_systems(image: str, product: str, version: str) -> None:
    assert components(node(osImage=image)) == [(product, version)]


def test_a_system_without_a_version_is_unknown() -> None:
    ((product, version),) = components(node(osImage="Container-Optimized OS from Google"))
    assert product == "cos"
    assert isinstance(version, Unknown)


@pytest.mark.parametrize(
    ("info", "found"),
    [
        ({"kubeletVersion": "v1.34.1"}, [("kubernetes", "v1.34.1")]),
        ({"kubeletVersion": "v1.34.1-eks-abc"}, [("amazon-eks", "v1.34.1-eks-abc")]),
        ({"kubeletVersion": "v1.34.1-gke.1"}, [("google-kubernetes-engine", "v1.34.1-gke.1")]),
        ({"containerRuntimeVersion": "containerd://1.7.13"}, [("containerd", "1.7.13")]),
        ({"containerRuntimeVersion": "cri-o://1.30.1"}, [("cri-o", "1.30.1")]),
        ({"containerRuntimeVersion": "odd://1"}, []),
        ({"osImage": "Home-made"}, []),
        ({}, []),
    ],
)
def test_kubelets_and_runtimes(info: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert components(node(**info)) == found


def test_a_node_in_a_manifest_has_no_versions() -> None:
    assert facts(node(kubeletVersion="v1.34.1"), Component) == []


@pytest.mark.parametrize(
    ("namespace", "image", "found"),
    [
        ("kube-system", "registry.k8s.io/kube-scheduler:v1.34.0", [("kubernetes", "v1.34.0")]),
        (
            "kube-system",
            "x/eks/kube-proxy:v1.33.0-minimal-eksbuild.1",
            [("amazon-eks", "v1.33.0-minimal-eksbuild.1")],
        ),
        ("kube-system", "registry.k8s.io/kube-proxy@sha256:aa", []),
        ("shop", "registry.k8s.io/kube-scheduler:v1.34.0", []),
        ("kube-system", "registry.k8s.io/coredns/coredns:v1.11.1", []),
    ],
)
def test_parts_that_run_as_pods(namespace: str, image: str, found: list[tuple[str, str]]) -> None:
    body = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "x", "namespace": namespace},
        "spec": {"containers": [{"name": "x", "image": image}]},
    }
    assert components(body) == found


@pytest.mark.parametrize(
    ("info", "product", "version"),
    [
        ({"gitVersion": "v1.36.2"}, "kubernetes", "v1.36.2"),
        ({"gitVersion": "v1.34.2-eks-abc"}, "amazon-eks", "v1.34.2-eks-abc"),
        ({"gitVersion": "v1.33.1-gke.100"}, "google-kubernetes-engine", "v1.33.1-gke.100"),
        ({"gitVersion": 3}, "kubernetes", None),
        ({}, "kubernetes", None),
    ],
)
def test_the_server(info: dict[str, Any], product: str, version: str | None) -> None:
    (found,) = server_version(info, "prod")
    assert isinstance(found, Component)
    assert (found.origin.scope, found.product) == ("prod", product)
    assert found.version == version if version else isinstance(found.version, Unknown)


@pytest.mark.parametrize(
    ("api", "kind", "found"),
    [
        ("policy/v1beta1", "PodDisruptionBudget", [("policy", "v1beta1")]),
        ("v1", "Service", [("", "v1")]),
        ("extensions/v1beta1", "Ingress", [("extensions", "v1beta1")]),
        ("example.com/v1beta1", "Thing", []),
        ("kustomize.config.k8s.io/v1beta1", "Kustomization", []),
        ("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration", []),
    ],
)
def test_a_manifest_is_written_in_a_version(
    api: str, kind: str, found: list[tuple[str, str]]
) -> None:
    body = {"apiVersion": api, "kind": kind, "metadata": {"name": "x"}}
    assert [(use.group, use.version) for use in facts(body, ApiUse)] == found


def test_who_writes_a_live_object_with_an_old_version() -> None:
    fields = [
        {"manager": "kubectl", "apiVersion": "policy/v1"},
        {"manager": "operator", "apiVersion": "policy/v1beta1"},
        {"manager": "operator", "apiVersion": "policy/v1beta1", "subresource": "status"},
        {"manager": "odd", "apiVersion": 3},
        "odd",
    ]
    body = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "x", "managedFields": fields},
    }
    (use,) = facts(body, ApiUse, live=True)
    assert (use.manager, use.group, use.version) == ("operator", "policy", "v1beta1")


def policy(**spec: Any) -> NetworkPolicy:
    body = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "x"},
        "spec": spec,
    }
    (found,) = facts(body, NetworkPolicy)
    assert isinstance(found, NetworkPolicy)
    return found


@pytest.mark.parametrize(
    ("spec", "ingress", "egress"),
    [
        ({}, True, False),
        ({"egress": [{}]}, True, True),
        ({"policyTypes": ["Egress"]}, False, True),
        ({"policyTypes": ["Ingress", "Egress"]}, True, True),
        ({"policyTypes": []}, False, False),
    ],
)
def test_what_a_policy_governs(spec: dict[str, Any], ingress: bool, egress: bool) -> None:
    found = policy(podSelector={}, **spec)
    assert (found.ingress, found.egress) == (ingress, egress)


def test_the_rules_of_a_policy() -> None:
    found = policy(
        podSelector={"matchLabels": {"app": "web"}},
        ingress=[
            {
                "from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}],
                "ports": [
                    {"port": 80},
                    {"protocol": "UDP", "port": 1, "endPort": 9},
                    {"port": "x"},
                ],
            }
        ],
        egress=[{"to": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"a": "b"}}}]}],
    )
    assert not isinstance(found.rules, Unknown)
    coming, going = found.rules
    assert (coming.direction, coming.at, coming.ports) == (
        "in",
        "ingress[0]",
        ("TCP/80", "UDP/1-9", "TCP/x"),
    )
    assert (coming.peers[0].cidr, coming.peers[0].excepts) == ("10.0.0.0/8", ("10.1.0.0/16",))
    assert going.direction == "out"
    assert going.peers[0].namespaces is not None


HOSTILE: list[Any] = [None, 3, True, "x", "{{ .x }}", [], [3], [[]], {"a": 1}]


@pytest.mark.parametrize("value", HOSTILE, ids=repr)
@pytest.mark.parametrize("field", ["podSelector", "policyTypes", "ingress", "egress"])
def test_a_policy_of_any_form_allows_nobody_by_mistake(field: str, value: Any) -> None:
    found = policy(**{field: value})
    assert found.name == "x"


@pytest.mark.parametrize("value", ["x", "{{ .x }}", 3], ids=repr)
def test_peers_that_cannot_be_read_are_not_everybody(value: Any) -> None:
    found = policy(podSelector={}, ingress=[{"from": value}], egress=[{"to": [value]}])
    assert not isinstance(found.rules, Unknown)
    assert all(isinstance(rule.peers[0].cidr, Unknown) for rule in found.rules)


@pytest.mark.parametrize("value", HOSTILE, ids=repr)
@pytest.mark.parametrize("kind", ["Node", "Pod", "Service"])
@pytest.mark.parametrize("field", ["status", "metadata", "spec", "apiVersion"])
def test_objects_of_any_form_are_read_without_an_error(kind: str, field: str, value: Any) -> None:
    body = {"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}, field: value}
    for live in (False, True):
        assert isinstance(facts(body, Component, live=live), list)
