"""Services, scaling, storage, nodes and extensions become facts, whatever shape they have."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml

from auditor.facts import (
    Autoscaler,
    BackupPlan,
    DisruptionBudget,
    Fact,
    NetworkService,
    Node,
    PersistentClaim,
    Port,
    ReferencedName,
    Selector,
    ServedApi,
    Unknown,
    Workload,
)
from auditor_objects.model import Map, Object
from auditor_objects.translate import Context, translate

HEADS = {
    "service": "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}",
    "autoscaler": "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, "
    "metadata: {name: web}}",
    "budget": "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}}",
    "claim": "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}}",
    "plan": "{apiVersion: velero.io/v1, kind: Schedule, metadata: {name: nightly}}",
    "node": "{apiVersion: v1, kind: Node, metadata: {name: node-1}}",
    "api": "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, "
    "metadata: {name: v1.metrics.k8s.io}}",
    "definition": "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, "
    "metadata: {name: databases.example.com}}",
    "custom": "{apiVersion: example.com/v1, kind: Database, metadata: {name: db}}",
    "set": "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}}",
}
KINDS: dict[str, type[Fact]] = {
    "service": NetworkService,
    "autoscaler": Autoscaler,
    "budget": DisruptionBudget,
    "claim": PersistentClaim,
    "plan": BackupPlan,
    "node": Node,
    "api": ServedApi,
    "definition": ServedApi,
    "custom": ReferencedName,
    "set": Workload,
}


def read(head: str, body: str = "{}", *, live: bool = False) -> Any:
    """Return the fact of an object; ``body`` is what it has beside its metadata."""
    facts = facts_of({**yaml.safe_load(HEADS[head]), **yaml.safe_load(body)}, live=live)
    (fact,) = [fact for fact in facts if type(fact) is KINDS[head]]
    return fact


def facts_of(body: dict[str, Any], *, live: bool = False) -> list[Fact]:
    return [*translate(Object(body, scope="estate", live=live), Context(marker=str.upper))]


HOLE = Unknown

CASES = [
    ("service", "spec: {}", "type", "ClusterIP"),
    ("service", "spec: {type: NodePort}", "type", "NodePort"),
    ("service", "spec: {type: '{{ .Values.type }}'}", "type", HOLE),
    ("service", "spec: {selector: {app: web}}", "selector", {"app": "web"}),
    ("service", "spec: {selector: {}}", "selector", None),
    ("service", "spec: {clusterIP: None}", "headless", True),
    ("service", "spec: {clusterIP: 10.0.0.1}", "headless", False),
    ("service", "spec: {externalIPs: [192.0.2.1]}", "external_ips", ("192.0.2.1",)),
    ("service", "spec: {externalName: db.example}", "external_name", "db.example"),
    ("service", "spec: {ports: [{port: 80, nodePort: 30080}]}", "node_ports", (30080,)),
    ("service", "spec: {ports: [{port: 80, nodePort: 0}]}", "node_ports", ()),
    (
        "service",
        "spec: {ports: [{port: 80}, {port: 443, targetPort: https}, {port: 53, protocol: UDP}]}",
        "target_ports",
        ("80", "https", "53"),
    ),
    (
        "service",
        "spec: {ports: [{name: dns, port: 53, protocol: UDP}]}",
        "ports",
        (Port(number=53, name="dns", protocol="UDP"),),
    ),
    ("service", "spec: {ports: [{port: '{{ .Values.port }}'}]}", "target_ports", ("",)),
    ("autoscaler", "spec: {scaleTargetRef: {kind: Deployment, name: web}}", "target", "web"),
    ("autoscaler", "spec: {scaleTargetRef: {kind: Deployment}}", "target", ""),
    ("autoscaler", "spec: {scaleTargetRef: {name: '{{ .Values.name }}'}}", "target", HOLE),
    ("autoscaler", "spec: {}", "minimum", 1),
    ("autoscaler", "spec: {minReplicas: 0}", "minimum", 0),
    ("autoscaler", "spec: {maxReplicas: 5}", "maximum", 5),
    ("autoscaler", "spec: {maxReplicas: '${MAX}'}", "maximum", HOLE),
    ("autoscaler", "spec: {metrics: []}", "metrics", ("cpu",)),
    (
        "autoscaler",
        "spec: {metrics: [{type: Resource, resource: {name: memory, target: "
        "{type: Utilization, averageUtilization: 70}}}, {type: External}]}",
        "metrics",
        ("memory", "External"),
    ),
    (
        "autoscaler",
        "spec: {metrics: [{type: Resource, resource: {name: cpu, target: "
        "{type: AverageValue, averageValue: 500m}}}]}",
        "metrics",
        ("Resource",),
    ),
    ("budget", "spec: {minAvailable: 1}", "min_available", "1"),
    ("budget", "spec: {maxUnavailable: 25%}", "max_unavailable", "25%"),
    ("budget", "spec: {selector: {}}", "selector", Selector()),
    ("budget", "spec: {}", "selector", None),
    ("budget", "{apiVersion: policy/v1beta1, spec: {selector: {}}}", "selector", None),
    ("budget", "spec: {unhealthyPodEvictionPolicy: AlwaysAllow}", "evicts_unhealthy", True),
    ("claim", "spec: {storageClassName: fast}", "storage_class", "fast"),
    ("claim", "spec: {accessModes: [ReadWriteOnce]}", "access_modes", ("ReadWriteOnce",)),
    ("claim", "status: {phase: Bound}", "bound", None),
    ("plan", "spec: {schedule: '0 2 * * *'}", "schedule", "0 2 * * *"),
    ("plan", "spec: {template: {includedNamespaces: [shop]}}", "namespaces", ("shop",)),
    ("plan", "spec: {template: {excludedNamespaces: [shop]}}", "excluded", ("shop",)),
    ("plan", "spec: {template: {}}", "volumes", None),
    ("plan", "spec: {template: {snapshotVolumes: true}}", "volumes", True),
    ("plan", "spec: {template: {snapshotVolumes: false}}", "volumes", False),
    (
        "plan",
        "spec: {template: {snapshotVolumes: false, defaultVolumesToFsBackup: true}}",
        "volumes",
        True,
    ),
    ("plan", "spec: {template: {includedResources: [secrets]}}", "volumes", False),
    ("plan", "spec: {template: {excludedResources: [pvc]}}", "volumes", False),
    ("plan", "spec: {template: {labelSelector: {matchLabels: {a: b}}}}", "volumes", HOLE),
    ("plan", "spec: {template: {includedNamespaces: ['${SPACE}']}}", "volumes", HOLE),
    ("plan", "{spec: {paused: true}}", "paused", True),
    ("api", "spec: {service: {namespace: kube-system, name: m}}", "service", "kube-system/m"),
    ("api", "spec: {service: {name: m}, insecureSkipTLSVerify: true}", "insecure", True),
    (
        "definition",
        "spec: {conversion: {webhook: {clientConfig: {service: {namespace: db, name: hook}}}}}",
        "service",
        "db/hook",
    ),
    (
        "definition",
        "status: {storedVersions: [v1alpha1, v1]}",
        "stored_versions",
        ("v1alpha1", "v1"),
    ),
    ("custom", "spec: {size: 3}", "name", "db"),
    ("set", "spec: {serviceName: db}", "governing_service", "db"),
    ("set", "spec: {}", "governing_service", ""),
]

LIVE_CASES = [
    (
        "autoscaler",
        "{spec: {maxReplicas: 3}, status: {currentReplicas: 3}}",
        "at_maximum",
        True,
    ),
    ("autoscaler", "spec: {maxReplicas: 3}", "at_maximum", None),
    (
        "autoscaler",
        "status: {conditions: [{type: ScalingActive, status: 'False', reason: NoMetrics}]}",
        "problem",
        "NoMetrics",
    ),
    (
        "autoscaler",
        "status: {conditions: [{type: ScalingActive, status: 'False', reason: ScalingDisabled}]}",
        "active",
        None,
    ),
    ("budget", "status: {disruptionsAllowed: 0}", "allowed", 0),
    ("budget", "status: {expectedPods: 3}", "expected", 3),
    ("budget", "status: {currentHealthy: 2}", "healthy", 2),
    ("claim", "status: {phase: Bound}", "bound", True),
    ("claim", "status: {phase: Pending}", "bound", False),
    ("node", "status: {conditions: [{type: Ready, status: 'True'}]}", "ready", True),
    ("node", "status: {conditions: [{type: Ready, status: Unknown}]}", "ready", False),
    ("node", "status: {conditions: []}", "ready", None),
    (
        "node",
        "status: {conditions: [{type: DiskPressure, status: 'True'}, "
        "{type: PIDPressure, status: 'False'}, {type: EtcdIsVoter, status: 'True'}]}",
        "problems",
        ("DiskPressure",),
    ),
    ("node", "status: {nodeInfo: {kubeletVersion: v1.34.2}}", "kubelet", "v1.34.2"),
    ("node", "spec: {unschedulable: true}", "unschedulable", True),
    (
        "node",
        "metadata: {name: n, labels: {node-role.kubernetes.io/control-plane: ''}}",
        "control_plane",
        True,
    ),
    ("node", "metadata: {name: n, labels: {topology.kubernetes.io/zone: a}}", "zone", "a"),
    (
        "api",
        "{spec: {service: {name: m}}, "
        "status: {conditions: [{type: Available, status: 'False', reason: Gone}]}}",
        "problem",
        "Gone",
    ),
    (
        "definition",
        "status: {conditions: [{type: Established, status: 'True'}]}",
        "available",
        True,
    ),
]


@pytest.mark.parametrize(("head", "body", "field", "expected"), CASES)
def test_a_manifest_says(head: str, body: str, field: str, expected: object) -> None:
    found = getattr(read(head, body), field)
    assert isinstance(found, Unknown) if expected is HOLE else found == expected


@pytest.mark.parametrize(("head", "body", "field", "expected"), LIVE_CASES)
def test_a_cluster_says(head: str, body: str, field: str, expected: object) -> None:
    assert getattr(read(head, body, live=True), field) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("service.beta.kubernetes.io/aws-load-balancer-internal: 'true'", True),
        ("service.beta.kubernetes.io/aws-load-balancer-internal: 'false'", False),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme: internal", True),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing", False),
        ("service.beta.kubernetes.io/azure-load-balancer-internal: 'true'", True),
        ("networking.gke.io/load-balancer-type: Internal", True),
        ("example.com/other: 'true'", False),
    ],
)
def test_annotations_keep_a_load_balancer_inside(annotation: str, expected: bool) -> None:
    body = f"metadata: {{name: web, annotations: {{{annotation}}}}}"
    assert read("service", body).internal is expected


def test_an_api_that_the_server_answers_itself_is_no_extension() -> None:
    facts = facts_of(yaml.safe_load(HEADS["api"]))
    assert not any(isinstance(fact, ServedApi) for fact in facts)


def test_a_custom_resource_with_a_template_of_pods_is_a_workload() -> None:
    body = yaml.safe_load(HEADS["custom"])
    body["spec"] = {"template": {"spec": {"containers": [{"name": "db"}]}}}
    assert not any(isinstance(fact, ReferencedName) for fact in facts_of(body))


def test_places_are_noted_by_the_names_that_verdicts_use() -> None:
    port = Map({"name": "http", "port": 80, "targetPort": "web"}, {"targetPort": (9, 9)})
    spec = Map({"type": "NodePort", "ports": [port]}, {"type": (5, 5), "ports": (6, 9)})
    body = Map({**yaml.safe_load(HEADS["service"]), "spec": spec}, {"spec": (4, 9)})
    obj = Object(body, scope="estate", file="web.yaml", lines=(1, 9))
    facts = translate(obj, Context(marker=str.upper))
    (fact,) = [fact for fact in facts if isinstance(fact, NetworkService)]
    assert {name: place.line for name, place in fact.places.items()} == {
        "type": 5,
        "ports": 6,
        "ports[http]": 9,
    }


FULL = {
    "service": "spec: {type: a, selector: {a: b}, clusterIP: None, externalIPs: [a], "
    "externalName: a, loadBalancerSourceRanges: [a], "
    "ports: [{name: a, port: 1, targetPort: b, nodePort: 2, protocol: TCP}]}",
    "autoscaler": "{spec: {scaleTargetRef: {kind: a, name: b}, minReplicas: 1, maxReplicas: 2, "
    "targetCPUUtilizationPercentage: 3, metrics: [{type: Resource, resource: {name: cpu, "
    "target: {averageUtilization: 3}}}]}, status: {currentReplicas: 1, "
    "conditions: [{type: ScalingActive, status: a, reason: b}]}}",
    "budget": "{spec: {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, "
    "values: [b]}]}, minAvailable: 1, maxUnavailable: 1, unhealthyPodEvictionPolicy: a}, "
    "status: {disruptionsAllowed: 1, expectedPods: 1, currentHealthy: 1}}",
    "claim": "{spec: {storageClassName: a, accessModes: [a]}, status: {phase: a}}",
    "plan": "{spec: {schedule: a, paused: true, template: {includedNamespaces: [a], "
    "excludedNamespaces: [a], includedResources: [a], excludedResources: [a], "
    "labelSelector: {a: b}, orLabelSelectors: [a], snapshotVolumes: true, "
    "defaultVolumesToFsBackup: true}}, status: {lastBackup: '2026-11-24T00:00:00Z'}}",
    "node": "{spec: {unschedulable: true}, status: {nodeInfo: {kubeletVersion: a, osImage: a}, "
    "conditions: [{type: Ready, status: a}]}}",
    "api": "{spec: {service: {namespace: a, name: b}, insecureSkipTLSVerify: true}, "
    "status: {conditions: [{type: Available, status: a, reason: b}]}}",
    "definition": "{spec: {conversion: {webhook: {clientConfig: {service: {name: a}}}}}, "
    "status: {storedVersions: [a], conditions: [{type: Established, status: a}]}}",
    "custom": "spec: {template: {spec: {containers: []}}}",
    "set": "spec: {serviceName: a, volumeClaimTemplates: [a]}",
}
JUNK: tuple[Any, ...] = (None, True, 3, -1.5, "", "text", "{{ .x }}", [], [[]], [None], {}, {"": 1})


def spoiled(value: Any) -> Iterator[Any]:
    """Yield an object with each of its parts in turn replaced by everything it should not be."""
    yield from deepcopy(JUNK)
    if isinstance(value, dict):
        for key in value:
            for part in spoiled(value[key]):
                yield {**value, key: part}
    elif isinstance(value, list):
        for number in range(len(value)):
            for part in spoiled(value[number]):
                yield [*value[:number], part, *value[number + 1 :]]


@pytest.mark.parametrize("live", [False, True], ids=["manifest", "live"])
@pytest.mark.parametrize("head", FULL)
def test_no_shape_of_an_object_makes_reading_fail(head: str, live: bool) -> None:
    whole = {**yaml.safe_load(HEADS[head]), **yaml.safe_load(FULL[head])}
    whole["metadata"] |= {"labels": {"a": "b"}, "annotations": {"a": "b"}}
    shapes = [shape for shape in spoiled(whole) if isinstance(shape, dict)]
    assert len(shapes) > 50
    for shape in shapes:
        for fact in facts_of(shape, live=live):
            assert fact.origin.scope == "estate"
