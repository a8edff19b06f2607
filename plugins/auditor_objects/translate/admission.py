"""Webhooks that are asked before objects are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.facts import AdmissionHook, Fact, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.selectors import selector
from auditor_objects.translate import Context

_NAME_LABEL = "kubernetes.io/metadata.name"
_SYSTEM = "kube-system"
_FIELDS = ("covers_pods", "covers_system", "failure_policy", "timeout_seconds")
"""Questions that a webhook answers as a whole where it does not answer them in so many words."""
Form = Literal["validating", "mutating"]


def _hooks(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a configuration; one fact a webhook.

    Source: Kubernetes API, admissionregistration.k8s.io (failurePolicy Fail and 10 seconds unless
    written; v1beta1 had Ignore and 30).
    """
    old = obj.version == "v1beta1"
    form: Form = "mutating" if obj.kind.startswith("Mutating") else "validating"
    for number, hook in enumerate(obj.get("webhooks").items()):
        places = Places()
        note = places.note
        for field in _FIELDS:
            note(field, hook)
        policy = note("failure_policy", hook.get("failurePolicy")).text()
        timeout = note("timeout_seconds", hook.get("timeoutSeconds")).number()
        client = hook.get("clientConfig")
        rules = note("covers_pods", hook.get("rules"))
        note("covers_system", hook.get("namespaceSelector"))
        yield obj.fact(
            AdmissionHook,
            places=places.found,
            part=hook.get("name").known(f"webhooks[{number}]"),
            form=form,
            failure_policy=("Ignore" if old else "Fail") if policy is None else policy,
            timeout_seconds=(30 if old else 10) if timeout is None else timeout,
            service=_service(client.get("service")),
            url=bool(client.get("url")),
            covers_system=_covers_system(hook.get("namespaceSelector")),
            covers_everything=_asked(hook, _covers(rules, "*", "*", everything=True)),
            covers_pods=_asked(hook, _covers(rules, "", "pods")),
            namespaces=selector(hook.get("namespaceSelector")),
            side_effects=hook.get("sideEffects").text() or "",
        )


def _service(service: Node) -> str | Unknown:
    if not service:
        return ""
    parts = (service.get("namespace").text(), service.get("name").text())
    hole = next((part for part in parts if isinstance(part, Unknown)), None)
    return hole or f"{parts[0] or 'default'}/{parts[1] or ''}"


def _asked(hook: Node, covered: bool | Unknown) -> bool | Unknown:
    """Narrow what rules cover by the labels and conditions that objects have to fulfil.

    Objects that need a label of their own to be sent there are not covered: only those are that
    somebody marks.
    """
    found = selector(hook.get("objectSelector"))
    if found is not None:
        hole = found.labels.get("")
        if isinstance(hole, Unknown):
            return covered and hole
        if found.labels or any(item.operator in ("In", "Exists") for item in found.expressions):
            return False
    if covered is True and any(True for _ in hook.get("matchConditions").items()):
        return Unknown("its matchConditions decide which objects it is asked about")
    return covered


def _covers(rules: Node, group: str, resource: str, *, everything: bool = False) -> bool | Unknown:
    """Tell whether a rule names a resource for making or changing it."""
    hole: Unknown | None = None
    for rule in rules.items():
        answers = (
            _among(rule.get("apiGroups"), group),
            _among(rule.get("resources"), "*/*" if everything else resource, resource),
            _among(rule.get("operations"), "CREATE", "UPDATE"),
        )
        if all(answer is True for answer in answers):
            return True
        if False not in answers:
            hole = next(answer for answer in answers if isinstance(answer, Unknown))
    return False if hole is None else hole


def _among(node: Node, *wanted: str) -> bool | Unknown:
    """Tell whether a list has one of these texts, or the star that stands for all."""
    texts = node.texts()
    if any(text == "*" or text == "*/*" or text in wanted for text in texts):
        return True
    return next((text for text in texts if isinstance(text, Unknown)), False)


def _covers_system(node: Node) -> bool | Unknown:
    """Tell whether kube-system is selected by the one label that every cluster gives it."""
    found = selector(node)
    if found is None:
        return True
    if "" in found.labels:
        return found.labels[""] if isinstance(found.labels[""], Unknown) else True
    doubts: list[Unknown] = []
    for key, value in found.labels.items():
        if isinstance(value, Unknown):
            doubts.append(value)
        elif (key, value) != (_NAME_LABEL, _SYSTEM):
            return False
    for item in found.expressions:
        named = item.key == _NAME_LABEL
        known = [value for value in item.values if isinstance(value, str)]
        holes = [value for value in item.values if isinstance(value, Unknown)]
        if item.operator in ("NotIn", "DoesNotExist"):
            excluded = named and (item.operator == "DoesNotExist" or _SYSTEM in known)
        else:
            excluded = not named or (item.operator == "In" and _SYSTEM not in known and not holes)
        if excluded:
            return False
        if named and _SYSTEM not in known:
            doubts += holes
    return doubts[0] if doubts else True


TRANSLATORS = {
    "admissionregistration.k8s.io/MutatingWebhookConfiguration": _hooks,
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration": _hooks,
}
