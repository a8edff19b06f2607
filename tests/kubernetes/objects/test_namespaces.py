"""Namespaces, quotas and the objects that keep out of ``default``."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.facts import Fact, Namespace, Place, Quota, Setting, Unknown
from auditor_objects.model import Map, Object
from auditor_objects.translate import Context, translate

LEVEL = "pod-security.kubernetes.io/"


def facts(body: dict[str, Any], kind: type[Any], *, live: bool = False) -> list[Any]:
    obj = Object(body, scope="cluster", live=live)
    return [fact for fact in translate(obj, Context(marker=str.upper)) if type(fact) is kind]


def thing(kind: str, name: str, namespace: Any = None, api: str = "v1", **more: Any) -> Any:
    metadata = {"name": name} if namespace is None else {"name": name, "namespace": namespace}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, **more}


def test_a_namespace_says_which_levels_it_asks_for() -> None:
    labels = {
        f"{LEVEL}enforce": "baseline",
        f"{LEVEL}enforce-version": "v1.30",
        f"{LEVEL}warn": "restricted",
        f"{LEVEL}audit": "{{ .Values.audit }}",
    }
    body = thing("Namespace", "shop")
    body["metadata"]["labels"] = labels
    (found,) = facts(body, Namespace)
    assert (found.enforce, found.enforce_version, found.warn) == ("baseline", "v1.30", "restricted")
    assert isinstance(found.audit, Unknown)
    assert (found.name, found.namespace) == ("shop", "")


def test_the_line_of_a_level_is_known() -> None:
    labels = Map({f"{LEVEL}enforce": "baseline"}, {f"{LEVEL}enforce": (5, 5)})
    metadata = Map({"name": "shop", "labels": labels}, {"labels": (4, 5)})
    body = Map({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})
    obj = Object(body, scope="tree", file="shop.yaml", lines=(1, 5))
    found = next(fact for fact in translate(obj, Context(marker=str.upper)))
    assert found.places["enforce"] == Place("shop.yaml", 5, 5)


@pytest.mark.parametrize(
    ("live", "phase", "terminating"),
    [(True, "Terminating", True), (True, "Active", False), (False, "Terminating", False)],
)
def test_only_a_cluster_says_that_a_namespace_ends(
    live: bool, phase: str, terminating: bool
) -> None:
    body = thing("Namespace", "shop", status={"phase": phase})
    (found,) = facts(body, Namespace, live=live)
    assert found.terminating is terminating


def test_a_quota_names_what_it_bounds() -> None:
    hard = {"requests.cpu": "4", "pods": 10}
    (found,) = facts(thing("ResourceQuota", "most", "shop", spec={"hard": hard}), Quota)
    assert (found.form, found.resources) == ("quota", ("requests.cpu", "pods"))


@pytest.mark.parametrize(
    ("limit", "limits", "requests"),
    [
        ({"type": "Container", "default": {"cpu": "1"}}, ("cpu",), ("cpu",)),
        ({"type": "Container", "defaultRequest": {"memory": "1Gi"}}, (), ("memory",)),
        ({"type": "Container", "max": {"cpu": "2"}}, ("cpu",), ("cpu",)),
        ({"type": "Container", "min": {"cpu": "100m"}}, (), ("cpu",)),
        ({"type": "Pod", "max": {"cpu": "2"}}, (), ()),
    ],
    ids=["default", "request", "maximum", "minimum", "of pods"],
)
def test_a_limit_range_gives_what_the_api_takes_from_it(
    limit: dict[str, Any], limits: tuple[str, ...], requests: tuple[str, ...]
) -> None:
    (found,) = facts(thing("LimitRange", "defaults", "shop", spec={"limits": [limit]}), Quota)
    assert (found.form, found.default_limits, found.default_requests) == (
        "defaults",
        limits,
        requests,
    )


def own_namespace(body: dict[str, Any]) -> list[Any]:
    return [fact.value for fact in facts(body, Setting) if fact.name == "own_namespace"]


@pytest.mark.parametrize(
    ("body", "answers"),
    [
        (thing("Service", "web", "shop"), [True]),
        (thing("Service", "web", "default"), [False]),
        (thing("Service", "web"), [False]),
        (thing("Rollout", "web", "default", "argoproj.io/v1alpha1"), [False]),
        (thing("Rollout", "web", None, "argoproj.io/v1alpha1"), []),
        (thing("ClusterRole", "web", None, "rbac.authorization.k8s.io/v1"), []),
        (thing("Service", "kubernetes", "default"), []),
        (thing("Service", "kubernetes", "shop"), []),
        (thing("Event", "web.1", "default"), []),
    ],
    ids=[
        "own",
        "default",
        "none written",
        "extension",
        "extension without",
        "of the cluster",
        "kept by the cluster",
        "same name elsewhere",
        "made by the cluster",
    ],
)
def test_objects_of_namespaces_say_whether_theirs_is_their_own(
    body: dict[str, Any], answers: list[bool]
) -> None:
    assert own_namespace(body) == answers


def test_a_namespace_that_a_template_fills_in_is_unknown() -> None:
    (answer,) = own_namespace(thing("Service", "web", "{{ .Release.Namespace }}"))
    assert isinstance(answer, Unknown)


def test_a_namespace_given_from_outside_counts() -> None:
    obj = Object(thing("Service", "web"), scope="tree", namespace="shop")
    values = list(translate(obj, Context(marker=str.upper)))
    assert [fact.value for fact in values if isinstance(fact, Setting)] == [True]


WRONG: list[Any] = [None, 3, 1.5, True, "text", [], {}, [[]], [{"a": 1}], {"a": []}]


@pytest.mark.parametrize("value", WRONG, ids=repr)
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("Namespace", ("metadata",)),
        ("Namespace", ("metadata", "labels")),
        ("Namespace", ("metadata", "labels", f"{LEVEL}enforce")),
        ("ResourceQuota", ("spec",)),
        ("ResourceQuota", ("spec", "hard")),
        ("LimitRange", ("spec",)),
        ("LimitRange", ("spec", "limits")),
        ("LimitRange", ("metadata", "namespace")),
    ],
    ids=lambda value: value if isinstance(value, str) else ".".join(value),
)
def test_wrong_forms_are_told_and_never_raise(kind: str, path: tuple[str, ...], value: Any) -> None:
    body: dict[str, Any] = {"apiVersion": "v1", "kind": kind, "metadata": {"name": "shop"}}
    below = body
    for key in path[:-1]:
        below = below.setdefault(key, {})
    below[path[-1]] = value
    found: list[Fact] = list(translate(Object(body, scope="tree"), Context(marker=str.upper)))
    assert any(isinstance(fact, Namespace | Quota) for fact in found)
