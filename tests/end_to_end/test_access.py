"""``auditor access``: who may do what, asked of a bundle on the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

API = "apiVersion: rbac.authorization.k8s.io/v1"
REF = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: "
ESTATE = f"""
{API}
kind: ClusterRole
metadata: {{name: sum}}
aggregationRule: {{clusterRoleSelectors: [{{matchLabels: {{into: sum}}}}]}}
rules: []
---
{API}
kind: ClusterRole
metadata: {{name: piece, labels: {{into: sum}}}}
rules:
- {{apiGroups: [""], resources: [secrets], verbs: [get, list]}}
- {{apiGroups: [apps], resources: [deployments], verbs: [patch], resourceNames: [web]}}
- {{apiGroups: [a.example, b.example], resources: [things], verbs: [get]}}
- {{nonResourceURLs: [/metrics], verbs: [get]}}
---
{API}
kind: RoleBinding
metadata: {{name: devs, namespace: shop}}
{REF}ClusterRole, name: sum}}
subjects: [{{kind: ServiceAccount, name: ci, namespace: shop}}, {{kind: Group, name: "=devs"}}]
---
{API}
kind: ClusterRoleBinding
metadata: {{name: ops}}
{REF}ClusterRole, name: cluster-admin}}
subjects: [{{kind: User, name: "jo\\e[31m"}}]
"""
UNREAD = f"""
{API}
kind: ClusterRoleBinding
metadata: {{name: later}}
{REF}ClusterRole, name: "${{ROLE}}"}}
subjects: [{{kind: User, name: flo}}]
"""
PATH = "ServiceAccount shop/ci ← RoleBinding shop/devs ← ClusterRole sum ← aggregated piece"


def bundled(folder: Path, files: dict[str, str]) -> Path:
    """Scan manifests and keep the evidence."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    words = ["scan", "tree", "--bundle", "b", "-q", "--exit-zero", "--moment"]
    subprocess.run(
        [sys.executable, "-m", "auditor", *words, "2026-11-24T12:00:00Z"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "b"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the estate above."""
    return bundled(tmp_path_factory.mktemp("access"), {"tree/rbac.yaml": ESTATE})


def test_who_can_is_answered_with_the_path(auditor, bundle):
    ran = auditor("access", bundle, "get", "secrets")
    assert ran.code == 0, ran.text
    assert f"in shop: {PATH}: get, list secrets" in ran.out
    assert "everywhere: User jo" in ran.out
    assert "system:masters" in ran.out


def test_characters_that_steer_a_terminal_are_spelt_out(auditor, bundle):
    ran = auditor("access", bundle, "get", "secrets")
    assert "\x1b" not in ran.out
    assert "jo\\x1b[31m" in ran.out


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        (("get", "secrets"), {"=devs", "shop/ci", "jo\x1b[31m"}),
        (("get", "secrets", "-n", "shop"), {"=devs", "shop/ci", "jo\x1b[31m"}),
        (("get", "secrets", "-n", "other"), {"jo\x1b[31m"}),
        (("delete", "secrets"), {"jo\x1b[31m"}),
        (("patch", "deployments", "-n", "shop"), {"jo\x1b[31m"}),
        (("patch", "deployments", "--name", "web"), {"=devs", "shop/ci", "jo\x1b[31m"}),
        (("patch", "deployments.apps", "--name", "web"), {"=devs", "shop/ci", "jo\x1b[31m"}),
        (("patch", "deployments.apps/scale", "--name", "web"), {"jo\x1b[31m"}),
        (("get", "/metrics"), {"jo\x1b[31m"}),
        (("get", "things.a.example"), {"=devs", "shop/ci", "jo\x1b[31m"}),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_machines_get_one_object_a_line(auditor, bundle, words, subjects):
    ran = auditor("access", bundle, *words, "-f", "json")
    assert ran.code == 0, ran.text
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert {row["subject"] for row in rows} == subjects
    assert {row["scope"] for row in rows} == {"tree"}


def test_a_review_has_a_row_for_each_rule_and_no_formula(auditor, bundle):
    ran = auditor("access", bundle, "-f", "csv")
    assert ran.code == 0, ran.text
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    given = [(row["subject"], row["namespace"], row["rule"], row["powers"]) for row in rows]
    assert ("shop/ci", "shop", "get, list secrets", "reads secrets") in given
    assert ("'=devs", "shop", "patch deployments named web in apps", "") in given
    assert ("jo\\x1b[31m", "*", "everything", "administrator") in given
    assert not [row for row in rows if row["namespace"] == "shop" and "/metrics" in row["rule"]]
    assert {row["path"] for row in rows if row["subject"] == "shop/ci"} == {PATH}


def test_a_review_may_be_of_one_namespace(auditor, bundle):
    ran = auditor("access", bundle, "-n", "other", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["namespace"] for row in rows} == {"*"}


def test_nobody_is_an_answer(auditor, tmp_path):
    empty = ESTATE.partition(f"---\n{API}\nkind: ClusterRoleBinding")[0]
    bundle = bundled(tmp_path, {"tree/rbac.yaml": empty})
    ran = auditor("access", bundle, "delete", "nodes")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "nobody by a role")


WIDE = f"""
{API}
kind: ClusterRole
metadata: {{name: wide}}
rules:
- {{apiGroups: [""], resources: [nodes, nodes/proxy], verbs: ["*"]}}
- {{apiGroups: [""], resources: [namespaces, persistentvolumes, users], verbs: ["*"]}}
- {{apiGroups: [certificates.k8s.io], resources: ["*"], verbs: ["*"]}}
- {{apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: ["*"]}}
- {{nonResourceURLs: [/metrics], verbs: [get]}}
---
{API}
kind: RoleBinding
metadata: {{name: local, namespace: shop}}
{REF}ClusterRole, name: wide}}
subjects: [{{kind: User, name: local}}]
---
{API}
kind: RoleBinding
metadata: {{name: all, namespace: shop}}
{REF}ClusterRole, name: cluster-admin}}
subjects: [{{kind: User, name: all}}]
---
{API}
kind: ClusterRoleBinding
metadata: {{name: global}}
{REF}ClusterRole, name: wide}}
subjects: [{{kind: User, name: global}}]
"""
GLOBAL, HERE = {"global"}, {"global", "local", "all"}


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a role for things of no namespace, given in one namespace and everywhere."""
    return bundled(tmp_path_factory.mktemp("wide"), {"tree/rbac.yaml": WIDE})


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        (("list", "nodes"), GLOBAL),
        (("get", "nodes/proxy"), GLOBAL),
        (("get", "nodes", "-n", "shop"), GLOBAL),
        (("impersonate", "users"), GLOBAL),
        (("create", "clusterrolebindings"), GLOBAL),
        (("escalate", "clusterroles"), GLOBAL),
        (("bind", "clusterroles"), HERE),
        (("create", "rolebindings"), HERE),
        (("update", "certificatesigningrequests/approval"), GLOBAL),
        (("get", "namespaces"), GLOBAL),
        (("get", "namespaces", "--name", "shop"), HERE),
        (("delete", "namespaces", "--name", "other"), GLOBAL),
        (("create", "namespaces", "--name", "shop"), GLOBAL),
        (("GET", "/metrics"), GLOBAL),
        (("get", "things.example.org"), {"all"}),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_a_binding_in_a_namespace_gives_nothing_outside_of_all(auditor, wide, words, subjects):
    ran = auditor("access", wide, *words, "-f", "json")
    assert ran.code == 0, ran.text
    assert {json.loads(line)["subject"] for line in ran.out.splitlines()} == subjects


def test_a_review_has_no_rights_that_a_binding_cannot_give(auditor, wide):
    ran = auditor("access", wide, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    powers = {(row["subject"], row["rule"]): row["powers"] for row in rows}
    everywhere = "speaks with kubelets through the API server"
    assert powers["global", "* nodes, nodes/proxy"] == everywhere
    assert powers["global", "* * in certificates.k8s.io"] == "approves certificates of the cluster"
    assert powers["global", "* namespaces, persistentvolumes, users"] == "acts as others"
    assert ("local", "* nodes, nodes/proxy") not in powers
    assert powers["local", "* namespaces, persistentvolumes, users"] == ""
    assert powers["local", "* * in certificates.k8s.io"] == ""
    assert (
        powers["local", "* * in rbac.authorization.k8s.io"] == "hands out more rights than it has"
    )
    strong = powers["all", "everything"]
    assert "reads secrets" in strong
    for phrase in (everywhere, "approves certificates", "what admission webhooks see"):
        assert phrase not in strong


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("get",), "a verb needs a resource"),
        (("get", "things"), "things.a.example, things.b.example"),
        (("--scope", "elsewhere"), "holds no roles"),
    ],
)
def test_what_cannot_be_asked_is_refused(auditor, bundle, words, told):
    ran = auditor("access", bundle, *words)
    assert ran.code == 2
    assert told in ran.err


def test_what_was_not_read_is_told_and_changes_the_exit_code(auditor, tmp_path):
    bundle = bundled(tmp_path, {"tree/rbac.yaml": ESTATE, "tree/later.yaml": UNREAD})
    ran = auditor("access", bundle, "get", "secrets")
    assert ran.code == 3
    assert PATH in ran.out
    assert "not told: tree: ClusterRoleBinding/later" in ran.err


def test_a_bundle_that_was_changed_answers_nothing(auditor, bundle, tmp_path):
    changed = tmp_path / "changed"
    shutil.copytree(bundle, changed)
    [stored] = changed.rglob("facts.jsonl")
    stored.write_bytes(stored.read_bytes().replace(b"=devs", b"=mine"))
    ran = auditor("access", changed, "get", "secrets")
    assert ran.code == 1
    assert "does not verify" in ran.err
    assert not ran.out
