"""Roles and bindings of role-based access control."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import (
    AccessBinding,
    AccessRole,
    AccessRule,
    AccessSubject,
    Fact,
    Place,
    Selector,
    Unknown,
)
from auditor_objects.model import Node, Object
from auditor_objects.selectors import selector
from auditor_objects.translate import Context

GROUP = "rbac.authorization.k8s.io"
_KEPT_BY = (
    ("kubernetes.io/bootstrapping", "rbac-defaults"),
    ("addonmanager.kubernetes.io/mode", "Reconcile"),
    ("kubernetes.azure.com/managedby", "aks"),
)
"""Labels of what a cluster or its provider puts there and puts right again."""
_RESERVED = ("eks:", "system:")
_LEFT = ("default", "system")
"""Namespaces that the bindings of a kustomization name for the service accounts which it puts into
another one: that of accounts without one, and the placeholder of operators (Kustomize, name
references; Kubebuilder book, ``config/default``)."""


def _role(obj: Object, context: Context) -> Iterator[Fact]:
    places: dict[str, Place] = {}
    written = obj.get("rules")
    _note(places, "rules", written)
    yield obj.fact(
        AccessRole,
        places=places,
        rules=_rules(written, places),
        aggregates=tuple(_aggregates(obj.get("aggregationRule"))),
        provided=provided(obj),
    )


def _rules(written: Node, places: dict[str, Place]) -> tuple[AccessRule, ...] | Unknown:
    if written and not isinstance(written.value, list):
        return written.wrong("a list")
    found = []
    for node in written.items():
        if not isinstance(node.value, dict):
            return node.wrong("a rule")
        at = f"rules{node.key}"
        _note(places, at, node)
        found.append(
            AccessRule(
                verbs=_words(node.get("verbs")),
                groups=_words(node.get("apiGroups")),
                resources=_words(node.get("resources")),
                names=_words(node.get("resourceNames")),
                urls=_words(node.get("nonResourceURLs")),
                at=at,
            )
        )
    return tuple(found)


def _words(node: Node) -> tuple[str | Unknown, ...]:
    if node and not isinstance(node.value, list):
        return (node.wrong("a list"),)
    return node.texts()


def _aggregates(rule: Node) -> Iterator[Selector]:
    if rule and not isinstance(rule.value, dict):
        yield Selector(labels={"": rule.wrong("a rule of aggregation")})
        return
    chosen = rule.get("clusterRoleSelectors")
    if chosen and not isinstance(chosen.value, list):
        yield Selector(labels={"": chosen.wrong("a list")})
        return
    for node in chosen.items():
        found = selector(node)
        if found is not None:
            yield found


def _binding(obj: Object, context: Context) -> Iterator[Fact]:
    places: dict[str, Place] = {}
    reference = obj.get("roleRef")
    _note(places, "role", reference)
    subjects = obj.get("subjects")
    _note(places, "subjects", subjects)
    yield obj.fact(
        AccessBinding,
        places=places,
        role_kind=_one_of(reference.get("kind"), "Role", "ClusterRole"),
        role=_required(reference.get("name")),
        subjects=_subjects(obj, subjects, places),
        provided=provided(obj),
    )


def _subjects(
    obj: Object, written: Node, places: dict[str, Place]
) -> tuple[AccessSubject, ...] | Unknown:
    if written and not isinstance(written.value, list):
        return written.wrong("a list")
    found = []
    for node in written.items():
        if not isinstance(node.value, dict):
            return node.wrong("a subject")
        _note(places, f"subjects{node.key}", node)
        form = _one_of(node.get("kind"), "User", "Group", "ServiceAccount")
        name = _required(node.get("name"))
        namespace: str | Unknown = ""
        if form == "ServiceAccount":
            namespace = node.get("namespace").text() or obj.namespace
            if obj.moved_to and namespace in _LEFT:
                namespace = obj.moved_to
        if isinstance(namespace, Unknown):
            name, namespace = namespace, ""
        found.append(AccessSubject(form=form, name=name, namespace=namespace))
    return tuple(found)


def _one_of(node: Node, *words: str) -> Any:
    value = node.text()
    if isinstance(value, Unknown) or value in words:
        return value
    return node.wrong(f"one of {', '.join(words)}")


def _required(node: Node) -> str | Unknown:
    value = node.text()
    return value if value else node.wrong("a name")


def _note(places: dict[str, Place], name: str, node: Node) -> None:
    if node and node.place is not None:
        places[name] = node.place


def provided(obj: Object) -> bool:
    """Say whether the cluster or its provider keeps an object of access control.

    Names alone tell it of what was found in a cluster; whoever writes a manifest owns it.
    """
    if obj.live and obj.name.startswith(_RESERVED):
        return True
    labels = obj.metadata.get("labels")
    known = isinstance(labels.value, dict)
    return known and any(labels.get(key).value == value for key, value in _KEPT_BY)


TRANSLATORS = {
    f"{GROUP}/ClusterRole": _role,
    f"{GROUP}/ClusterRoleBinding": _binding,
    f"{GROUP}/Role": _role,
    f"{GROUP}/RoleBinding": _binding,
}
