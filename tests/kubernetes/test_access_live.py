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


def test_what_was_refused_is_neither_passed_nor_failed(cluster: Server, scan: Scan) -> None:
    whole = access(scan().document)
    for refused in LISTS:
        cluster.faults.add(Fault(target=refused, kind=Kind.DENIED))
        part = access(scan().document)
        cluster.faults.clear()
        for key, verdict in part.items():
            assert verdict in (whole.get(key, "unknown"), "unknown"), (refused, key)
        assert "unknown" in part.values(), refused
