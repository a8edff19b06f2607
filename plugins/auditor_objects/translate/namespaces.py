"""Namespaces, what bounds them, and which objects keep out of ``default``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact, Namespace, Quota, Setting, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.translate import Context

_LABEL = "pod-security.kubernetes.io/"
_LEVELS = ("enforce", "warn", "audit")
_UNJUDGED = {
    "/Endpoints",
    "/Event",
    "/Namespace",
    "apps/ControllerRevision",
    "coordination.k8s.io/Lease",
    "discovery.k8s.io/EndpointSlice",
    "events.k8s.io/Event",
}
_KEPT = {
    ("Service", "kubernetes"),
    ("ServiceAccount", "default"),
    ("ConfigMap", "kube-root-ca.crt"),
    ("ConfigMap", "istio-ca-root-cert"),
    ("ConfigMap", "openshift-service-ca.crt"),
}
"""What clusters put into every namespace, ``default`` included, by themselves."""


def _namespace(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    labels = obj.metadata.get("labels")
    found: dict[str, Any] = {
        level: places.note(level, labels.get(_LABEL + level)).text() for level in _LEVELS
    }
    version = places.note("enforce_version", labels.get(f"{_LABEL}enforce-version")).text()
    yield obj.fact(
        Namespace,
        places=places.found,
        enforce_version=version,
        terminating=obj.live and obj.get("status", "phase").known() == "Terminating",
        **found,
    )


def _quota(obj: Object, context: Context) -> Iterator[Fact]:
    bounds = tuple(key for key, _ in obj.get("spec", "hard").entries())
    yield obj.fact(Quota, form="quota", resources=bounds)


def _defaults(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a LimitRange; what it does not say, the API takes from its other bounds."""
    resources: dict[str, None] = {}
    limits: dict[str, None] = {}
    requests: dict[str, None] = {}
    for item in obj.get("spec", "limits").items():
        for key in ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio"):
            resources |= _keys(item.get(key))
        if item.get("type").known() == "Container":
            given = _keys(item.get("default")) | _keys(item.get("max"))
            limits |= given
            requests |= _keys(item.get("defaultRequest")) | given | _keys(item.get("min"))
    yield obj.fact(
        Quota,
        form="defaults",
        resources=tuple(resources),
        default_limits=tuple(limits),
        default_requests=tuple(requests),
    )


def _keys(node: Node) -> dict[str, None]:
    return dict.fromkeys(key for key, _ in node.entries())


def _own_namespace(obj: Object, context: Context) -> Iterator[Fact]:
    key = f"{obj.group}/{obj.kind}"
    if not obj.namespaced or key in _UNJUDGED or (obj.kind, obj.name) in _KEPT or obj.owner():
        return
    places = Places()
    written = places.note("own_namespace", obj.metadata.get("namespace")).text()
    hole = isinstance(written, Unknown) and obj.namespace == "default"
    yield Setting(
        origin=obj.origin(),
        subject=f"{obj.kind} {obj.name}",
        name="own_namespace",
        value=written if hole else obj.namespace != "default",
        places=places.found,
    )


TRANSLATORS = {
    "*": _own_namespace,
    "/LimitRange": _defaults,
    "/Namespace": _namespace,
    "/ResourceQuota": _quota,
}
