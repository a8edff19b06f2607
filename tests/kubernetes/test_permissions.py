"""The printed role is what is asked for: reads, all of it needed, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.collecting import Reason
from auditor_kubernetes import permissions
from auditor_kubernetes.testing import Server
from tests.conftest import Auditor as Command
from tests.kubernetes.estate import Auditor, estate
from tests.kubernetes.standin import Serve

Rules = list[dict[str, Any]]
AUTHORITIES = {
    "apiGroups": [""],
    "resources": ["configmaps"],
    "resourceNames": ["extension-apiserver-authentication"],
    "verbs": ["get", "list", "watch"],
}
"""The rule of the Role extension-apiserver-authentication-reader, which every cluster has."""


def printed(tier: int) -> list[dict[str, Any]]:
    text = permissions.second_tier() if tier == 2 else permissions.first_tier()
    return list(yaml.safe_load_all(text))


def rules(tier: int) -> Rules:
    """Return the rules of the printed ClusterRoles."""
    return [
        rule
        for document in printed(tier)
        if document["kind"] == "ClusterRole"
        for rule in document["rules"]
    ]


def granted(server: Server, given: Rules) -> None:
    """Give the user of the stand-in what the printed bindings give."""
    server.allow(given, {"kube-system": [AUTHORITIES]})


@pytest.mark.parametrize("tier", [1, 2])
def test_nothing_outside_the_role_is_asked_for(serve: Serve, tmp_path: Path, tier: int) -> None:
    server = serve(estate())
    granted(server, rules(tier))
    audit = Auditor(server, tmp_path, tier=tier).audit()
    assert audit.gaps == []
    assert audit.facts
    refused = [(call.verb, call.target) for call in server.requests if call.status == 403]
    assert refused == []
    asked = {call.verb for call in server.requests}
    assert asked == {"get", "list", "create"}
    created = {call.target for call in server.requests if call.verb == "create"}
    assert created == {"selfsubjectaccessreviews.authorization.k8s.io"}
    assert server.writes == []
    secrets = [call for call in server.requests if call.target == "secrets"]
    assert bool(secrets) is (tier == 2)
    assert all(call.verb == "list" for call in secrets)


def narrowed(tier: int) -> Mapping[str, Rules]:
    """Return the rules without one resource each, by the name of the resource."""
    found = {}
    for number, rule in enumerate(rules(tier)):
        for plural in rule.get("resources", ()):
            (group,) = rule["apiGroups"]
            name = f"{plural}.{group}" if group else plural
            less = {**rule, "resources": [each for each in rule["resources"] if each != plural]}
            found[name] = [*rules(tier)[:number], less, *rules(tier)[number + 1 :]]
    return found


def test_each_rule_is_needed_and_named_when_it_is_missing(serve: Serve, tmp_path: Path) -> None:
    server = serve(estate())
    auditor = Auditor(server, tmp_path, tier=2)
    unserved = {"clustertrustbundles.certificates.k8s.io"}
    wrong = []
    for name, given in narrowed(2).items():
        granted(server, given)
        planned = auditor.plan()
        gaps = [
            gap
            for unit in planned
            if name in unit.detail["refused"]
            for gap in auditor.collect(unit).records
            if getattr(gap, "reason", None) is Reason.DENIED
        ]
        plural, _, group = name.partition(".")
        told = [gap for gap in gaps if f"resources: [{plural}]" in gap.detail]
        if not told and name not in unserved:
            wrong.append(f"{name}: no gap names it")
        if any(gap.address != f"list {name}" for gap in gaps):
            wrong.append(f"{name}: {[gap.address for gap in gaps]}")
        if any(f"apiGroups: [{group}" not in gap.detail for gap in told if group):
            wrong.append(f"{name}: its group is not named")
    assert wrong == []


def test_what_the_cluster_has_of_its_own_needs_a_role_of_its_own(
    serve: Serve, tmp_path: Path
) -> None:
    server = serve(estate())
    server.allow(rules(1))
    (gap,) = Auditor(server, tmp_path).audit().gaps
    assert gap.reason is Reason.DENIED
    assert "extension-apiserver-authentication-reader" in gap.detail


def test_the_role_only_lists() -> None:
    for rule in rules(2):
        assert rule["verbs"] == (["get"] if "nonResourceURLs" in rule else ["list"])
        assert "*" not in rule.get("apiGroups", []) + rule.get("resources", [])
    first = [rule for rule in rules(1) if "resources" in rule]
    assert not any({"secrets", "configmaps"} & set(rule["resources"]) for rule in first)


@pytest.mark.parametrize("tier", [1, 2])
def test_the_command_prints_it(auditor: Command, tier: int) -> None:
    extra = ("--tier", str(tier)) if tier == 2 else ()
    done = auditor("permissions", "k8s", *extra)
    assert done.code == 0
    assert list(yaml.safe_load_all(done.out)) == printed(tier)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("k8s", "--tier", "0"), "no form 'tier 0'"),
        (("k8s", "--tier", "3"), "no form 'tier 3'"),
        (("k8s", "--tier", "2", "--terraform"), "give --tier or --terraform"),
        (("aws", "--tier", "1", "--cloudformation"), "give --tier or --cloudformation"),
    ],
    ids=["tier-0", "tier-3", "tier-and-terraform", "tier-and-cloudformation"],
)
def test_what_cannot_be_printed_is_refused(
    auditor: Command, arguments: tuple[str, ...], told: str
) -> None:
    done = auditor("permissions", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_the_role_is_sound_in_our_own_eyes(auditor: Command, tmp_path: Path) -> None:
    (tmp_path / "role.yaml").write_text(permissions.first_tier())
    ran = auditor("scan", "role.yaml", "-o", "json", "--exit-zero")
    serious = [
        (item["check"], item["resource"], item["message"])
        for item in ran.findings(verdict="fail")
        if item["severity"] in ("high", "critical")
    ]
    assert serious == []
    judged = {item["resource"] for item in ran.document["findings"]}
    assert "ClusterRole/auditor-read-only" in judged
