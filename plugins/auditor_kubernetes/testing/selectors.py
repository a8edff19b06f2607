"""Label and field selectors of list requests.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ and
``field-selectors`` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from auditor_kubernetes.testing.kinds import Resource

Match = Callable[[Mapping[str, str]], bool]
"""Whether labels (or fields), by name, are the wanted ones."""
_COMMON = ("metadata.name", "metadata.namespace")
_EVENT = (
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "type",
)
_SELECTABLE: Mapping[str, tuple[str, ...]] = {
    "certificatesigningrequests.certificates.k8s.io": ("spec.signerName",),
    "events": _EVENT,
    "events.k8s.io": _EVENT,
    "jobs.batch": ("status.successful",),
    "namespaces": ("status.phase",),
    "nodes": ("spec.unschedulable",),
    "pods": (
        "spec.hostNetwork",
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.serviceAccountName",
        "status.nominatedNodeName",
        "status.phase",
        "status.podIP",
    ),
    "replicasets.apps": ("status.replicas",),
    "replicationcontrollers": ("status.replicas",),
    "secrets": ("type",),
    "services": ("spec.clusterIP", "spec.type"),
}
_UNSET = {
    "spec.hostNetwork": "false",
    "spec.unschedulable": "false",
    "status.replicas": "0",
    "status.successful": "0",
}
_REQUIREMENT = re.compile(
    r"\s*(?P<absent>!\s*)?(?P<key>(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/)?[\w](?:[\w.-]*\w)?)\s*"
    r"(?:(?P<equality>==|=|!=)\s*(?P<value>[\w.-]*)"
    r"|(?P<order>[<>])\s*(?P<number>-?\d+)"
    r"|\s(?P<set>in|notin)\s*\((?P<values>[\w.,\s-]*)\))?\s*",
    re.ASCII,
)
_COMMAS = re.compile(r",(?![^(]*\))")


class SelectorError(ValueError):
    """A selector that cannot be read, or that names a field which may not be selected."""


def by_label(text: str) -> Match | None:
    """The meaning of a label selector; ``None`` for an empty one, which wants everything.

    :raises SelectorError: when it cannot be read.
    """
    if not text.strip():
        return None
    wanted = [_requirement(part) for part in _COMMAS.split(text)]
    return lambda labels: all(match(labels) for match in wanted)


def by_field(text: str, resource: Resource) -> Match | None:
    """The meaning of a field selector over what :func:`fields` gives; ``None`` for an empty one.

    :raises SelectorError: when it cannot be read, or names another field.
    """
    if not text.strip():
        return None
    known = selectable(resource)
    wanted = []
    for part in filter(None, text.split(",")):
        found = re.fullmatch(r"([^=!]+)(==|=|!=)(.*)", part)
        if found is None:
            raise SelectorError(f"invalid selector: '{part}'; can't understand '{part}'")
        name, operator, value = found.groups()
        if name not in known:
            raise SelectorError(f"field label not supported: {name}")
        wanted.append(_field(name, operator, value))
    return lambda values: all(match(values) for match in wanted)


def selectable(resource: Resource) -> tuple[str, ...]:
    """The fields that selectors may name."""
    if resource.custom:
        return _COMMON + resource.selectable
    return _COMMON + _SELECTABLE.get(resource.qualified, ())


def fields(item: Mapping[str, Any], resource: Resource) -> dict[str, str]:
    """The values of the selectable fields of ``item``, as selectors compare them."""
    return {name: _value(item, name) for name in selectable(resource)}


def _value(item: Any, name: str) -> str:
    for part in name.split("."):
        item = item.get(part) if isinstance(item, Mapping) else None
    if item is None:
        return _UNSET.get(name, "")
    if isinstance(item, bool):
        return str(item).lower()
    return str(item)


def _field(name: str, operator: str, value: str) -> Match:
    if operator == "!=":
        return lambda values: values[name] != value
    return lambda values: values[name] == value


def _requirement(text: str) -> Match:
    found = _REQUIREMENT.fullmatch(text)
    if found is None or (found["absent"] and (found["equality"] or found["order"] or found["set"])):
        raise SelectorError(f"unable to parse requirement: {text.strip()!r}")
    key, value = found["key"], found["value"]
    if found["absent"]:
        return lambda labels: key not in labels
    if found["equality"] == "!=":
        return lambda labels: labels.get(key) != value
    if found["equality"]:
        return lambda labels: labels.get(key) == value
    if found["order"]:
        return _ordered(key, found["order"], int(found["number"]))
    if found["set"]:
        among = {part.strip() for part in found["values"].split(",")}
        if found["set"] == "in":
            return lambda labels: labels.get(key) in among
        return lambda labels: labels.get(key) not in among
    return lambda labels: key in labels


def _ordered(key: str, order: str, bound: int) -> Match:
    def match(labels: Mapping[str, str]) -> bool:
        try:
            number = int(labels.get(key, ""))
        except ValueError:
            return False
        return number < bound if order == "<" else number > bound

    return match
