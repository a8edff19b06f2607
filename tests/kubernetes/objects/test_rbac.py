"""Roles, bindings and service accounts as facts, whatever form their objects have."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.facts import (
    AccessBinding,
    AccessRole,
    AccessRule,
    AccessSubject,
    Fact,
    Place,
    ServiceAccount,
    Unknown,
)
from auditor_objects.model import Map, Object, Seq
from auditor_objects.translate import Context, translate

API = "rbac.authorization.k8s.io/v1"
CONTEXT = Context(marker=str.upper)


def fact(kind: type[Any], body: dict[str, Any], *, live: bool = False) -> Any:
    found: list[Fact] = [*translate(Object(body, scope="estate", live=live), CONTEXT)]
    (one,) = (item for item in found if isinstance(item, kind))
    return one


def role(rules: Any, kind: str = "Role", **more: Any) -> dict[str, Any]:
    metadata = {"name": "reader", "namespace": "shop", **more.pop("metadata", {})}
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "rules": rules, **more}


def binding(subjects: Any, kind: str = "RoleBinding", **more: Any) -> dict[str, Any]:
    body = {
        "apiVersion": API,
        "kind": kind,
        "metadata": {"name": "readers", "namespace": "shop"},
        "roleRef": {"kind": "ClusterRole", "name": "view"},
        "subjects": subjects,
    }
    return {**body, **more}


RULE = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": ["a"]}


def test_a_rule_is_read_as_written() -> None:
    urls = {"verbs": ["get"], "nonResourceURLs": ["/metrics"]}
    assert fact(AccessRole, role([RULE, urls])).rules == (
        AccessRule(
            verbs=("get",), groups=("",), resources=("secrets",), names=("a",), at="rules[0]"
        ),
        AccessRule(verbs=("get",), urls=("/metrics",), at="rules[1]"),
    )


@pytest.mark.parametrize("rules", [None, []])
def test_no_rules_are_none(rules: Any) -> None:
    assert fact(AccessRole, role(rules)).rules == ()


@pytest.mark.parametrize("rules", ["{{ .Values.rules }}", {"verbs": ["get"]}, ["get"], 3, [None]])
def test_rules_of_another_form_are_unknown(rules: Any) -> None:
    assert isinstance(fact(AccessRole, role(rules)).rules, Unknown)


@pytest.mark.parametrize("words", ["*", {"get": 1}, "{{ .Values.verbs }}", ["${VERB}"], [{}]])
def test_words_of_another_form_are_unknown(words: Any) -> None:
    (rule,) = fact(AccessRole, role([{**RULE, "verbs": words}])).rules
    assert [type(word) for word in rule.verbs] == [Unknown]


def test_a_rule_knows_its_lines() -> None:
    rules = Seq([Map({"verbs": Seq(["get"], [(6, 6)])}, {"verbs": (6, 6)})], [(5, 7)])
    body = Map(role(rules), {"rules": (4, 7)})
    obj = Object(body, scope="estate", file="role.yaml", lines=(1, 7))
    (found,) = (item for item in translate(obj, CONTEXT) if isinstance(item, AccessRole))
    assert found.places == {
        "rules": Place("role.yaml", 4, 7),
        "rules[0]": Place("role.yaml", 5, 7),
    }


def test_gathering_roles_have_selectors() -> None:
    chosen = [{"matchLabels": {"into": "sum"}}, {"matchExpressions": [{"key": "x"}]}]
    body = role(None, "ClusterRole", aggregationRule={"clusterRoleSelectors": chosen})
    found = fact(AccessRole, body)
    assert [selector.labels for selector in found.aggregates] == [{"into": "sum"}, {}]


@pytest.mark.parametrize("rule", ["{{ x }}", {"clusterRoleSelectors": "{{ x }}"}, ["a"]])
def test_an_unread_aggregation_is_no_empty_one(rule: Any) -> None:
    (selector,) = fact(AccessRole, role([], "ClusterRole", aggregationRule=rule)).aggregates
    assert isinstance(selector.labels[""], Unknown)


@pytest.mark.parametrize(
    ("metadata", "live", "expected"),
    [
        ({"labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, False, True),
        ({"labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, True, True),
        ({"labels": {"addonmanager.kubernetes.io/mode": "Reconcile"}}, True, True),
        ({"labels": {"addonmanager.kubernetes.io/mode": "EnsureExists"}}, True, False),
        ({"name": "system:node"}, True, True),
        ({"name": "eks:node-manager"}, True, True),
        ({"name": "system:own"}, False, False),
        ({"name": "systematic"}, True, False),
        ({"labels": "{{ x }}"}, True, False),
        ({}, True, False),
    ],
)
def test_what_the_cluster_keeps_is_told_apart(
    metadata: dict[str, Any], live: bool, expected: bool
) -> None:
    assert fact(AccessRole, role([], metadata=metadata), live=live).provided is expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ({"kind": "User", "name": "jo"}, AccessSubject(form="User", name="jo")),
        ({"kind": "Group", "name": "devs"}, AccessSubject(form="Group", name="devs")),
        (
            {"kind": "ServiceAccount", "name": "ci", "namespace": "builds"},
            AccessSubject(form="ServiceAccount", name="ci", namespace="builds"),
        ),
        (
            {"kind": "ServiceAccount", "name": "ci"},
            AccessSubject(form="ServiceAccount", name="ci", namespace="shop"),
        ),
        (
            {"kind": "User", "name": "jo", "namespace": "ignored"},
            AccessSubject(form="User", name="jo"),
        ),
    ],
)
def test_a_subject_is_read(subject: dict[str, Any], expected: AccessSubject) -> None:
    found = fact(AccessBinding, binding([subject]))
    assert found.subjects == (expected,)
    assert (found.role_kind, found.role, found.namespace) == ("ClusterRole", "view", "shop")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("system", "shop-system"),
        ("default", "shop-system"),
        ("builds", "builds"),
        (None, "shop-system"),
    ],
)
def test_an_account_follows_its_kustomization(written: str | None, expected: str) -> None:
    subject = {"kind": "ServiceAccount", "name": "ci", "namespace": written}
    obj = Object(binding([subject]), scope="estate", namespace="shop-system")
    (found,) = (item for item in translate(obj, CONTEXT) if isinstance(item, AccessBinding))
    assert isinstance(found.subjects, tuple)
    assert found.subjects[0].namespace == expected


def test_an_account_of_a_namespace_called_system_stays_there() -> None:
    subject = {"kind": "ServiceAccount", "name": "ci", "namespace": "system"}
    assert fact(AccessBinding, binding([subject])).subjects[0].namespace == "system"


def test_a_cluster_role_binding_has_no_namespace() -> None:
    found = fact(
        AccessBinding, binding([{"kind": "ServiceAccount", "name": "ci"}], "ClusterRoleBinding")
    )
    assert found.namespace == ""
    assert found.subjects[0].namespace == ""


@pytest.mark.parametrize(
    "subject",
    [
        {"kind": "User"},
        {"kind": "User", "name": ""},
        {"kind": "User", "name": "{{ x }}"},
        {"kind": "User", "name": ["jo"]},
        {"kind": "ServiceAccount", "name": "ci", "namespace": "${NS}"},
    ],
)
def test_a_subject_without_a_readable_name_is_unknown(subject: dict[str, Any]) -> None:
    (found,) = fact(AccessBinding, binding([subject])).subjects
    assert isinstance(found.name, Unknown)


@pytest.mark.parametrize("kind", [None, "Robot", "user", "{{ x }}", 3])
def test_a_subject_of_another_kind_is_unknown(kind: Any) -> None:
    (found,) = fact(AccessBinding, binding([{"kind": kind, "name": "jo"}])).subjects
    assert isinstance(found.form, Unknown)


@pytest.mark.parametrize("subjects", ["{{ x }}", {"kind": "User"}, [None], ["jo"], 3])
def test_subjects_of_another_form_are_unknown(subjects: Any) -> None:
    assert isinstance(fact(AccessBinding, binding(subjects)).subjects, Unknown)


def test_no_subjects_are_none() -> None:
    assert fact(AccessBinding, binding(None)).subjects == ()


@pytest.mark.parametrize("reference", [None, "view", {}, {"kind": "Group", "name": "{{ x }}"}])
def test_a_role_that_cannot_be_read_is_unknown(reference: Any) -> None:
    found = fact(AccessBinding, binding([], roleRef=reference))
    assert isinstance(found.role, Unknown)
    assert isinstance(found.role_kind, Unknown)


@pytest.mark.parametrize(
    ("annotations", "cloud", "identity"),
    [
        ({"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/a"}, "aws", "arn:aws:iam::1:role/a"),
        ({"iam.gke.io/gcp-service-account": "a@p.iam"}, "google", "a@p.iam"),
        ({"azure.workload.identity/client-id": "0f"}, "azure", "0f"),
        ({"eks.amazonaws.com/role-arn": ""}, "", ""),
        ({"eks.amazonaws.com/audience": "x"}, "", ""),
        (None, "", ""),
    ],
)
def test_an_account_may_act_as_somebody_of_a_cloud(
    annotations: Any, cloud: str, identity: str
) -> None:
    body = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"annotations": annotations}}
    found = fact(ServiceAccount, body)
    assert (found.cloud, found.cloud_identity) == (cloud, identity)


@pytest.mark.parametrize(
    ("written", "expected"),
    [(None, None), (True, True), (False, False), ("false", False)],
)
def test_whether_an_account_hands_out_tokens(written: Any, expected: bool | None) -> None:
    body = {"apiVersion": "v1", "kind": "ServiceAccount", "automountServiceAccountToken": written}
    assert fact(ServiceAccount, body).automount is expected


@pytest.mark.parametrize("written", ["{{ x }}", "perhaps", 3, []])
def test_an_unread_switch_is_unknown(written: Any) -> None:
    body = {"apiVersion": "v1", "kind": "ServiceAccount", "automountServiceAccountToken": written}
    assert isinstance(fact(ServiceAccount, body).automount, Unknown)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("{{ x }}"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["kind", "name", "namespace", "verbs", "apiGroups", "resources", "matchLabels"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]),
    parts=st.dictionaries(
        st.sampled_from(["metadata", "rules", "aggregationRule", "roleRef", "subjects"]), ANYTHING
    ),
)
def test_no_form_of_an_object_breaks_its_reading(kind: str, parts: dict[str, Any]) -> None:
    body = {"apiVersion": API, "kind": kind, **parts}
    found = [*translate(Object(body, scope="estate"), CONTEXT)]
    assert any(isinstance(item, AccessRole | AccessBinding) for item in found)
    assert msgspec.json.encode(found)


@settings(max_examples=100, deadline=None)
@given(
    parts=st.dictionaries(
        st.sampled_from(["metadata", "secrets", "automountServiceAccountToken"]), ANYTHING
    )
)
def test_no_form_of_an_account_breaks_its_reading(parts: dict[str, Any]) -> None:
    body = {"apiVersion": "v1", "kind": "ServiceAccount", **parts}
    assert isinstance(fact(ServiceAccount, body), ServiceAccount)
