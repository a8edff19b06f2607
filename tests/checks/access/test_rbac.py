"""Who may do what by RBAC: decisions reasoned by hand from the documentation, then the joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from auditor.facts import AccessBinding, AccessRole, AccessRule, Unknown
from auditor.rbac import powers
from auditor.rbac.estate import Estate, Grant, Identity, groups_of
from auditor.rbac.routes import Routes, may_climb
from auditor.rbac.rules import Request, allows, describe, everything
from auditor.rbac.scopes import CLUSTER_WIDE
from auditor_objects.kinds import kinds
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate

RBAC = "rbac.authorization.k8s.io"
HOLE = Unknown("a template")


def rule(
    verbs: str, resources: str = "", groups: str = "core", names: str = "", urls: str = ""
) -> AccessRule:
    """Words parted by spaces; ``core`` is the group without a name, ``?`` an unread word."""

    def words(text: str) -> tuple[str | Unknown, ...]:
        known = {"core": "", "?": HOLE}
        return tuple(known.get(word, word) for word in text.split())

    return AccessRule(
        verbs=words(verbs),
        resources=words(resources),
        groups=words(groups) if resources else (),
        names=words(names),
        urls=words(urls),
    )


def asks(text: str, name: str = "") -> Request:
    """``get secrets``, ``create deployments.apps``, ``get /metrics``."""
    verb, what = text.split()
    if what.startswith("/"):
        return Request(verb=verb, url=what)
    whole, slash, subresource = what.partition("/")
    plural, _, group = whole.partition(".")
    return Request(verb=verb, resource=f"{plural}{slash}{subresource}", group=group, name=name)


DECISIONS: tuple[tuple[AccessRule, Request, object], ...] = (
    # verbs
    (rule("get", "secrets"), asks("get secrets"), True),
    (rule("get", "secrets"), asks("list secrets"), False),
    (rule("get list", "secrets"), asks("list secrets"), True),
    (rule("*", "secrets"), asks("deletecollection secrets"), True),
    (rule("*", "secrets"), asks("escalate secrets"), True),
    (rule("GET", "secrets"), asks("get secrets"), False),
    (rule("create", "pods"), asks("update pods"), False),
    (rule("get*", "secrets"), asks("get secrets"), False),
    (rule("", "secrets"), asks("get secrets"), False),
    # groups
    (rule("get", "secrets", "apps"), asks("get secrets"), False),
    (rule("get", "secrets", "*"), asks("get secrets"), True),
    (rule("get", "deployments"), asks("get deployments.apps"), False),
    (rule("get", "deployments", "apps"), asks("get deployments.apps"), True),
    (rule("get", "deployments", "core apps"), asks("get deployments.apps"), True),
    (rule("get", "ingresses", "extensions"), asks("get ingresses.networking.k8s.io"), False),
    (rule("get", "roles", "*.k8s.io"), asks(f"get roles.{RBAC}"), False),
    # resources and their sub-resources
    (rule("get", "*"), asks("get secrets"), True),
    (rule("get", "*"), asks("get pods/log"), True),
    (rule("create", "*"), asks("create pods/exec"), True),
    (rule("create", "pods"), asks("create pods/exec"), False),
    (rule("create", "pods/exec"), asks("create pods/exec"), True),
    (rule("create", "pods/exec"), asks("create pods"), False),
    (rule("create", "pods/*"), asks("create pods/exec"), False),
    (rule("create", "pods/*"), asks("create pods"), False),
    (rule("create", "*/exec"), asks("create pods/exec"), True),
    (rule("create", "*/exec"), asks("create pods/attach"), False),
    (rule("update", "*/scale", "*"), asks("update deployments.apps/scale"), True),
    (rule("update", "*/scale", "core"), asks("update deployments.apps/scale"), False),
    (rule("get", "*/*"), asks("get pods/log"), False),
    (rule("get", "secret"), asks("get secrets"), False),
    (rule("get", "Secrets"), asks("get secrets"), False),
    (rule("get", "nodes"), asks("get nodes/proxy"), False),
    (rule("get", "nodes/proxy"), asks("get nodes/proxy"), True),
    # names
    (rule("get", "secrets", names="a"), asks("get secrets", "a"), True),
    (rule("get", "secrets", names="a"), asks("get secrets", "b"), False),
    (rule("get", "secrets", names="a"), asks("get secrets"), False),
    (rule("get", "secrets"), asks("get secrets", "a"), True),
    (rule("get", "secrets", names="*"), asks("get secrets", "a"), False),
    (rule("list", "secrets", names="a"), asks("list secrets"), False),
    (rule("list", "secrets", names="a"), asks("list secrets", "a"), True),
    (rule("watch", "secrets", names="a"), asks("watch secrets", "a"), True),
    (rule("create", "secrets", names="a"), asks("create secrets", "a"), False),
    (rule("*", "secrets", names="a"), asks("create secrets", "a"), False),
    (rule("create", "pods/exec", names="a"), asks("create pods/exec", "a"), True),
    (rule("create", "pods/exec", names="a"), asks("create pods/exec"), False),
    (
        rule("create", "serviceaccounts/token", names="a"),
        asks("create serviceaccounts/token", "a"),
        True,
    ),
    (rule("delete", "pods", names="a b"), asks("delete pods", "b"), True),
    (
        rule("bind", "clusterroles", RBAC, names="view"),
        asks(f"bind clusterroles.{RBAC}", "view"),
        True,
    ),
    (
        rule("bind", "clusterroles", RBAC, names="view"),
        asks(f"bind clusterroles.{RBAC}", "admin"),
        False,
    ),
    # paths that are no resources
    (rule("get", urls="/metrics"), asks("get /metrics"), True),
    (rule("get", urls="/metrics"), asks("get /metrics/cadvisor"), False),
    (rule("get", urls="/metrics/*"), asks("get /metrics/cadvisor"), True),
    (rule("get", urls="/metrics/*"), asks("get /metrics"), False),
    (rule("get", urls="*"), asks("get /logs"), True),
    (rule("post", urls="/metrics"), asks("get /metrics"), False),
    (rule("get", urls="/*/metrics"), asks("get /a/metrics"), False),
    (rule("*", "*", "*"), asks("get /metrics"), False),
    (rule("*", urls="*"), asks("get secrets"), False),
    # words that were not read
    (rule("?", "secrets"), asks("get secrets"), HOLE),
    (rule("? get", "secrets"), asks("get secrets"), True),
    (rule("?", "pods"), asks("get secrets"), False),
    (rule("get", "?"), asks("get secrets"), HOLE),
    (rule("get", "secrets", "?"), asks("get secrets"), HOLE),
    (rule("get", "secrets", names="?"), asks("get secrets", "a"), HOLE),
    (rule("get", "secrets", names="?"), asks("get secrets"), False),
    (rule("get", "secrets", names="? a"), asks("get secrets", "a"), True),
    (rule("get", urls="?"), asks("get /metrics"), HOLE),
)


@pytest.mark.parametrize("case", DECISIONS, ids=range(len(DECISIONS)))
def test_a_rule_allows_what_the_authorizer_would(case: tuple[AccessRule, Request, object]) -> None:
    given, request, expected = case
    assert allows(given, request) == expected, describe(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule("*", "*", "*"), True),
        (rule("* get", "* pods", "* core"), True),
        (rule("*", "*", "core"), False),
        (rule("get", "*", "*"), False),
        (rule("*", "pods", "*"), False),
        (rule("*", "*", "*", names="a"), False),
        (rule("*", urls="*"), False),
        (rule("?", "*", "*"), HOLE),
        (rule("?", "pods", "*"), False),
    ],
)
def test_everything_is_every_verb_on_every_resource(given: AccessRule, expected: object) -> None:
    assert everything(given) == expected


@pytest.mark.parametrize(
    ("power", "given", "expected"),
    [
        (powers.SECRETS, rule("watch", "secrets"), True),
        (powers.SECRETS, rule("get", "secrets", names="a"), False),
        (powers.SECRETS, rule("create", "secrets"), False),
        (powers.SECRETS, rule("get", "secrets", "example.org"), False),
        (powers.EXEC, rule("get", "pods/exec"), True),
        (powers.EXEC, rule("get", "*"), False),
        (powers.EXEC, rule("*", "*"), True),
        (powers.ESCALATE, rule("bind", "clusterroles", RBAC, names="cluster-admin"), True),
        (powers.ESCALATE, rule("bind", "clusterroles", RBAC, names="view"), False),
        (powers.ESCALATE, rule("bind", "clusterroles", RBAC, names="? view"), HOLE),
        (powers.ESCALATE, rule("create", "rolebindings", RBAC), False),
        (powers.IMPERSONATE, rule("impersonate", "users"), True),
        (powers.IMPERSONATE, rule("impersonate", "serviceaccounts", names="ci"), False),
        (powers.PODS, rule("create", "pods", names="a"), False),
        (powers.WORKLOADS, rule("create", "jobs", "batch"), True),
        (powers.WORKLOADS, rule("create", "jobs", "apps"), False),
        (powers.WORKLOADS, rule("patch", "deployments", "apps"), True),
        (powers.WORKLOADS, rule("patch", "deployments", "apps", names="a"), False),
        (powers.WORKLOADS, rule("update", "deployments/scale", "apps"), False),
        (powers.WORKLOADS, rule("update", "cronjobs", "batch"), True),
        (powers.WORKLOADS, rule("update", "jobs", "batch"), False),
        (powers.POD_IMAGES, rule("patch", "pods"), True),
        (powers.POD_IMAGES, rule("patch", "pods/status"), False),
        (powers.NODE_PROXY, rule("get", "*/proxy"), True),
        (powers.TOKENS, rule("?", "serviceaccounts/token"), HOLE),
    ],
)
def test_a_power_is_held_over_objects_of_any_name(
    power: powers.Power, given: AccessRule, expected: object
) -> None:
    assert power.held_by(given) == expected


@pytest.mark.parametrize(
    ("power", "given", "expected"),
    [
        (powers.SECRETS, rule("*", "*", "*"), True),
        (powers.NODE_PROXY, rule("*", "*", "*"), False),
        (powers.SIGNING, rule("*", "*", "*"), False),
        (powers.WEBHOOKS, rule("*", "*", "*"), False),
        (powers.IMPERSONATE, rule("impersonate", "users groups"), False),
        (powers.IMPERSONATE, rule("impersonate", "serviceaccounts"), True),
        (powers.ESCALATE, rule("bind", "clusterroles", RBAC), True),
        (powers.ESCALATE, rule("escalate", "clusterroles", RBAC), False),
        (powers.ESCALATE, rule("escalate", "roles", RBAC), True),
        (powers.ROLES, rule("create", "clusterrolebindings", RBAC), False),
        (powers.ROLES, rule("create", "rolebindings", RBAC), True),
    ],
)
def test_in_a_namespace_a_power_is_over_what_lies_in_it(
    power: powers.Power, given: AccessRule, expected: bool
) -> None:
    assert powers.within(power).held_by(given) is expected


def test_what_lies_in_no_namespace_is_the_same_for_objects_and_for_access() -> None:
    """Manifests are placed by one table, rights by the other."""
    outside = {(kind.group, kind.plural) for kind in kinds().values() if not kind.namespaced}
    inside = {(kind.group, kind.plural) for kind in kinds().values() if kind.namespaced}
    assert outside <= CLUSTER_WIDE
    assert not inside & CLUSTER_WIDE


def test_a_right_that_a_namespace_does_not_give_is_no_way_up() -> None:
    found = estate(
        role(
            "ClusterRole",
            "wide",
            on("escalate", "clusterroles", RBAC),
            on("create", "clusterrolebindings", RBAC),
        ),
        bound("shop/b", "ClusterRole/wide", "User jo"),
        bound("root", "ClusterRole/cluster-admin", "ServiceAccount shop/root"),
    )
    local, _ = found.grants
    assert list(Routes(found).of(local)) == []
    assert may_climb(local) is False


def facts(
    objects: Sequence[dict[str, Any]], live: bool = False
) -> tuple[list[AccessRole], list[AccessBinding]]:
    context = Context(marker=str.upper)
    found = [
        fact
        for body in objects
        for fact in translate(Object(body, scope="estate", live=live), context)
    ]
    roles = [fact for fact in found if isinstance(fact, AccessRole)]
    return roles, [fact for fact in found if isinstance(fact, AccessBinding)]


def estate(*objects: dict[str, Any], live: bool = False) -> Estate:
    return Estate(*facts(objects, live))


def role(kind: str, name: str, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    namespace, _, bare = name.rpartition("/")
    metadata = {"name": bare, "namespace": namespace} if namespace else {"name": bare}
    metadata["labels"] = more.pop("labels", {})
    version = f"{RBAC}/v1"
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "rules": [*rules], **more}


def bound(name: str, role_name: str, *subjects: str) -> dict[str, Any]:
    """``shop/devs`` is a RoleBinding, ``devs`` a ClusterRoleBinding; the role is
    ``ClusterRole/edit``; subjects are ``User jo`` or ``ServiceAccount shop/ci``."""
    namespace, _, bare = name.rpartition("/")
    kind, _, of_role = role_name.partition("/")
    named = []
    for text in subjects:
        form, _, who = text.partition(" ")
        place, _, account = who.rpartition("/")
        named.append({"kind": form, "name": account, **({"namespace": place} if place else {})})
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": "RoleBinding" if namespace else "ClusterRoleBinding",
        "metadata": {"name": bare, "namespace": namespace} if namespace else {"name": bare},
        "roleRef": {"kind": kind, "name": of_role},
        "subjects": named,
    }


def on(verbs: str, resources: str, group: str = "") -> dict[str, Any]:
    return {"verbs": verbs.split(), "resources": resources.split(), "apiGroups": [group]}


READS = on("get", "secrets")
PIECES = {"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"into": "sum"}}]}}
JO = Identity("User", "jo")


def may(found: Estate, who: Identity, text: str, namespace: str = "") -> bool:
    return any(grant.allows(asks(text), namespace) is True for _, grant in found.of(who))


@pytest.mark.parametrize(("namespace", "expected"), [("shop", True), ("other", False), ("", False)])
def test_a_role_binding_gives_a_cluster_role_in_its_namespace(
    namespace: str, expected: bool
) -> None:
    found = estate(role("ClusterRole", "r", READS), bound("shop/b", "ClusterRole/r", "User jo"))
    assert may(found, JO, "get secrets", namespace) is expected


@pytest.mark.parametrize("namespace", ["shop", "other", ""])
def test_a_cluster_role_binding_gives_it_everywhere(namespace: str) -> None:
    found = estate(role("ClusterRole", "r", READS), bound("b", "ClusterRole/r", "User jo"))
    assert may(found, JO, "get secrets", namespace)


def test_paths_are_given_by_cluster_role_bindings_only() -> None:
    pages = {"verbs": ["get"], "nonResourceURLs": ["/metrics"]}
    found = estate(
        role("ClusterRole", "r", pages),
        bound("shop/b", "ClusterRole/r", "User jo"),
        bound("c", "ClusterRole/r", "User flo"),
    )
    assert not may(found, JO, "get /metrics")
    assert may(found, Identity("User", "flo"), "get /metrics")


def test_roles_of_one_name_in_two_namespaces_are_two() -> None:
    found = estate(
        role("Role", "shop/r", READS),
        role("Role", "other/r", on("get", "pods")),
        bound("other/b", "Role/r", "User jo"),
    )
    assert may(found, JO, "get pods", "other")
    assert not may(found, JO, "get secrets", "other")


def test_a_binding_to_a_role_that_is_not_there_gives_nothing() -> None:
    found = estate(bound("shop/b", "Role/gone", "User jo"))
    assert [found.grant(binding) for binding in found.bindings] == [None]
    assert not found.holdings


def test_a_role_of_another_kind_is_not_taken() -> None:
    found = estate(role("ClusterRole", "r", READS), bound("shop/b", "Role/r", "User jo"))
    assert [found.grant(binding) for binding in found.bindings] == [None]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("cluster-admin", "escalate clusterroles.rbac.authorization.k8s.io", True),
        ("admin", "create rolebindings.rbac.authorization.k8s.io", True),
        ("admin", "escalate roles.rbac.authorization.k8s.io", False),
        ("edit", "get secrets", True),
        ("edit", "create pods/exec", True),
        ("edit", "create rolebindings.rbac.authorization.k8s.io", False),
        ("view", "list deployments.apps", True),
        ("view", "get secrets", False),
    ],
)
def test_roles_that_every_cluster_has_are_known(name: str, text: str, expected: bool) -> None:
    found = estate(bound("b", f"ClusterRole/{name}", "User jo"))
    assert may(found, JO, text, "shop") is expected


def test_what_is_read_goes_before_what_is_known() -> None:
    found = estate(role("ClusterRole", "edit"), bound("b", "ClusterRole/edit", "User jo"))
    assert not may(found, JO, "get secrets", "shop")


def test_roles_are_gathered_by_their_labels() -> None:
    found = estate(
        role("ClusterRole", "sum", **PIECES),
        role("ClusterRole", "piece", READS, labels={"into": "sum"}),
        role("ClusterRole", "other", on("get", "pods"), labels={"into": "else"}),
        role("Role", "shop/near", on("get", "nodes"), labels={"into": "sum"}),
        bound("b", "ClusterRole/sum", "User jo"),
    )
    assert may(found, JO, "get secrets")
    assert not may(found, JO, "get pods")
    assert not may(found, JO, "get nodes")


def test_what_a_manifest_writes_into_a_gathering_role_is_overwritten() -> None:
    found = estate(
        role("ClusterRole", "sum", READS, **PIECES), bound("b", "ClusterRole/sum", "User jo")
    )
    assert not may(found, JO, "get secrets")


def test_gathering_goes_on_through_roles_that_gather_and_ends_in_circles() -> None:
    selector = {"clusterRoleSelectors": [{"matchLabels": {"into": "inner"}}]}
    found = estate(
        role("ClusterRole", "sum", labels={"into": "inner"}, **PIECES),
        role("ClusterRole", "inner", labels={"into": "sum"}, aggregationRule=selector),
        role("ClusterRole", "piece", READS, labels={"into": "inner"}),
        bound("b", "ClusterRole/sum", "User jo"),
    )
    assert may(found, JO, "get secrets")


def test_roles_of_manifests_add_to_those_that_clusters_bring() -> None:
    found = estate(
        role("ClusterRole", "more", READS, labels={f"{RBAC}/aggregate-to-view": "true"}),
        bound("v", "ClusterRole/view", "User jo"),
        bound("a", "ClusterRole/admin", "User flo"),
    )
    assert may(found, JO, "get secrets")
    assert may(found, Identity("User", "flo"), "get secrets")


@pytest.mark.parametrize("live", [False, True])
def test_the_path_leads_from_the_holder_to_the_gathered_rule(live: bool) -> None:
    found = estate(
        role("ClusterRole", "sum", *([READS] if live else []), **PIECES),
        role("ClusterRole", "piece", READS, labels={"into": "sum"}),
        bound("shop/devs", "ClusterRole/sum", "ServiceAccount shop/ci"),
        live=live,
    )
    [(who, grant)] = found.of(Identity("ServiceAccount", "ci", "shop"))
    [(answer, by)] = grant.matches(asks("get secrets"), "shop")
    assert answer is True
    assert grant.path(who, by) == (
        "ServiceAccount shop/ci ← RoleBinding shop/devs ← ClusterRole sum ← aggregated piece"
    )


@pytest.mark.parametrize(
    ("subject", "who", "expected"),
    [
        ("Group system:serviceaccounts", Identity("ServiceAccount", "ci", "shop"), True),
        ("Group system:serviceaccounts:shop", Identity("ServiceAccount", "ci", "shop"), True),
        ("Group system:serviceaccounts:shop", Identity("ServiceAccount", "ci", "web"), False),
        ("Group system:authenticated", Identity("ServiceAccount", "ci", "shop"), True),
        ("Group system:authenticated", JO, True),
        ("Group system:authenticated", Identity("User", "system:anonymous"), False),
        ("Group system:unauthenticated", Identity("User", "system:anonymous"), True),
        ("User system:serviceaccount:shop:ci", Identity("ServiceAccount", "ci", "shop"), True),
        ("ServiceAccount shop/ci", Identity("ServiceAccount", "ci", "web"), False),
        ("Group devs", JO, False),
        ("User jo", JO, True),
    ],
)
def test_subjects_are_also_those_in_groups_that_the_server_knows(
    subject: str, who: Identity, expected: bool
) -> None:
    found = estate(role("ClusterRole", "r", READS), bound("b", "ClusterRole/r", subject))
    assert may(found, who, "get secrets") is expected


def test_a_service_account_without_a_namespace_is_that_of_the_binding() -> None:
    found = estate(role("Role", "shop/r", READS), bound("shop/b", "Role/r", "ServiceAccount ci"))
    assert list(found.holdings) == [Identity("ServiceAccount", "ci", "shop")]


def test_nobody_is_in_groups_that_others_keep() -> None:
    assert groups_of(Identity("Group", "devs")) == ()


def test_an_unread_role_is_no_answer_and_says_whom_it_concerns() -> None:
    template = {**role("ClusterRole", "r"), "rules": "{{ .Values.rules }}"}
    found = estate(template, bound("b", "ClusterRole/r", "User jo"))
    grant = found.grant(found.bindings[0])
    assert isinstance(grant, Unknown)
    assert found.unresolved == grant
    assert found.may_administer(JO) == grant
    assert found.may_administer(Identity("User", "flo")) is None


def test_subjects_that_were_not_read_may_be_anybody() -> None:
    unread = {**bound("b", "ClusterRole/cluster-admin"), "subjects": "{{ .Values.admins }}"}
    harmless = {**bound("c", "ClusterRole/view"), "subjects": "{{ .Values.readers }}"}
    assert estate(unread).may_administer(JO) is not None
    assert estate(harmless).may_administer(JO) is None
    assert estate(harmless).unresolved is not None


ROOT = bound("root", "ClusterRole/cluster-admin", "ServiceAccount ops/root")


def ways(*objects: dict[str, Any], binding: str = "b") -> list[str]:
    found = estate(ROOT, *objects)
    [grant] = [grant for grant in found.grants if grant.binding.name == binding]
    assert isinstance(grant, Grant)
    return [route.step for route in Routes(found).of(grant)]


@pytest.mark.parametrize(
    ("rules", "place", "expected"),
    [
        ([on("create", "pods")], "ops/", "creates pods in ops"),
        ([on("create", "pods")], "shop/", ""),
        ([on("create", "pods")], "", "creates pods in ops"),
        ([on("create", "jobs", "batch")], "ops/", "creates or changes workloads in ops"),
        ([on("patch", "daemonsets", "apps")], "ops/", "creates or changes workloads in ops"),
        ([on("get list", "pods secrets")], "ops/", ""),
        ([on("get create", "secrets")], "ops/", "creates and reads secrets in ops"),
        (
            [on("create", "serviceaccounts/token")],
            "ops/",
            "makes tokens of service accounts in ops",
        ),
        ([on("impersonate", "serviceaccounts")], "ops/", "may act as ServiceAccount ops/root"),
        (
            [{**on("impersonate", "serviceaccounts"), "resourceNames": ["root"]}],
            "ops/",
            "may act as ServiceAccount ops/root",
        ),
        ([{**on("impersonate", "serviceaccounts"), "resourceNames": ["web"]}], "ops/", ""),
        ([on("impersonate", "users")], "", ""),
        ([on("impersonate", "users groups")], "", "may act as a member of system:masters"),
        ([on("bind", "clusterroles", RBAC)], "", ""),
        (
            [on("bind", "clusterroles", RBAC), on("create", "clusterrolebindings", RBAC)],
            "",
            "may bind any ClusterRole",
        ),
        ([on("escalate update", "clusterroles", RBAC)], "", "may escalate any ClusterRole"),
        ([on("escalate update bind create", "roles rolebindings", RBAC)], "shop/", ""),
        (
            [on("bind create", "roles rolebindings", RBAC)],
            "ops/",
            "hands out more rights than it has in ops",
        ),
        ([on("create", "pods/exec")], "ops/", ""),
        ([on("get", "nodes/proxy")], "", ""),
        ([on("update", "certificatesigningrequests/approval", "certificates.k8s.io")], "", ""),
    ],
)
def test_ways_up_are_found_where_they_lead(
    rules: list[dict[str, Any]], place: str, expected: str
) -> None:
    kind = "Role" if place else "ClusterRole"
    found = ways(role(kind, f"{place}r", *rules), bound(f"{place}b", f"{kind}/r", "User jo"))
    assert bool(found) is bool(expected), found
    assert not expected or found[0].startswith(expected), found


def test_rights_of_several_bindings_add_up() -> None:
    found = ways(
        role("ClusterRole", "binds", on("bind", "clusterroles", RBAC)),
        role("ClusterRole", "creates", on("create", "clusterrolebindings", RBAC)),
        bound("b", "ClusterRole/binds", "User jo"),
        bound("c", "ClusterRole/creates", "User jo"),
    )
    assert found == ["may bind any ClusterRole and create clusterrolebindings"]


def test_a_way_up_may_have_several_steps() -> None:
    found = ways(
        role("Role", "ops/r", on("create", "pods")),
        bound("ops/first", "Role/r", "ServiceAccount builds/ci"),
        role("Role", "builds/r", on("create", "pods")),
        bound("builds/b", "Role/r", "User jo"),
    )
    assert found == [
        "creates pods in builds, where ServiceAccount builds/ci in turn creates pods in ops, "
        "where ServiceAccount ops/root is administrator by ClusterRole cluster-admin"
    ]


def test_an_account_does_not_climb_by_itself() -> None:
    found = ways(
        role("Role", "ops/r", on("create", "pods")),
        bound("ops/b", "Role/r", "ServiceAccount ops/root"),
    )
    assert found == []
