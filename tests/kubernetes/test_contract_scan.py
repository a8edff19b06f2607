"""A whole audit, of the stand-in and, where there is one, of a real cluster.

Set ``AUDITOR_REAL_KUBECONFIG`` to a kubeconfig whose current context may list everything; see
``test_contract.py``. What is asserted holds on any cluster.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor_kubernetes.testing import Server
from tests.kubernetes.standin import Serve

REAL = os.environ.get("AUDITOR_REAL_KUBECONFIG", "")

Audit = Callable[..., dict[str, Any]]


@pytest.fixture(
    params=[
        "stand-in",
        pytest.param(
            "real",
            marks=pytest.mark.skipif(not REAL, reason="AUDITOR_REAL_KUBECONFIG is not set"),
        ),
    ]
)
def kubeconfig_of_a_cluster(
    request: pytest.FixtureRequest,
    serve: Serve,
    small_cluster: list[Mapping[str, Any]],
    tmp_path: Path,
) -> Path:
    if request.param == "real":
        return Path(REAL)
    server: Server = serve(small_cluster, tls=True)
    return server.kubeconfig(tmp_path / "kubeconfig")


@pytest.fixture
def audit(auditor: Any, tmp_path: Path, kubeconfig_of_a_cluster: Path) -> Audit:
    """Audit the cluster into a bundle; return the JSON report."""

    def run(tier: int, page_size: int = 500) -> dict[str, Any]:
        (tmp_path / "auditor.toml").write_text(
            f"[k8s]\ntier = {tier}\npage_size = {page_size}\nrequests_per_second = 1000\n"
        )
        environment = {
            "KUBECONFIG": str(kubeconfig_of_a_cluster),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        bundle = f"bundle-{tier}-{page_size}"
        ran = auditor(
            "scan", "k8s:", "-o", "json=report.json", "--bundle", bundle, "-q",
            cwd=tmp_path, **environment,
        )  # fmt: skip
        assert ran.code in (0, 1, 3), ran.text
        assert auditor("verify", bundle, cwd=tmp_path).code == 0
        assert auditor("replay", bundle, cwd=tmp_path).code == 0
        report: dict[str, Any] = json.loads((tmp_path / "report.json").read_text())
        return report

    return run


@pytest.mark.parametrize("tier", [1, 2])
def test_a_cluster_is_audited_and_judged_again(audit: Audit, tier: int) -> None:
    report = audit(tier)
    assert [gap for gap in report["gaps"] if gap["reason"] in ("crashed", "unparsable")] == []
    assert report["tally"]["resources"] > 0
    checks = {finding["check"] for finding in report["findings"]}
    assert "patching.end_of_support" in checks, "the version of the API server was judged"
    assert checks & {"workloads.pod_security_not_enforced", "exposure.no_default_deny"}


def test_the_size_of_pages_changes_no_verdict(audit: Audit) -> None:
    def told(report: dict[str, Any]) -> set[tuple[str, str, str, str]]:
        return {
            (item["check"], item["resource"], item["discriminator"], item["verdict"])
            for item in report["findings"]
        }

    assert told(audit(1, page_size=20)) == told(audit(1))
