"""What changes the number of pods, and what limits how many may go at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Autoscaler, DisruptionBudget, Fact, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.selectors import selector
from auditor_objects.translate import Context


def _autoscaler(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    note = places.note
    spec = obj.get("spec")
    target = note("target", spec.get("scaleTargetRef"))
    minimum = note("minimum", spec.get("minReplicas")).number()
    maximum = note("maximum", spec.get("maxReplicas")).number()
    yield obj.fact(
        Autoscaler,
        places=places.found,
        target_kind=_or_nothing(target.get("kind")),
        target=_or_nothing(target.get("name")),
        minimum=1 if minimum is None else minimum,
        maximum=maximum,
        metrics=tuple(_metrics(spec, places)),
        **_scaling_state(obj, maximum),
    )


def _or_nothing(node: Node) -> str | Unknown:
    text = node.text()
    return "" if text is None else text


def _metrics(spec: Node, places: Places) -> Iterator[str]:
    """Yield what is measured. Without metrics it is the use of CPU (API reference,
    HorizontalPodAutoscaler v1 and v2)."""
    metrics = places.note("metrics", spec.get("metrics"))
    if not metrics.value:
        places.note("metrics", spec.get("targetCPUUtilizationPercentage"))
        yield "cpu"
        return
    for item in metrics.items():
        form = item.get("type").known()
        resource = item.get("resource")
        share = resource.get("target", "averageUtilization") or resource.get(
            "targetAverageUtilization"
        )
        name = resource.get("name").known()
        yield name if form == "Resource" and share and name else form or "?"


def _scaled_object(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a ScaledObject, of which KEDA makes a HorizontalPodAutoscaler.

    Source: KEDA documentation, "ScaledObject specification".
    """
    if obj.live or (obj.group, obj.kind) != ("keda.sh", "ScaledObject"):
        return
    places = Places()
    note = places.note
    spec = obj.get("spec")
    target = note("target", spec.get("scaleTargetRef"))
    minimum = note("minimum", spec.get("minReplicaCount")).number()
    maximum = note("maximum", spec.get("maxReplicaCount")).number()
    yield obj.fact(
        Autoscaler,
        places=places.found,
        target_kind=_or_nothing(target.get("kind")) or "Deployment",
        target=_or_nothing(target.get("name")),
        minimum=0 if minimum is None else minimum,
        maximum=100 if maximum is None else maximum,
        metrics=tuple(_triggers(note("metrics", spec.get("triggers")))),
    )


def _triggers(written: Node) -> Iterator[str]:
    for item in written.items():
        form = item.get("type").known()
        kind = item.get("metricType").known() or item.get("metadata", "type").known()
        share = form in ("cpu", "memory") and kind != "AverageValue"
        yield form if share else "External"


def _scaling_state(obj: Object, maximum: int | Unknown | None) -> dict[str, Any]:
    """Read what a cluster reports; nothing for a manifest."""
    status = obj.get("status")
    if not obj.live or not status:
        return {}
    found: dict[str, Any] = {}
    current = status.get("currentReplicas").number()
    if isinstance(current, int) and isinstance(maximum, int):
        found["at_maximum"] = current >= maximum
    for condition in status.get("conditions").items():
        if condition.get("type").known() != "ScalingActive":
            continue
        reason = condition.get("reason").known()
        if reason != "ScalingDisabled":
            found["active"] = condition.get("status").known() == "True"
            found["problem"] = "" if found["active"] else reason
    return found


def _budget(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    note = places.note
    spec = obj.get("spec")
    written = note("selector", spec.get("selector"))
    everything = written.value == {} and obj.version == "v1beta1"
    policy = note("evicts_unhealthy", spec.get("unhealthyPodEvictionPolicy")).text()
    yield obj.fact(
        DisruptionBudget,
        places=places.found,
        selector=None if everything else selector(written),
        min_available=note("min_available", spec.get("minAvailable")).text(),
        max_unavailable=note("max_unavailable", spec.get("maxUnavailable")).text(),
        evicts_unhealthy=policy if isinstance(policy, Unknown) else policy == "AlwaysAllow",
        **_budget_state(obj),
    )


def _budget_state(obj: Object) -> dict[str, Any]:
    status = obj.get("status")
    if not obj.live or not status:
        return {}
    found: dict[str, Any] = {}
    for field, key in (
        ("allowed", "disruptionsAllowed"),
        ("expected", "expectedPods"),
        ("healthy", "currentHealthy"),
    ):
        number = status.get(key).number()
        if isinstance(number, int):
            found[field] = number
    return found


TRANSLATORS = {
    "autoscaling/HorizontalPodAutoscaler": _autoscaler,
    "policy/PodDisruptionBudget": _budget,
    "?": _scaled_object,
}
