"""Live clusters: three answers that differ, several contexts, lists that break, time and scope."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor.collecting import Reason, Scene, Target
from auditor.errors import ConfigError
from auditor.facts import Listing, Namespace, NetworkPolicy, Unknown
from auditor_kubernetes.collector import ClusterCollector
from auditor_kubernetes.testing import Kind, Server, write_kubeconfig
from auditor_kubernetes.testing.fixtures import read
from tests.conftest import Auditor as Command
from tests.conftest import Ran
from tests.kubernetes.estate import EXPIRED_FOR_CERTAIN, Auditor, estate, issue
from tests.kubernetes.standin import Serve, named

POLICIES = "networkpolicies.networking.k8s.io"
GATEWAYS = "gateways.gateway.networking.k8s.io"
TWO = [named("Namespace", "one"), named("Namespace", "two")]


def scan(auditor: Command, kubeconfig: Path, *words: str, **env: str) -> Ran:
    return auditor("scan", *words, "-o", "json", KUBECONFIG=str(kubeconfig), **env)


def complete(audit: Any) -> Mapping[str, bool | Unknown]:
    return {address: fact.complete for address, fact in audit.of(Listing).items()}


def test_absent_empty_and_denied_are_three_answers(serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    server.fault(POLICIES, "denied")
    audit = Auditor(server, tmp_path).audit()
    listed = complete(audit)
    counts = {item.source: item for item in audit.populations}
    assert listed[GATEWAYS] is True
    assert listed["pods"] is True
    whole = {name: item.namespaces for name, item in audit.of(Listing).items()}
    assert (whole[GATEWAYS], whole["pods"], whole[POLICIES]) == (("*",), ("*",), ())
    assert counts["pods"].listed == 0
    assert isinstance(listed[POLICIES], Unknown)
    (gap,) = audit.gaps
    assert (gap.reason, gap.address) == (Reason.DENIED, f"list {POLICIES}")
    assert "resources: [networkpolicies], verbs: [list]" in gap.detail
    assert counts["resources"].errored == 1
    assert counts["resources"].excluded["the cluster has no such API"] > 0


def test_a_refused_list_proves_nothing(serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    check = "exposure.no_default_deny"
    found = Auditor(server, tmp_path).audit().findings
    assert {item.verdict for item in found if item.check == check} == {"fail"}
    server.fault(POLICIES, "denied")
    found = Auditor(server, tmp_path).audit().findings
    assert {item.verdict for item in found if item.check == check} == {"unknown"}


def test_exit_codes(auditor: Command, serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    kubeconfig = server.kubeconfig(tmp_path / "kubeconfig")
    assert scan(auditor, kubeconfig, "k8s:", "--exit-zero").code == 0
    assert scan(auditor, kubeconfig, "k8s:stand-in", "--fail-on", "critical").code == 0
    server.fault(POLICIES, "denied")
    ran = scan(auditor, kubeconfig, "k8s:", "--fail-on", "critical")
    assert ran.code == 3
    assert "networkpolicies" in ran.text
    server.faults.clear()
    ran = scan(auditor, kubeconfig, "k8s:nowhere")
    assert ran.code == 2
    (line,) = [line for line in ran.err.splitlines() if "nowhere" in line]
    assert "no context 'nowhere': known: stand-in" in line
    ran = scan(auditor, tmp_path / "absent", "k8s:")
    assert ran.code == 2
    assert "there is no kubeconfig" in ran.text


def test_several_contexts_in_one_run(auditor: Command, serve: Serve, tmp_path: Path) -> None:
    entries = {name: serve([named("Namespace", name)]).entry() for name in ("east", "west", "lab")}
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", entries)
    for words, wanted in (
        (("k8s:east", "k8s:lab"), {"east", "lab"}),
        (("k8s:*st",), {"east", "west"}),
        (("k8s:*",), {"east", "west", "lab"}),
        (("k8s:",), {"east"}),
    ):
        ran = scan(auditor, kubeconfig, *words, "--exit-zero")
        judged = {item["resource"] for item in ran.document["findings"]}
        assert judged - {"/version", "cluster"} == {f"Namespace/{name}" for name in wanted}
        assert ran.document["gaps"] == []


def test_a_cluster_that_is_away_does_not_keep_others_from_being_read(
    auditor: Command, serve: Serve, tmp_path: Path
) -> None:
    here = serve(TWO)
    away = Server()
    away.start()
    away.close()
    entries = {"here": here.entry(), "away": away.entry()}
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", entries)
    began = time.monotonic()
    ran = scan(auditor, kubeconfig, "k8s:*", "--fail-on", "critical")
    assert time.monotonic() - began < 15
    assert ran.code == 3
    judged = {item["resource"] for item in ran.document["findings"]}
    assert judged == {"/version", "cluster", "Namespace/one", "Namespace/two"}
    (gap,) = ran.document["gaps"]
    assert (gap["scope"], gap["reason"]) == ("away", "unreachable")
    assert "ConnectionRefusedError" in gap["detail"]


def test_credentials_that_run_out_on_the_way(serve: Serve, tmp_path: Path) -> None:
    server = serve(estate())
    auditor = Auditor(server, tmp_path)
    units = auditor.plan()
    first, *rest = units
    auditor.collect(first)
    server.fault("*", "unauthorized")
    gaps = auditor.audit(rest).gaps
    assert {gap.reason for gap in gaps} == {Reason.EXPIRED}
    assert all("renew" in gap.detail for gap in gaps)


def test_a_run_whose_credentials_ran_out_goes_on_with_new_ones(
    auditor: Command, serve: Serve, tmp_path: Path
) -> None:
    server = serve(TWO)
    kubeconfig = server.kubeconfig(tmp_path / "kubeconfig")
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    whole = scan(auditor, kubeconfig, "k8s:", "--exit-zero", **env)
    number = len(server.requests)
    lists = sum(call.verb == "list" for call in server.requests)
    server.fault("*", "unauthorized", after=number - lists // 2)
    broken = scan(auditor, kubeconfig, "k8s:", "--fail-on", "critical", **env)
    assert broken.code == 3
    assert {gap["reason"] for gap in broken.document["gaps"]} == {"expired"}
    server.faults.clear()
    server.forget()
    mended = scan(auditor, kubeconfig, "k8s:", "--exit-zero", "--resume", **env)
    assert mended.document["gaps"] == []
    assert verdicts(mended) == verdicts(whole)
    assert len(server.requests) < number


def verdicts(ran: Ran) -> set[tuple[str, str, str]]:
    findings = ran.document["findings"]
    return {(item["check"], item["resource"], item["verdict"]) for item in findings}


def test_credentials_that_were_never_good(serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    server.fault("*", "unauthorized")
    (gap,) = Auditor(server, tmp_path).audit().gaps
    assert gap.reason is Reason.DENIED
    assert "sign in" in gap.detail


def test_a_busy_cluster_is_asked_again_when_it_says(serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    server.fault("namespaces", "throttled", times=1, seconds=1)
    began = time.monotonic()
    audit = Auditor(server, tmp_path).audit()
    assert time.monotonic() - began >= 1
    assert audit.gaps == []
    assert len(audit.of(Namespace)) == 2


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.UNAVAILABLE, Kind.SERVER_ERROR, Kind.TRUNCATED])
def test_what_passes_is_tried_again(serve: Serve, tmp_path: Path, kind: Kind) -> None:
    server = serve(TWO)
    server.fault("namespaces", kind, times=1)
    audit = Auditor(server, tmp_path).audit()
    assert audit.gaps == []
    assert len(audit.of(Namespace)) == 2


@pytest.mark.parametrize("seconds", [3, 3600])
def test_a_pause_that_is_too_long_is_not_waited_for(
    serve: Serve, tmp_path: Path, seconds: int
) -> None:
    server = serve(TWO)
    server.fault("namespaces", "throttled", seconds=seconds)
    began = time.monotonic()
    (gap,) = Auditor(server, tmp_path, timeout_seconds=2).audit().gaps
    assert time.monotonic() - began < 2
    assert gap.reason is Reason.THROTTLED


def test_all_tries_end_in_time(serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    auditor = Auditor(server, tmp_path, timeout_seconds=0.5, tries=10)
    units = auditor.plan()
    server.fault("*", "slow", seconds=20)
    began = time.monotonic()
    audit = auditor.audit([unit for unit in units if unit.scope.endswith("/namespaces")])
    assert time.monotonic() - began < 2
    (gap,) = audit.gaps
    assert (gap.reason, gap.address) == (Reason.UNREACHABLE, "list namespaces")


def many(number: int) -> list[Mapping[str, Any]]:
    return [named("Namespace", f"n{count:02}") for count in range(number)]


def test_a_list_that_expires_is_begun_again(serve: Serve, tmp_path: Path) -> None:
    server = serve(many(9))
    server.fault("namespaces", "expired", times=1, after=1)
    audit = Auditor(server, tmp_path, page_size=2).audit()
    assert audit.gaps == []
    assert complete(audit)["namespaces"] is True
    facts = [fact for fact in audit.facts if isinstance(fact, Namespace)]
    assert sorted(fact.name for fact in facts) == [f"n{count:02}" for count in range(9)]


def test_a_list_that_expires_again_is_marked(serve: Serve, tmp_path: Path) -> None:
    server = serve(many(9))
    server.fault("namespaces", "expired", times=2, after=1)
    audit = Auditor(server, tmp_path, page_size=2).audit()
    facts = [fact for fact in audit.facts if isinstance(fact, Namespace)]
    assert sorted(fact.name for fact in facts) == [f"n{count:02}" for count in range(9)]
    (gap,) = audit.gaps
    assert (gap.reason, gap.address) == (Reason.STALE, "list namespaces")
    assert isinstance(complete(audit)["namespaces"], Unknown)


def test_pages_are_as_large_as_asked_for(serve: Serve, tmp_path: Path) -> None:
    server = serve(many(9))
    assert len(Auditor(server, tmp_path, page_size=4).audit().of(Namespace)) == 9
    asked = [call.query["limit"] for call in server.requests if call.target == "namespaces"]
    assert asked == ["4", "4", "4"]


def namespaced() -> list[Mapping[str, Any]]:
    names = ("one", "three", "two")
    policies = [
        {**named("NetworkPolicy", "closed", name, "networking.k8s.io/v1"), "spec": {}}
        for name in names
    ]
    return [*policies, *(named("ServiceAccount", "default", name) for name in names)]


def test_roles_of_single_namespaces_are_enough(serve: Serve, tmp_path: Path) -> None:
    server = serve([*TWO, *namespaced()])
    server.allow([], {"one": LIST_ALL, "two": LIST_ALL})
    audit = Auditor(server, tmp_path, namespaces=["one", "two"], tier=2).audit()
    assert audit.gaps == []
    assert sorted(audit.of(NetworkPolicy)) == [
        "one/NetworkPolicy/closed",
        "two/NetworkPolicy/closed",
    ]
    lists = [call for call in server.requests if call.verb == "list"]
    assert {call.route.namespace for call in lists} == {"one", "two"}
    assert {call.status for call in server.requests} == {200}
    assert complete(audit)["pods"] is True
    assert complete(audit)["nodes"] == Unknown("nodes are not read (namespaces in [k8s])")
    counts = {item.source: item for item in audit.populations}
    assert counts["resources"].excluded["not asked for (tier, namespaces and skip in [k8s])"] > 5


def test_one_namespace_that_is_refused_takes_no_other_with_it(serve: Serve, tmp_path: Path) -> None:
    server = serve(namespaced())
    server.allow([], {"one": LIST_ALL, "two": LIST_ALL})
    audit = Auditor(server, tmp_path, namespaces=["one", "three", "two"]).audit()
    assert len(audit.of(NetworkPolicy)) == 2
    assert f"list {POLICIES} in three" in {gap.address for gap in audit.gaps}
    assert {gap.reason for gap in audit.gaps} == {Reason.DENIED}
    assert isinstance(complete(audit)[POLICIES], Unknown)
    assert audit.of(Listing)[POLICIES].namespaces == ("one", "two")


LIST_ALL = [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["list"]}]
LIST_BUT_NAMESPACES = [
    {"apiGroups": ["", "apps"], "resources": ["deployments", "serviceaccounts"], "verbs": ["list"]}
]


@pytest.mark.parametrize(
    ("rules", "skip", "reason", "detail"),
    [
        (LIST_ALL, [], Reason.ABSENT, "the cluster has no such namespace"),
        (LIST_ALL, ["serviceaccounts"], Reason.ABSENT, "the cluster has no such namespace"),
        (LIST_BUT_NAMESPACES, [], Reason.ABSENT, "is there one?"),
        (LIST_BUT_NAMESPACES, ["serviceaccounts"], Reason.DENIED, "resources: [namespaces]"),
    ],
)
def test_a_namespace_that_is_not_there_is_told(
    serve: Serve,
    tmp_path: Path,
    rules: list[dict[str, Any]],
    skip: list[str],
    reason: Reason,
    detail: str,
) -> None:
    server = serve(estate())
    server.allow([*rules, {"nonResourceURLs": ["*"], "verbs": ["get"]}])
    auditor = Auditor(server, tmp_path, namespaces=["shop", "shpo"], skip=skip)
    auditor.plan()
    told = {gap.address: gap for gap in auditor.gaps}
    assert told["look for namespace shpo"].reason is reason
    assert detail in told["look for namespace shpo"].detail
    if reason is Reason.ABSENT:
        assert len(told) == 1


def test_a_mistyped_namespace_does_not_pass(auditor: Command, serve: Serve, tmp_path: Path) -> None:
    kubeconfig = serve(namespaced()).kubeconfig(tmp_path / "kubeconfig")
    (tmp_path / "auditor.toml").write_text('[k8s]\nnamespaces = ["oen"]\n')
    ran = scan(auditor, kubeconfig, "k8s:", "--fail-on", "critical")
    assert ran.code == 3
    assert ran.document["coverage"]["complete"] is False
    assert [gap["address"] for gap in ran.document["gaps"]] == ["look for namespace oen"]


def test_a_namespace_that_is_named_twice_is_read_once(serve: Serve, tmp_path: Path) -> None:
    server = serve(estate())
    once = Auditor(server, tmp_path, tier=2, namespaces=["shop"]).audit()
    twice = Auditor(server, tmp_path, tier=2, namespaces=["shop", "shop"]).audit()
    assert once.findings
    assert len(twice.findings) == len(once.findings)
    assert len(twice.facts) == len(once.facts)
    assert twice.populations == once.populations


def test_populations_say_where_was_looked(serve: Serve, tmp_path: Path) -> None:
    server = serve([*estate(), *namespaced()])
    found = Auditor(server, tmp_path, tier=2, namespaces=["shop", "one"]).audit()
    queries = {item.source: item.query for item in found.populations}
    assert queries["pods"] == "list pods in shop, one"
    assert queries["secrets"] == "list secrets in shop, one"
    everywhere = Auditor(server, tmp_path).audit()
    assert {item.source: item.query for item in everywhere.populations}["pods"] == "list pods"


def test_what_is_read_in_two_ways_is_counted_apart(serve: Serve, tmp_path: Path) -> None:
    """Secrets are read as metadata, and those with certificates once more."""
    counts = Auditor(serve(estate()), tmp_path, tier=2).audit().populations
    listed = {item.source: item.listed for item in counts}
    assert len(listed) == len(counts)
    assert (listed["secrets"], listed["secrets where type=kubernetes.io/tls"]) == (8, 4)


def test_clusters_that_tell_their_apis_one_by_one(serve: Serve, tmp_path: Path) -> None:
    """As all did before 1.27."""
    older, newer = serve(estate(), version="v1.26.15"), serve(estate(), version="v1.27.0")
    (tmp_path / "older").mkdir()
    of_older = Auditor(older, tmp_path / "older", tier=2).audit()
    of_newer = Auditor(newer, tmp_path, tier=2).audit()
    assert of_older.gaps == of_newer.gaps == []
    assert {item[:2] for item in of_older.decided} == {item[:2] for item in of_newer.decided}
    assert "get /apis/apps/v1" in older.calls()
    assert "get /apis/apps/v1" not in newer.calls()


@pytest.mark.parametrize(
    ("kind", "reason", "detail"),
    [
        ("denied", Reason.DENIED, "nonResourceURLs: [/apis/policy/v1]"),
        ("unavailable", Reason.UNREACHABLE, "HTTP 503"),
        ("malformed", Reason.UNPARSABLE, "none of a Kubernetes API"),
    ],
)
def test_why_a_group_does_not_tell_what_it_has(
    serve: Serve, tmp_path: Path, kind: str, reason: Reason, detail: str
) -> None:
    server = serve(TWO, version="v1.26.15")
    server.fault("/apis/policy/v1", kind)
    (gap,) = Auditor(server, tmp_path, tries=1).audit().gaps
    assert (gap.address, gap.reason) == ("list poddisruptionbudgets.policy", reason)
    assert detail in gap.detail


def test_a_restart_in_one_namespace_keeps_what_was_read_of_others(
    serve: Serve, tmp_path: Path
) -> None:
    objects = [named("ServiceAccount", f"a{count}", name) for name in "xyz" for count in range(5)]
    server = serve(objects)
    server.fault("serviceaccounts", "expired", namespace="y", times=1)
    audit = Auditor(server, tmp_path, namespaces=["x", "y", "z"], page_size=2).audit()
    assert audit.gaps == []
    counts = {item.source: item for item in audit.populations}
    assert counts["serviceaccounts"].listed == 15


ACROSS = """
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ServiceAccount, metadata: {name: far, namespace: other}}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {name: far, namespace: shop}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
  subjects: [{kind: ServiceAccount, name: far, namespace: other}]
- apiVersion: v1
  kind: Service
  metadata: {name: api, namespace: other}
  spec: {selector: {app: api}, ports: [{port: 80}]}
- apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
  metadata: {name: across, namespace: shop}
  spec:
    parentRefs: [{name: across, namespace: other}]
    rules: [{backendRefs: [{name: api, namespace: other, port: 80}]}]
- apiVersion: gateway.networking.k8s.io/v1
  kind: Gateway
  metadata: {name: across, namespace: shop}
  spec:
    listeners:
    - {name: https, port: 443, protocol: HTTPS, hostname: a.example.com,
       tls: {certificateRefs: [{name: a-tls, namespace: other}]}}
- apiVersion: v1
  kind: Secret
  metadata: {name: a-tls, namespace: other}
  type: kubernetes.io/tls
"""
"""What refers to another namespace than its own; the estate's backups do, too."""


def test_what_lies_in_other_namespaces_is_not_taken_for_absent(
    serve: Serve, tmp_path: Path
) -> None:
    (tmp_path / "across").mkdir()
    (tmp_path / "across/objects.yaml").write_text(ACROSS)
    server = serve([*estate(), *read(tmp_path / "across")])
    all_of_it = Auditor(server, tmp_path, tier=2).audit()
    part = Auditor(server, tmp_path, tier=2, namespaces=["shop"]).audit()
    assert len(part.decided) > len(all_of_it.decided) / 2
    assert part.decided - all_of_it.decided <= {EXPIRED_FOR_CERTAIN}


def test_what_is_skipped_is_not_asked_for(serve: Serve, tmp_path: Path) -> None:
    server = serve(estate())
    audit = Auditor(server, tmp_path, skip=["pods", POLICIES]).audit()
    assert audit.gaps == []
    assert not {"list pods", f"list {POLICIES}"} & set(server.calls())
    listed = complete(audit)
    assert listed["pods"] == Unknown("pods are not read (skip in [k8s])")
    assert isinstance(listed[POLICIES], Unknown)
    assert [name for name, whole in listed.items() if whole is not True] == [
        "pods",
        POLICIES,
        "configmaps",
        "secrets",
    ]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"skip": ["pod"]}, "pod is not read"),
        ({"namespaces": ["a/../b"]}, "namespaces"),
        ({"page_size": 0}, "page_size"),
        ({"tier": 3}, "tier"),
    ],
)
def test_options_that_mean_nothing_are_refused(
    auditor: Command, serve: Serve, tmp_path: Path, options: dict[str, Any], error: str
) -> None:
    kubeconfig = serve(TWO).kubeconfig(tmp_path / "kubeconfig")
    settings = "".join(f"{key} = {json.dumps(value)}\n" for key, value in options.items())
    (tmp_path / "auditor.toml").write_text(f"[k8s]\n{settings}")
    ran = scan(auditor, kubeconfig, "k8s:")
    assert ran.code == 2
    assert error in ran.err


def test_an_unknown_resource_to_skip_is_refused(serve: Serve, tmp_path: Path) -> None:
    file = serve(TWO).kubeconfig(tmp_path / "kubeconfig")
    scene = Scene(base=tmp_path, options={"kubeconfig": str(file), "skip": ["deployments"]})
    with pytest.raises(ConfigError, match=r"deployments\.apps"):
        ClusterCollector().plan(Target(text="k8s:", scheme="k8s", rest=""), scene)


def test_tiers(serve: Serve, tmp_path: Path) -> None:
    server = serve(estate())
    first = Auditor(server, tmp_path, tier=1).audit()
    assert not {"list secrets", "list configmaps"} & set(server.calls())
    second = Auditor(server, tmp_path, tier=2).audit()
    unread = {name for name, whole in complete(first).items() if whole is not True}
    assert unread == {"secrets", "configmaps"}
    assert set(complete(second).values()) == {True}
    assert complete(second).keys() == complete(first).keys()
    types = {fact.name: fact.type for fact in second.facts if hasattr(fact, "last_used")}
    assert types == {
        "api": "Opaque",
        "hooks-tls": "kubernetes.io/tls",
        "inner-tls": "kubernetes.io/tls",
        "old-tls": "kubernetes.io/tls",
        "release.v1": "helm.sh/release.v1",
        "robot-token": "kubernetes.io/service-account-token",
        "unused": "Opaque",
        "web-tls": "kubernetes.io/tls",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x", True),
        (issue("house").pem.replace("\n", "\n!", 2), True),
        (issue("house").pem + issue("other").pem[:200], True),
        (issue("house").pem + issue("other").pem, False),
        ("", False),
    ],
    ids=["none", "broken", "cut off", "two", "empty"],
)
def test_authorities_that_cannot_be_read_are_told(
    serve: Serve, tmp_path: Path, text: str, told: bool
) -> None:
    authorities = named("ConfigMap", "extension-apiserver-authentication", "kube-system")
    server = serve([{**authorities, "data": {"client-ca-file": text}}])
    gaps = Auditor(server, tmp_path).audit().gaps
    assert [(gap.reason, gap.detail) for gap in gaps] == (
        [(Reason.UNPARSABLE, "client-ca-file holds what is no certificate")] if told else []
    )


def test_authorities_of_another_form_are_told(serve: Serve, tmp_path: Path) -> None:
    authorities = named("ConfigMap", "extension-apiserver-authentication", "kube-system")
    server = serve([{**authorities, "data": {"client-ca-file": [issue("house").pem]}}])
    details = {gap.detail for gap in Auditor(server, tmp_path).audit().gaps}
    assert "data.client-ca-file is not a text" in details


def test_a_bundle_of_a_cluster_replays(auditor: Command, serve: Serve, tmp_path: Path) -> None:
    kubeconfig = serve(estate()).kubeconfig(tmp_path / "kubeconfig")
    ran = auditor("scan", "k8s:", "--bundle", "bundle", "--exit-zero", KUBECONFIG=str(kubeconfig))
    assert ran.code == 0, ran.text
    assert auditor("verify", "bundle").code == 0
    assert auditor("replay", "bundle").code == 0


def test_an_interrupted_scan_does_not_wait_for_answers(serve: Serve, tmp_path: Path) -> None:
    server = serve(TWO)
    kubeconfig = server.kubeconfig(tmp_path / "kubeconfig")
    server.fault("namespaces", "slow", seconds=60)
    scanning = subprocess.Popen(
        [sys.executable, "-m", "auditor", "scan", "k8s:"],
        cwd=tmp_path,
        env={**os.environ, "KUBECONFIG": str(kubeconfig), "XDG_CACHE_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 30
    while "list pods" not in server.calls() and time.monotonic() < deadline:
        time.sleep(0.02)
    scanning.send_signal(signal.SIGINT)
    out, _ = scanning.communicate(timeout=10)
    assert scanning.returncode == 130, out
    assert "Traceback" not in out


def test_encryption_at_rest_is_told_by_an_api_server_that_runs_in_the_cluster_only(
    auditor: Command, serve: Serve, tmp_path: Path
) -> None:
    server = named("Pod", "kube-apiserver-one", "kube-system")
    command = ["kube-apiserver", "--encryption-provider-config=/etc/kubernetes/enc.yaml"]
    server["spec"] = {"containers": [{"name": "kube-apiserver", "command": command}]}
    entries = {"managed": serve([]).entry(), "own": serve([server]).entry()}
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", entries)
    ran = scan(auditor, kubeconfig, "k8s:*", "--exit-zero")
    told = {
        item["scope"]: item["verdict"]
        for item in ran.document["findings"]
        if item["check"] == "encryption.secrets_clear_in_etcd"
    }
    assert told == {"managed": "unknown", "own": "pass"}
