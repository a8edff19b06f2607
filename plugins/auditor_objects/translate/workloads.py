"""Workloads: pods and what makes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact, Unknown, Workload
from auditor_objects.containers import Places, containers
from auditor_objects.model import Node, Object
from auditor_objects.placement import kept_apart, spread
from auditor_objects.pods import WORKLOADS, Pod, pod_of
from auditor_objects.selectors import plain_selector, selector
from auditor_objects.translate import Context
from auditor_objects.volumes import volumes

_MIRROR = "kubernetes.io/config.mirror"
_SOURCE = "kubernetes.io/config.source"
_REPLICATED = {"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"}


def _workload(obj: Object, context: Context) -> Iterator[Fact]:
    pod = pod_of(obj)
    if pod is None:
        return
    places = Places()
    spec = pod.spec
    security = spec.get("securityContext")
    note = places.note
    labels = pod.metadata.get("labels").labels()
    yield obj.fact(
        Workload,
        places=places.found,
        pod_labels=labels,
        pod_annotations=tuple(key for key, _ in pod.metadata.get("annotations").entries()),
        containers=containers(pod, places),
        volumes=volumes(pod, places),
        windows=spec.get("os", "name").known() == "windows",
        context=bool(note("context", security)),
        host_network=note("host_network", spec.get("hostNetwork")).flag() or False,
        host_pid=note("host_pid", spec.get("hostPID")).flag() or False,
        host_ipc=note("host_ipc", spec.get("hostIPC")).flag() or False,
        host_users=_otherwise(note("host_users", spec.get("hostUsers")).flag(), True),
        share_processes=note("share_processes", spec.get("shareProcessNamespace")).flag() or False,
        service_account=_account(spec, places),
        mounts_token=note("mounts_token", spec.get("automountServiceAccountToken")).flag(),
        sysctls=tuple(
            _otherwise(note("sysctls", item).get("name").text(), "")
            for item in security.get("sysctls").items()
        ),
        fs_group=note("fs_group", security.get("fsGroup")).number(),
        supplemental_groups=tuple(
            number
            for number in (item.number() for item in security.get("supplementalGroups").items())
            if number is not None
        ),
        run_as_group=note("run_as_group", security.get("runAsGroup")).number(),
        priority_class=note("priority_class", spec.get("priorityClassName")).text(),
        pull_secrets=tuple(
            _otherwise(item.get("name").text(), "") for item in spec.get("imagePullSecrets").items()
        ),
        node_name=spec.get("nodeName").known(),
        anti_affinity=kept_apart(
            note("anti_affinity", spec.get("affinity", "podAntiAffinity")), labels
        ),
        spread=spread(note("spread", spec.get("topologySpreadConstraints")), labels),
        grace_seconds=_otherwise(spec.get("terminationGracePeriodSeconds").number(), 30),
        restart_policy=_otherwise(spec.get("restartPolicy").text(), "Always"),
        **_owned(obj, pod, places),
    )


def _otherwise(value: Any, default: Any) -> Any:
    return default if value is None else value


def _account(spec: Node, places: Places) -> str | Unknown | None:
    for key in ("serviceAccountName", "serviceAccount"):
        found = places.note("service_account", spec.get(key)).text()
        if found:
            return found
    return None


def _owned(obj: Object, pod: Pod, places: Places) -> dict[str, Any]:
    """Read what the maker of pods says beside their template."""
    note = places.note
    spec = obj.get("spec")
    if obj.kind == "Pod":
        return {
            "static": bool(obj.annotations.get(_MIRROR))
            or obj.annotations.get(_SOURCE).known() == "file"
        }
    found: dict[str, Any] = {"selector": _selector(obj, spec)}
    if obj.kind in _REPLICATED:
        written = note("replicas", spec.get("replicas"))
        found["replicas"] = _otherwise(written.number(), 1)
        found["replicas_written"] = bool(written)
    for key in ("strategy", "updateStrategy"):
        kind = note("strategy", spec.get(key, "type")).text()
        if kind is not None:
            found["strategy"] = kind
        bound = note("max_unavailable", spec.get(key, "rollingUpdate", "maxUnavailable")).text()
        if bound is not None:
            found["max_unavailable"] = bound
    found["claims"] = sum(1 for _ in spec.get("volumeClaimTemplates").items())
    if obj.kind == "StatefulSet":
        governing = note("governing_service", spec.get("serviceName")).text()
        found["governing_service"] = _otherwise(governing, "")
    job = spec
    if obj.kind == "CronJob":
        found["schedule"] = note("schedule", spec.get("schedule")).text()
        found["concurrency"] = note("concurrency", spec.get("concurrencyPolicy")).text()
        deadline = note("starting_deadline_seconds", spec.get("startingDeadlineSeconds"))
        found["starting_deadline_seconds"] = deadline.number()
        job = spec.get("jobTemplate", "spec")
    if obj.kind in ("CronJob", "Job"):
        found["suspended"] = note("suspended", spec.get("suspend")).flag() or False
        active = note("active_deadline_seconds", job.get("activeDeadlineSeconds"))
        found["active_deadline_seconds"] = active.number()
        found["ttl_seconds"] = note("ttl_seconds", job.get("ttlSecondsAfterFinished")).number()
    found.update(_state(obj))
    return found


def _selector(obj: Object, spec: Node) -> Any:
    node = spec.get("selector")
    return plain_selector(node) if obj.kind == "ReplicationController" else selector(node)


def _count(node: Node) -> int | None:
    """Read a number that is left out when it is 0; None when it is none."""
    found = _otherwise(node.number(), 0)
    return found if isinstance(found, int) else None


def _state(obj: Object) -> dict[str, Any]:
    """Read what a cluster reports of a workload; nothing for a manifest."""
    status = obj.get("status")
    if not obj.live or not status:
        return {}
    found: dict[str, Any] = {}
    if obj.kind in _REPLICATED:
        found["ready"] = _count(status.get("readyReplicas"))
    elif obj.kind == "DaemonSet":
        found["replicas"] = status.get("desiredNumberScheduled").number()
        found["ready"] = _count(status.get("numberReady"))
    seen = status.get("observedGeneration").number()
    generation = obj.metadata.get("generation").number()
    if isinstance(seen, int) and isinstance(generation, int):
        found["stale"] = seen < generation
    for condition in status.get("conditions").items():
        if condition.get("type").known() == "Available" and (
            condition.get("status").known() == "False"
        ):
            found["unavailable_since"] = condition.get("lastTransitionTime").moment()
    return found


TRANSLATORS = dict.fromkeys((*WORKLOADS, "?"), _workload)
