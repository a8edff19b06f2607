"""A scan over the network that is stopped, from the outside, and goes on with ``--resume``."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MOMENT = "2026-11-24T12:00:00Z"

PLUGIN = """
import os, time
from pathlib import Path

from auditor.checking import Settings
from auditor.collecting import Need, Plan, Unit
from auditor.facts import DataStore, Origin
from auditor.hookspecs import hookimpl

FOLDER = Path(os.environ["PROBE"])

class Probe:
    name = "probe"
    schemes = ("probe",)
    needs = Need.NETWORK
    emits = (DataStore,)
    options = Settings

    def claims(self, path):
        return False

    def plan(self, target, scene):
        return Plan(
            units=tuple(
                Unit(collector="probe", scope=f"account/{n}", detail={})
                for n in range(int(target.rest))
            )
        )

    def collect(self, unit, scene, sink):
        with (FOLDER / "log").open("a") as log:
            log.write(unit.scope + "\\n")
        while unit.scope in ("account/3", "account/4") and not (FOLDER / "go").exists():
            time.sleep(0.05)
        page = unit.scope.encode()
        origin = Origin(provider="aws", scope=unit.scope, address="a", kind="k",
                        evidence=sink.keep(page, media_type="text/plain", source="list"))
        yield DataStore(origin=origin, subject="volume", encrypted=False)

@hookimpl
def auditor_collectors():
    return [Probe()]
"""


class Site:
    """A folder with a plugin installed for the commands that run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        installed = folder / "site" / "probe-1.0.dist-info"
        installed.mkdir(parents=True)
        (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: probe\nVersion: 1.0\n")
        (installed / "entry_points.txt").write_text("[auditor]\nprobe = auditor_probe\n")
        (folder / "site" / "auditor_probe.py").write_text(PLUGIN)
        self.env = {
            **os.environ,
            "PYTHONPATH": str(folder / "site"),
            "PROBE": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "NO_COLOR": "1",
        }

    def start(self, *words: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "auditor", "scan", "probe:6", "--moment", MOMENT, *words]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )

    def stopped(self, number: signal.Signals) -> tuple[int, str, float]:
        """Start, wait until four units are done and two hang, and send a signal.

        Return the exit code, what was said, and how long it took to leave (seconds).
        """
        process = self.start()
        deadline = time.monotonic() + 60
        while len(self.done) < 4:
            assert time.monotonic() < deadline
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        begun = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        return process.returncode, said, time.monotonic() - begun

    def finish(self, *words: str) -> tuple[dict[str, Any], str]:
        """Let everything through, scan and return the document and what was said."""
        (self.folder / "go").touch()
        process = self.start("-o", "json", *words)
        out, said = process.communicate(timeout=120)
        assert process.returncode == 1, said
        return json.loads(out), said

    @property
    def done(self) -> list[Path]:
        runs = self.folder / "cache" / "auditor" / "runs"
        return [file for file in runs.glob("*/*") if not file.suffix and file.name != "lock"]

    def collected(self) -> list[str]:
        """Return what was collected since the last time."""
        log = self.folder / "log"
        lines = log.read_text().split()
        log.unlink()
        return sorted(lines)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


ALL = [f"account/{number}" for number in range(6)]


def test_a_killed_scan_is_resumed(site, auditor, tmp_path):
    code, said, _ = site.stopped(signal.SIGKILL)
    assert (code, said) == (-signal.SIGKILL, "")
    assert site.collected() == ALL
    document, said = site.finish("--resume", "--bundle", "bundle")
    assert "auditor: resuming: 4 of 6 units are done\n" in said
    assert site.collected() == ["account/3", "account/4"]
    assert document["run"]["resumed"] == 4
    for command in ("verify", "replay"):
        ran = auditor(command, tmp_path / "bundle", cwd=tmp_path, **site.env)
        assert ran.code == 0, ran.text
    fresh, said = site.finish()
    assert said == ""
    assert site.collected() == ALL
    assert fresh["findings"] == document["findings"]
    assert len(fresh["findings"]) >= 6
    assert list((tmp_path / "cache/auditor/runs").iterdir()) == [
        tmp_path / "cache/auditor/runs/lock"
    ]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_scan_leaves_at_once_and_says_how_to_go_on(site, number, code):
    got, said, seconds = site.stopped(number)
    assert got == code
    assert said.splitlines()[0] == (
        "auditor: 4 of 6 units are done; the same command with --resume goes on from there"
    )
    assert said.strip().count("\n") == 0
    assert seconds < 5
    site.collected()
    site.finish("--resume")
    assert site.collected() == ["account/3", "account/4"]


def test_progress_is_for_terminals(site, tmp_path):
    (tmp_path / "go").touch()
    process = site.start()
    assert process.communicate(timeout=60)[1] == ""
    ours, theirs = pty.openpty()
    process = site.start("-q", stderr=theirs)
    os.close(theirs)
    process.communicate(timeout=60)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "0/6 \r" in shown
    assert "6/6 account/" in shown
    assert shown.endswith("\r\x1b[K")


def test_files_alone_need_no_resuming(auditor: Callable[..., Any], tree: Callable[..., Path]):
    root = tree({"main.tf": 'resource "aws_ebs_volume" "v" {\n}\n'})
    ran = auditor("scan", ".", "--resume", cwd=root, XDG_CACHE_HOME=str(root / "cache"))
    assert "auditor: nothing to resume: files are read anew\n" in ran.err
    assert ran.code == 1
    assert not (root / "cache").exists()
