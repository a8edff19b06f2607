"""A cluster of a given size as its API server lists it, and a process that serves it.

    python benchmarks/kubernetes_estate.py whole|tenth

``whole`` has 10,000 pods: 1,500 Deployments of 60 namespaces (each with its replica set and two
former ones), 80 StatefulSets, 12 DaemonSets on 100 nodes, 148 CronJobs with their last three
Jobs, three control planes; and their services, ingresses, policies, budgets, accounts, roles,
quotas and settings. ``tenth`` is a tenth of it. An object has the defaults, status and records
of field managers that a server keeps: a pod takes 9 KB, of which those records are two fifths.

The first line printed is JSON with ``url`` and ``kubeconfig``. Each line on standard input is
answered by one with the requests since the last.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import kubernetes_apps as apps
import kubernetes_platform as platform
from kubernetes_apps import Json, digest

from auditor_kubernetes.testing import Server

_NAMESPACE = {"apiVersion": "v1", "fieldPath": "metadata.namespace"}
_AUTHORITY = {"key": "ca.crt", "path": "ca.crt"}
_WRITTEN = "2026-02-03T04:05:06Z"
_SIDES = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "imagePullPolicy": "IfNotPresent",
}
_MANAGED = ("labels", "annotations", "ownerReferences")
"""What records of field managers tell of an object's metadata."""
_DAEMONS = 12
_SCHEDULED = ("currentNumberScheduled", "desiredNumberScheduled", "numberReady")


def whole() -> Iterator[Json]:
    """Yield the objects of the whole estate."""
    return _estate(1)


def tenth() -> Iterator[Json]:
    """Yield the objects of a tenth of it."""
    return _estate(10)


def main() -> None:
    """Serve an estate until standard input ends."""
    estate = {"whole": whole, "tenth": tenth}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder, Server(estate()) as server:
        kubeconfig = server.kubeconfig(Path(folder) / "kubeconfig")
        print(json.dumps({"url": server.url, "kubeconfig": str(kubeconfig)}), flush=True)
        for _ in sys.stdin:
            calls = [[call.verb, call.path, call.status] for call in server.requests]
            server.forget()
            print(json.dumps(calls), flush=True)


def _estate(part: int) -> Iterator[Json]:
    nodes = 100 // part
    for number in range(nodes):
        yield _node(number)
    for number in range(1500 // part):
        yield from _application(number, nodes)
    for number in range(80 // part):
        yield from _stateful(number, nodes)
    for number in range(_DAEMONS):
        yield from _daemon(number, nodes)
    for number in range(148 // part):
        yield from _scheduled(number, nodes)
    for number in range(3):
        yield from _control_plane(number)
    for number in range(4):
        yield _pod(f"debug-{number}", apps.namespace(number), apps.template(number), None, 0)
    for number in range(apps.NAMESPACES):
        yield from map(_kept, platform.tenant(number))
    for number in range(120 // part):
        yield from map(_kept, platform.operator(number))


def _application(number: int, nodes: int) -> Iterator[Json]:
    found, *others = apps.application(number)
    name, count = apps.name(number), apps.replicas(number)
    if number % 2:
        applied = json.dumps(found, separators=(",", ":"))
        key = "kubectl.kubernetes.io/last-applied-configuration"
        found["metadata"]["annotations"] = {key: applied}
    template = _complete(found["spec"])
    yield _kept(found, _scaled(count))
    for age in range(3):
        own = deepcopy(template)
        ending = digest(f"{name} {age}", 10)
        own["metadata"]["labels"]["pod-template-hash"] = ending
        metadata = {
            "name": f"{name}-{ending}",
            "namespace": apps.namespace(number),
            "labels": own["metadata"]["labels"],
            "annotations": {"deployment.kubernetes.io/revision": str(3 - age)},
            "ownerReferences": [_owner("apps/v1", "Deployment", name)],
        }
        wanted = 0 if age else count
        chosen = {"matchLabels": {"pod-template-hash": ending}}
        spec = {"replicas": wanted, "selector": chosen, "template": own}
        yield _kept(_object("apps/v1", "ReplicaSet", metadata, spec), _scaled(wanted))
        if not age:
            owner = _owner("apps/v1", "ReplicaSet", f"{name}-{ending}")
            for place in range(count):
                pod = f"{name}-{ending}-{digest(f'{name} {place}', 5)}"
                node = (number * 7 + place) % nodes
                yield _pod(pod, apps.namespace(number), own, owner, node)
    for other in others:
        yield _kept(other)


def _stateful(number: int, nodes: int) -> Iterator[Json]:
    found = platform.store(number)
    name, namespace = found["metadata"]["name"], found["metadata"]["namespace"]
    claim = found["spec"]["volumeClaimTemplates"][0]["spec"]
    template = _complete(found["spec"])
    yield _kept(found, _scaled(3))
    owner = _owner("apps/v1", "StatefulSet", name)
    for place in range(3):
        yield _pod(f"{name}-{place}", namespace, template, owner, (number + place) % nodes)
        about = {"name": f"data-{name}-{place}", "namespace": namespace}
        yield _kept(_object("v1", "PersistentVolumeClaim", about, {**claim}), {"phase": "Bound"})


def _daemon(number: int, nodes: int) -> Iterator[Json]:
    found = platform.agent(number)
    name = found["metadata"]["name"]
    template = _complete(found["spec"])
    yield _kept(found, {**dict.fromkeys(_SCHEDULED, nodes), "numberMisscheduled": 0})
    owner = _owner("apps/v1", "DaemonSet", name)
    for node in range(nodes):
        yield _pod(f"{name}-{digest(f'{name} {node}', 5)}", platform.SYSTEM, template, owner, node)


def _scheduled(number: int, nodes: int) -> Iterator[Json]:
    found = platform.nightly(number)
    name, namespace = found["metadata"]["name"], found["metadata"]["namespace"]
    job = found["spec"]["jobTemplate"]["spec"]
    template = _complete(job)
    yield _kept(found, {"lastScheduleTime": _WRITTEN})
    for run in range(3):
        own = f"{name}-{29_000_000 + run}"
        metadata = {
            "name": own,
            "namespace": namespace,
            "ownerReferences": [_owner("batch/v1", "CronJob", name)],
        }
        yield _kept(_object("batch/v1", "Job", metadata, {**job}), {"succeeded": 1})
        pod = f"{own}-{digest(own, 5)}"
        owner = _owner("batch/v1", "Job", own)
        yield _pod(pod, namespace, template, owner, (number + run) % nodes, "Succeeded")


def _control_plane(number: int) -> Iterator[Json]:
    flags = {
        "kube-apiserver": ["--anonymous-auth=false", "--authorization-mode=Node,RBAC"],
        "kube-controller-manager": ["--use-service-account-credentials=true", "--profiling=false"],
        "kube-scheduler": ["--profiling=false", "--bind-address=127.0.0.1"],
        "etcd": ["--client-cert-auth=true", "--auto-tls=false"],
    }
    for program, arguments in flags.items():
        container = {
            "name": program,
            "image": f"registry.k8s.io/{program}:v1.36.2",
            "command": [program, *arguments],
        }
        metadata = {"labels": {"component": program, "tier": "control-plane"}}
        spec = {"hostNetwork": True, "containers": [container]}
        template = _complete({"template": {"metadata": metadata, "spec": spec}})
        owner = _owner("v1", "Node", f"node-{number:03}")
        yield _pod(f"{program}-node-{number:03}", platform.SYSTEM, template, owner, number)


def _node(number: int) -> Json:
    name = f"node-{number:03}"
    zone = {"topology.kubernetes.io/zone": f"zone-{number % 3}", "kubernetes.io/hostname": name}
    conditions = [
        _condition(kind, kind == "Ready")
        for kind in ("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
    ]
    capacity = {"cpu": "64", "memory": "256Gi", "pods": "250", "ephemeral-storage": "500Gi"}
    status = {
        "capacity": capacity,
        "allocatable": capacity,
        "conditions": conditions,
        "addresses": [{"type": "InternalIP", "address": f"10.0.0.{number}"}],
        "images": [
            {"names": [f"registry.example.com/platform/image-{image}:1.{number % 5}"]}
            for image in range(50)
        ],
        "nodeInfo": {
            "kubeletVersion": "v1.36.2" if number % 10 else "v1.33.1",
            "kubeProxyVersion": "",
            "osImage": "Debian GNU/Linux 12 (bookworm)",
            "kernelVersion": "6.1.0-28-amd64",
            "containerRuntimeVersion": "containerd://2.1.4",
            "architecture": "amd64",
            "operatingSystem": "linux",
            **{field: digest(f"{field} {name}", 36) for field in ("machineID", "bootID")},
            "systemUUID": digest(name, 36),
        },
    }
    return _kept(_object("v1", "Node", {"name": name, "labels": zone}, {"podCIDR": ""}), status)


def _pod(
    name: str,
    namespace: str,
    template: Json,
    owner: Json | None,
    node: int,
    phase: str = "Running",
) -> Json:
    """Return a pod as the kubelet of its node has reported it."""
    metadata = {"name": name, "namespace": namespace, **template["metadata"]}
    if owner is not None:
        metadata["ownerReferences"] = [owner]
    spec = {**template["spec"], "nodeName": f"node-{node:03}"}
    address = f"10.244.{node}.{int(digest(name, 2), 16)}"
    over = phase == "Succeeded"
    inits = spec.get("initContainers", ())
    status: Json = {
        "phase": phase,
        "qosClass": "Burstable",
        "hostIP": f"10.0.0.{node}",
        "podIP": address,
        "podIPs": [{"ip": address}],
        "startTime": _WRITTEN,
        "conditions": [
            _condition(kind, not over)
            for kind in ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady")
        ],
        "containerStatuses": [_ran(name, item, over) for item in spec["containers"]],
        "initContainerStatuses": [_ran(name, item, True) for item in inits],
    }
    return _kept(_object("v1", "Pod", metadata, spec), status)


def _ran(pod: str, container: Json, over: bool) -> Json:
    image = container["image"]
    times = {"startedAt": _WRITTEN}
    ended = {"exitCode": 0, "reason": "Completed", "finishedAt": _WRITTEN, **times}
    tagged = f"{image.rpartition(':')[0]}@sha256:{digest(image)}"
    return {
        "name": container["name"],
        "image": image,
        "imageID": image if "@" in image else tagged,
        "containerID": f"containerd://{digest(pod + container['name'])}",
        "ready": not over,
        "started": not over,
        "restartCount": int(digest(pod, 1), 16) // 5,
        "lastState": {},
        "resources": container.get("resources", {}),
        "volumeMounts": container.get("volumeMounts", []),
        "state": {"terminated": ended} if over else {"running": times},
    }


def _condition(kind: str, true: bool) -> Json:
    return {
        "type": kind,
        "status": "True" if true else "False",
        "lastProbeTime": None,
        "lastTransitionTime": _WRITTEN,
    }


def _complete(owner: Json) -> Json:
    """Fill in what a server fills into the template of pods in ``owner``; return the template."""
    template: Json = owner["template"]
    token: Json = {
        "name": "kube-api-access",
        "projected": {
            "defaultMode": 420,
            "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                {"configMap": {"name": "kube-root-ca.crt", "items": [_AUTHORITY]}},
                {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": _NAMESPACE}]}},
            ],
        },
    }
    spec: Json = {
        "restartPolicy": "Always",
        "dnsPolicy": "ClusterFirst",
        "schedulerName": "default-scheduler",
        "enableServiceLinks": True,
        "priority": 0,
        "preemptionPolicy": "PreemptLowerPriority",
        "securityContext": {},
        "tolerations": [
            {
                "key": f"node.kubernetes.io/{taint}",
                "operator": "Exists",
                "effect": "NoExecute",
                "tolerationSeconds": 300,
            }
            for taint in ("not-ready", "unreachable")
        ],
        **template["spec"],
    }
    spec["volumes"] = [*spec.get("volumes", ()), token]
    for listing in ("containers", "initContainers"):
        if listing in spec:
            spec[listing] = [{**_SIDES, **item} for item in spec[listing]]
    template["spec"] = spec
    return template


def _object(version: str, kind: str, metadata: Json, spec: Json | None = None) -> Json:
    found: Json = {"apiVersion": version, "kind": kind, "metadata": metadata}
    return found if spec is None else {**found, "spec": spec}


def _owner(version: str, kind: str, name: str) -> Json:
    return {
        "apiVersion": version,
        "kind": kind,
        "name": name,
        "uid": digest(f"{kind} {name}", 36),
        "controller": True,
        "blockOwnerDeletion": True,
    }


def _scaled(count: int) -> Json:
    conditions = [_condition(kind, True) for kind in ("Available", "Progressing")]
    counts = dict.fromkeys(("replicas", "readyReplicas", "availableReplicas"), count)
    return {**counts, "observedGeneration": 3, "conditions": conditions}


def _kept(found: Json, status: Json | None = None) -> Json:
    """Return an object with its status and the records of who manages which field."""
    metadata = {"generation": 3, **found["metadata"]}
    written = {key: value for key, value in found.items() if key not in ("apiVersion", "kind")}
    own = {key: value for key, value in found["metadata"].items() if key in _MANAGED}
    records = [_record("controller", found["apiVersion"], {**written, "metadata": own}, "")]
    if status is not None:
        records.append(_record("kubelet", found["apiVersion"], {"status": status}, "status"))
    whole = {**found, "metadata": {**metadata, "managedFields": records}}
    return whole if status is None else {**whole, "status": status}


def _record(manager: str, version: str, owned: Json, part: str) -> Json:
    record = {
        "manager": manager,
        "operation": "Update",
        "apiVersion": version,
        "time": _WRITTEN,
        "fieldsType": "FieldsV1",
        "fieldsV1": _fields(owned),
    }
    return {**record, "subresource": part} if part else record


def _fields(value: Any) -> Json:
    """Return the set of fields in a value, written as ``FieldsV1`` is."""
    if isinstance(value, dict):
        return {
            f"f:{key}": {} if key.endswith("Statuses") else _fields(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list) and value and isinstance(value[0], dict):
        key = next((name for name in ("name", "type", "uid", "ip") if name in value[0]), "")
        if key:
            return {
                f"k:{json.dumps({key: item.get(key)})}": {".": {}, **_fields(item)}
                for item in value
            }
    return {}


if __name__ == "__main__":
    main()
