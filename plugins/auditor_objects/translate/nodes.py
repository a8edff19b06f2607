"""Machines of a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor.facts import Node as Machine
from auditor_objects.model import Object
from auditor_objects.translate import Context

PRESSURES = (
    "MemoryPressure",
    "DiskPressure",
    "PIDPressure",
    "NetworkUnavailable",
    "KernelDeadlock",
    "ReadonlyFilesystem",
)
"""Conditions that should not hold: the kubelet's (Kubernetes documentation, Node Status), and
those that the node problem detector adds."""
_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")
_ZONE = ("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone")


def _node(obj: Object, context: Context) -> Iterator[Fact]:
    info = obj.get("status", "nodeInfo")
    labels = obj.metadata.get("labels")
    conditions = {
        condition.get("type").known(): condition.get("status").known()
        for condition in obj.get("status", "conditions").items()
    }
    ready = conditions.get("Ready", "")
    yield obj.fact(
        Machine,
        ready=ready == "True" if ready else None,
        problems=tuple(name for name in PRESSURES if conditions.get(name) == "True"),
        unschedulable=obj.get("spec", "unschedulable").flag() is True,
        kubelet=info.get("kubeletVersion").known(),
        kernel=info.get("kernelVersion").known(),
        operating_system=info.get("osImage").known(),
        runtime=info.get("containerRuntimeVersion").known(),
        control_plane=any(labels.get(label) for label in _CONTROL_PLANE),
        zone=next((zone for label in _ZONE if (zone := labels.get(label).known())), ""),
    )


TRANSLATORS = {"/Node": _node}
