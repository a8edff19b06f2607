"""Access control of a cluster: found live as on disk, and never judged from what was refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor_kubernetes.testing import Server
from auditor_kubernetes.testing.faults import Fault, Kind
from tests.conftest import Auditor, Ran
from tests.kubernetes.standin import Serve

RBAC = "rbac.authorization.k8s.io"
ESTATE = f"""
apiVersion: {RBAC}/v1
kind: ClusterRole
metadata: {{name: runner}}
rules: [{{apiGroups: [""], resources: [pods], verbs: [create]}}]
---
apiVersion: {RBAC}/v1
kind: RoleBinding
metadata: {{name: runners, namespace: ops}}
roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: runner}}
subjects: [{{kind: ServiceAccount, name: ci, namespace: builds}}]
---
apiVersion: {RBAC}/v1
kind: ClusterRole
metadata: {{name: everything}}
rules: [{{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}}]
---
apiVersion: {RBAC}/v1
kind: ClusterRoleBinding
metadata: {{name: root}}
roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: everything}}
subjects: [{{kind: ServiceAccount, name: root, namespace: ops}}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: root, namespace: ops}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: ci, namespace: builds}}
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: agent, namespace: ops}}
spec:
  selector: {{matchLabels: {{app: agent}}}}
  template:
    metadata: {{labels: {{app: agent}}}}
    spec: {{serviceAccountName: root, containers: [{{name: agent, image: agent:1.2.3}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: ci, namespace: builds}}
spec:
  selector: {{matchLabels: {{app: ci}}}}
  template:
    metadata: {{labels: {{app: ci}}}}
    spec: {{serviceAccountName: ci, containers: [{{name: ci, image: ci:1.2.3}}]}}
"""
FAULTS = {
    "access.all_powerful_role": "ClusterRole/everything",
    "access.cluster_admin_bound": "ClusterRoleBinding/root",
    "access.cluster_escalation_route": "ops/RoleBinding/runners",
    "access.pods_created": "ClusterRole/runner",
    "access.powerful_workload": "ops/Deployment/agent",
    "access.token_mounted": "ops/Deployment/agent",
}
LISTS = (
    f"clusterrolebindings.{RBAC}",
    f"clusterroles.{RBAC}",
    f"rolebindings.{RBAC}",
    "serviceaccounts",
)

Verdicts = dict[tuple[str, str, str], str]
Scan = Callable[..., Ran]


@pytest.fixture
def cluster(serve: Serve) -> Server:
    """A server of the estate above."""
    return serve(list(yaml.safe_load_all(ESTATE)))


@pytest.fixture
def scan(cluster: Server, auditor: Auditor, tmp_path: Path) -> Scan:
    """Audit the cluster; the words are options."""
    kubeconfig = cluster.kubeconfig(tmp_path / "kubeconfig")

    def run(*words: str) -> Ran:
        words = ("scan", "k8s:", "-o", "json", "--exit-zero", *words)
        return auditor(*words, KUBECONFIG=str(kubeconfig))

    return run


def access(document: dict[str, Any]) -> Verdicts:
    return {
        (found["check"], found["resource"], found["discriminator"]): found["verdict"]
        for found in document["findings"]
        if found["check"].startswith("access.")
    }


def failing(verdicts: Verdicts) -> dict[str, str]:
    return {
        check: resource
        for (check, resource, _), verdict in verdicts.items()
        if check in FAULTS and verdict == "fail"
    }


def test_a_cluster_and_its_manifests_fail_alike(
    scan: Scan, auditor: Auditor, tmp_path: Path
) -> None:
    live = access(scan().document)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "all.yaml").write_text(ESTATE, encoding="utf-8")
    disk = access(auditor("scan", "tree", "-o", "json", "--exit-zero").document)
    assert failing(live) == failing(disk) == FAULTS
    shared = live.keys() & disk.keys()
    assert {key: live[key] for key in shared} == {key: disk[key] for key in shared}


def test_who_can_is_answered_of_a_cluster(cluster: Server, scan: Scan, auditor: Auditor) -> None:
    cluster.faults.add(Fault(target=f"roles.{RBAC}", kind=Kind.DENIED))
    scan("--bundle", "b")
    ran = auditor("access", "b", "create", "pods", "-n", "ops")
    assert "ServiceAccount builds/ci ← RoleBinding ops/runners ← ClusterRole runner" in ran.out
    assert "ServiceAccount ops/root ← ClusterRoleBinding root ← ClusterRole everything" in ran.out
    assert ran.code == 3
    assert "not told" in ran.err


ELSEWHERE = "are not read (namespaces in [k8s])"


@pytest.mark.parametrize(
    ("settings", "words", "told"),
    [
        ("", (), ()),
        (
            'namespaces = ["ops"]',
            (),
            (
                f"rolebindings.{RBAC} were read in ops only",
                f"clusterrolebindings.{RBAC} {ELSEWHERE}",
                f"roles.{RBAC} were read in ops only",
                f"clusterroles.{RBAC} {ELSEWHERE}",
                "ops/RoleBinding/runners: the rules of runner were not read",
            ),
        ),
        (
            'namespaces = ["ops"]',
            ("-n", "ops"),
            (
                f"clusterrolebindings.{RBAC} {ELSEWHERE}",
                f"clusterroles.{RBAC} {ELSEWHERE}",
                "ops/RoleBinding/runners: the rules of runner were not read",
            ),
        ),
        (
            f'skip = ["clusterroles.{RBAC}"]',
            (),
            (
                f"clusterroles.{RBAC} are not read (skip in [k8s])",
                "ops/RoleBinding/runners: the rules of runner were not read",
                "ClusterRoleBinding/root: the rules of everything were not read",
            ),
        ),
        (
            f'skip = ["clusterrolebindings.{RBAC}"]',
            (),
            (f"clusterrolebindings.{RBAC} are not read (skip in [k8s])",),
        ),
    ],
    ids=["whole", "one namespace", "asked of it", "no roles", "no bindings"],
)
def test_what_nobody_read_is_said(
    scan: Scan,
    auditor: Auditor,
    tmp_path: Path,
    settings: str,
    words: tuple[str, ...],
    told: tuple[str, ...],
) -> None:
    (tmp_path / "auditor.toml").write_text(f"[k8s]\n{settings}\n")
    scan("--bundle", "b")
    ran = auditor("access", "b", "watch", "persistentvolumeclaims", *words)
    assert ran.code == (3 if told else 0), ran.text
    lines = [line for line in ran.err.splitlines() if line.startswith("not told")]
    assert lines == [f"not told: stand-in: {line}" for line in told]
    if not told:
        assert "ServiceAccount ops/root" in ran.out
    elif "ServiceAccount" not in ran.out:
        assert ran.out.startswith("nobody by a role that was read\n")


def test_a_cluster_whose_access_was_not_read_is_no_cluster_without(
    cluster: Server, scan: Scan, auditor: Auditor
) -> None:
    for target in LISTS[:3] + (f"roles.{RBAC}",):
        cluster.faults.add(Fault(target=target, kind=Kind.DENIED))
    scan("--bundle", "b")
    ran = auditor("access", "b", "list", "secrets")
    assert ran.code == 3
    assert ran.out.startswith("nobody by a role that was read\n")
    assert ran.err.count("denied") == 4


def test_what_was_refused_is_neither_passed_nor_failed(cluster: Server, scan: Scan) -> None:
    whole = access(scan().document)
    for refused in LISTS:
        cluster.faults.add(Fault(target=refused, kind=Kind.DENIED))
        part = access(scan().document)
        cluster.faults.clear()
        for key, verdict in part.items():
            assert verdict in (whole.get(key, "unknown"), "unknown"), (refused, key)
        assert "unknown" in part.values(), refused
