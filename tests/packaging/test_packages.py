"""What is installed is whole: the wheel alone, and with a stranger's plugin beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = """
[shop]
owner = "team-web"
runbook = "runbooks/shop.md"

[billing]
owner = "team-money"
"""


def sh(*words: str | Path, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(list(words), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel (no extras) and the example plugin's wheel."""
    folder = tmp_path_factory.mktemp("packages")
    for source in (ROOT, ROOT / "examples" / "plugin"):
        sh(
            *(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder),
            source,
            cwd=folder,
        )
    venv.create(folder / "env", with_pip=True)
    constraints = ROOT / "constraints.txt"
    wheels = sorted(folder.glob("*.whl"))
    assert len(wheels) == 2
    sh(folder / "env/bin/pip", "install", "-q", "-c", constraints, *wheels, cwd=folder)
    (folder / "services.toml").write_text(SERVICES)
    return folder


def auditor(place: Path, *words: str, code: int = 0) -> str:
    return sh(place / "env/bin/auditor", *words, cwd=place, code=code)


def test_the_wheel_has_every_check_of_the_tree(place: Path) -> None:
    files = [
        path
        for path in (ROOT / "checks" / "auditor_checks").glob("*/*.py")
        if not path.name.startswith("_")
    ]
    checks = json.loads(auditor(place, "checks", "--json"))
    assert len(checks) == len(files) + 1


def test_site_packages_gains_only_our_names(place: Path) -> None:
    (site,) = (place / "env" / "lib").glob("python*/site-packages")
    ours = {path.name for path in site.iterdir() if path.name.startswith("auditor")}
    assert not {"checks", "evidence", "plugins", "tests"} & {path.name for path in site.iterdir()}
    assert {"auditor", "auditor_checks", "auditor_evidence", "auditor_services"} <= ours


def test_a_strangers_plugin_collects_judges_reports_and_replays(place: Path) -> None:
    assert "services         1.0.0      loaded" in auditor(place, "plugins")
    document = json.loads(auditor(place, "scan", ".", "-o", "json", "--bundle", "b", code=1))
    found = {
        item["resource"]: (item["verdict"], item["line"])
        for item in document["findings"]
        if item["check"] == "readiness.no_runbook"
    }
    assert found == {"service.shop": ("pass", 2), "service.billing": ("fail", 6)}
    assert "1 failed" in auditor(place, "scan", "services.toml", "-o", "headline", code=1)
    auditor(place, "verify", "b")
    assert "all identical" in auditor(place, "replay", "b")
    assert not (place / "b/data/report.pdf").exists()


def test_without_the_extra_a_pdf_says_what_is_missing(place: Path) -> None:
    done = subprocess.run(
        [place / "env/bin/auditor", "scan", "services.toml", "-o", "pdf=r.pdf"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'auditor[pdf]'" in done.stderr
    assert not (place / "r.pdf").exists()


def test_a_broken_plugin_is_named_and_the_others_go_on(place: Path) -> None:
    (site,) = (place / "env" / "lib").glob("python*/site-packages")
    broken = site / "auditor_services" / "headline.py"
    text = broken.read_text()
    broken.write_text("raise RuntimeError('out of order')\n")
    try:
        listed = auditor(place, "plugins", code=2)
        assert "RuntimeError: out of order" in listed
        done = subprocess.run(
            [place / "env/bin/auditor", "scan", "services.toml"],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "plugin services is out" in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        broken.write_text(text)


def test_a_plugin_can_be_blocked_by_name(place: Path) -> None:
    (place / "auditor.toml").write_text('[plugins]\nblock = ["services"]\n')
    try:
        assert "blocked" in auditor(place, "plugins")
        auditor(place, "scan", "services.toml", code=3)
    finally:
        (place / "auditor.toml").unlink()


def test_without_the_extra_a_live_account_says_what_is_missing(place: Path) -> None:
    done = subprocess.run(
        [place / "env/bin/auditor", "scan", "aws:"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'auditor[aws]'" in done.stderr
    assert "Traceback" not in done.stderr
    policy = json.loads(auditor(place, "permissions", "aws"))
    assert "iam:GetAccountAuthorizationDetails" in policy["Statement"][0]["Action"]
