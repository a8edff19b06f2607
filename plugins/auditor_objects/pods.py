"""Where pods stand in the kinds that make them."""

from __future__ import annotations

from typing import NamedTuple

from auditor_objects.model import Node, Object

_DIRECT = {("", "Pod")}
_TEMPLATE = {("", "PodTemplate"): ("template",)}
_CRON = {("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template")}

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


class Pod(NamedTuple):
    """A pod or a template of pods."""

    metadata: Node
    spec: Node


def pod_of(obj: Object) -> Pod | None:
    """Return the pod of a workload, also of kinds that are not known but hold a template of
    pods at ``spec.template``; None for other objects."""
    key = (obj.group, obj.kind)
    if key in _DIRECT:
        return Pod(obj.metadata, obj.get("spec"))
    path = _TEMPLATE.get(key) or _CRON.get(key) or ("spec", "template")
    if f"{obj.group}/{obj.kind}" not in WORKLOADS and not _holds_containers(obj):
        return None
    template = obj.get(*path)
    return Pod(template.get("metadata"), template.get("spec"))


def _holds_containers(obj: Object) -> bool:
    value = obj.root.value
    for key in ("spec", "template", "spec", "containers"):
        value = value.get(key) if isinstance(value, dict) else None
    return isinstance(value, list)
