"""The same objects get the same verdicts, from files and from a cluster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.kubernetes.estate import estate
from tests.kubernetes.standin import Serve

ROOT = Path(__file__).parents[2]


def shop() -> list[Any]:
    folder = ROOT / "examples" / "k8s_estate"
    return [
        body
        for name in ("platform.yaml", "shop.yaml", "legacy.yaml")
        for body in yaml.safe_load_all((folder / name).read_text())
    ]


def everything() -> list[Any]:
    """What somebody would declare of the estate, and what no controller makes or fills in."""
    return [
        body
        for body in estate()
        if "ownerReferences" not in body["metadata"] and "aggregationRule" not in body
    ]


_STATE = "tells how things go, which only a cluster knows"
_CERTAIN = "what is absent on disk may be made by others"
ONE_SIDED = {
    "access.signed_into_masters": _STATE,
    "access.unbound_role": _CERTAIN,
    "access.unused_service_account": _CERTAIN,
    "certificates.expired": "that nobody uses it is known of a cluster only",
    "certificates.expired_leftover": "that nobody uses it is known of a cluster only",
    "certificates.order_not_ready": _STATE,
    "certificates.request_waiting": _STATE,
    "certificates.secret_missing": _CERTAIN,
    "encryption.secrets_clear_in_etcd": "asked of a cluster as a whole",
    "patching.deprecated_api": "a cluster tells what writes with it, a file what it is written in",
    "patching.end_of_support": "a file names no node",
    "patching.mixed_digests": _STATE,
    "patching.removed_api": "a cluster tells what writes with it, a file what it is written in",
    "patching.version_skew": "a file names no API server",
    "readiness.api_unavailable": _STATE,
    "readiness.autoscaler_at_maximum": _STATE,
    "readiness.autoscaler_blind": _STATE,
    "readiness.backup_overdue": _STATE,
    "readiness.claim_unbound": _STATE,
    "readiness.namespace_terminating": _STATE,
    "readiness.not_all_ready": _STATE,
    "readiness.replicas_beside_autoscaler": "a cluster always has a number of replicas",
    "readiness.restarting": _STATE,
    "readiness.stale_state": _STATE,
    "readiness.storage_without_backup": "in a cluster the claims themselves are judged",
    "secrets.in_manifest": "a Secret belongs into a cluster, its values not into a file",
    "secrets.long_unchanged": _STATE,
    "secrets.unused_object": _CERTAIN,
}
"""Checks whose verdicts may differ, and why."""
Verdicts = dict[tuple[str, str, str], str]


@pytest.fixture(params=[shop, everything], ids=["shop", "everything"])
def report(
    request: pytest.FixtureRequest, auditor: Any, serve: Serve, tmp_path: Path
) -> dict[str, Any]:
    """One audit of the files and of the cluster that has the same objects."""
    objects = request.param()
    folder = tmp_path / "declared"
    folder.mkdir()
    for number, body in enumerate(objects):
        (folder / f"{number:03}.yaml").write_text(json.dumps(body))
    server = serve(objects)
    config = server.kubeconfig(tmp_path / "kubeconfig", context="prod")
    (tmp_path / "auditor.toml").write_text("[k8s]\ntier = 2\nrequests_per_second = 1000\n")
    ran = auditor(
        "scan", "declared", "k8s:prod", "--drift", "-o", "json=report.json", "-q",
        cwd=tmp_path, KUBECONFIG=str(config), XDG_CACHE_HOME=str(tmp_path / "cache"),
    )  # fmt: skip
    assert ran.code in (1, 3), ran.text
    found: dict[str, Any] = json.loads((tmp_path / "report.json").read_text())
    return found


def verdicts(report: dict[str, Any], live: bool) -> Verdicts:
    return {
        (item["check"], item["resource"], item["discriminator"]): item["verdict"]
        for item in report["findings"]
        if (item["scope"] == "prod") is live and item["check"] not in ONE_SIDED
    }


def test_both_sides_are_judged_alike(report: dict[str, Any]) -> None:
    declared, live = verdicts(report, live=False), verdicts(report, live=True)
    both = declared.keys() & live.keys()
    assert len(both) > 0.8 * len(declared)
    assert {key: (declared[key], live[key]) for key in both if declared[key] != live[key]} == {}
    assert sorted(declared.keys() ^ live.keys()) == []


def test_what_is_equal_has_no_drift(report: dict[str, Any]) -> None:
    drift = report["drift"]
    assert drift["differences"] == []
    assert drift["compared"] > 10
