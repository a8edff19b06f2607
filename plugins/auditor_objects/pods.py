"""Where pods stand in the kinds that make them, and containers in pods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from auditor_objects.model import Node, Object

_DIRECT = {("", "Pod")}
_TEMPLATE = {("", "PodTemplate"): ("template",)}
_CRON = {("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template")}
_ELSEWHERE = (
    ("spec", "template"),
    ("spec", "jobTemplate", "spec", "template"),
    ("spec", "jobTargetRef", "template"),
)
"""Where kinds that are not known hold a template of pods, as makers of pods and of jobs do."""

LISTINGS = ("containers", "initContainers", "ephemeralContainers")
"""Where a pod holds its containers."""
WORKLOADS = (
    "/Pod",
    "/PodTemplate",
    "/ReplicationController",
    "apps/DaemonSet",
    "apps/Deployment",
    "apps/ReplicaSet",
    "apps/StatefulSet",
    "batch/CronJob",
    "batch/Job",
    "extensions/DaemonSet",
    "extensions/Deployment",
    "extensions/ReplicaSet",
)


_WORKLOADS = frozenset(WORKLOADS)


class Pod(NamedTuple):
    """A pod or a template of pods."""

    metadata: Node
    spec: Node


def pod_of(obj: Object) -> Pod | None:
    """Return the pod of a workload, also of kinds that are not known but hold a template of
    pods where workloads do; None for other objects."""
    key = (obj.group, obj.kind)
    if key in _DIRECT:
        return Pod(obj.metadata, obj.get("spec"))
    path: tuple[str, ...] = _TEMPLATE.get(key) or _CRON.get(key) or _ELSEWHERE[0]
    if f"{obj.group}/{obj.kind}" not in _WORKLOADS:
        path = _template_of(obj)
        if not path:
            return None
    template = obj.get(*path)
    return Pod(template.get("metadata"), template.get("spec"))


def _template_of(obj: Object) -> tuple[str, ...]:
    """Return where an object of an unknown kind holds a template of pods; nothing if nowhere."""
    spec = obj.body.get("spec")
    if isinstance(spec, dict):
        for path in _ELSEWHERE:
            if path[1] in spec and _holds_containers(obj, path):
                return path
    return ()


def _holds_containers(obj: Object, path: tuple[str, ...]) -> bool:
    value: Any = obj.body
    for key in (*path, "spec", "containers"):
        value = value.get(key) if isinstance(value, dict) else None
    return isinstance(value, list)


def containers_of(pod: Pod) -> Iterator[tuple[str, Node]]:
    """Yield every container with the name that verdicts give it: ``containers[web]``."""
    for listing in LISTINGS:
        for node in pod.spec.get(listing).items():
            name = node.get("name").known()
            yield f"{listing}[{name or node.key.strip('[]')}]", node
