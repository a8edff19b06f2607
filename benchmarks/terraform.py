"""auditor and checkov on the same tree, side by side, in one run.

    python benchmarks/terraform.py PATH [PATH…] [--runs 3] [--timeout 900] [--checkov PROGRAM]

Prints per tree: files, MB, resources, findings, CPU seconds (user + system of the whole
process tree, median), peak memory, and the ratios. Without ``--checkov`` an environment for
checkov is made beside this file (it cannot share ours) and its bytecode is compiled.
Quote ratios: absolute times depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

ENVIRONMENT = Path(__file__).resolve().parent / ".checkov"
RESOURCE = re.compile(rb'^\s*resource\s+"', re.MULTILINE)


class Run(NamedTuple):
    """CPU seconds, peak resident MB and standard output; ``out`` is None after a time-out."""

    cpu: float
    peak: float
    out: bytes | None


def main() -> None:
    """Read the arguments, run both, print a table a tree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=900, help="seconds for one run")
    parser.add_argument("--checkov", type=Path, help="an installed checkov")
    options = parser.parse_args()
    checkov = options.checkov or install_checkov()
    auditor = Path(sys.executable).with_name("auditor")
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(ENVIRONMENT.parents[1])], check=False
    )
    start_up(auditor, checkov, options.runs)
    for path in options.paths:
        compare(path.resolve(), auditor, checkov, options.runs, options.timeout)


def install_checkov() -> Path:
    """Make an environment for checkov, once."""
    program = ENVIRONMENT / "bin" / "checkov"
    if not program.exists():
        print("installing checkov into an environment of its own …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([ENVIRONMENT / "bin" / "pip", "install", "-q", "checkov"], check=True)
        subprocess.run(
            [ENVIRONMENT / "bin" / "python", "-m", "compileall", "-q", ENVIRONMENT], check=False
        )
    return program


def start_up(auditor: Path, checkov: Path, runs: int) -> None:
    """Print what starting costs above a bare interpreter."""
    bare = median([measure([sys.executable, "-c", "pass"], 60) for _ in range(runs * 3)])
    ours = median([measure([auditor, "--version"], 60) for _ in range(runs * 3)])
    theirs = median([measure([checkov, "--version"], 60) for _ in range(runs)])
    print(f"--version above bare Python: auditor {ours.cpu - bare.cpu:.3f} CPU s, ", end="")
    print(f"checkov {theirs.cpu - bare.cpu:.2f} CPU s")


def compare(path: Path, auditor: Path, checkov: Path, runs: int, timeout: float) -> None:
    """Run both on one tree in turn and print the table."""
    files = [
        file for file in path.rglob("*.tf") if ".terraform" not in file.parts and file.is_file()
    ]
    sources = [file.read_bytes() for file in files]
    resources = sum(len(RESOURCE.findall(source)) for source in sources)
    megabytes = sum(map(len, sources)) / 1e6
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "auditor.json"
        mine = [auditor, "scan", path, "-o", f"json={report}", "--quiet", "--exit-zero"]
        other: list[str | Path] = [
            checkov,
            "-d",
            path,
            "--framework",
            "terraform",
            "--compact",
            "--quiet",
        ]
        other += [
            "-o",
            "json",
            "--skip-download",
            "--download-external-modules",
            "false",
            "--soft-fail",
        ]
        for turn in range(runs):
            ours.append(measure(mine, timeout))
            if turn == 0 or theirs[0].out is not None:
                theirs.append(measure(other, timeout))
        document = json.loads(report.read_bytes())
    a, b = median(ours), median(theirs)
    print(f"\n{path.name}: {len(files)} files, {megabytes:.2f} MB, {resources} resource blocks")
    print(f"  {'':10}{'CPU s':>9}{'peak MB':>9}  findings")
    print(f"  {'auditor':10}{a.cpu:9.2f}{a.peak:9.0f}  {count(document)}")
    if b.out is None:
        print(f"  {'checkov':10}{b.cpu:9.2f}{b.peak:9.0f}  not finished in {timeout:.0f} s")
    else:
        print(f"  {'checkov':10}{b.cpu:9.2f}{b.peak:9.0f}  {count_checkov(b.out)}")
    sign = "more than " if b.out is None else ""
    cpu, peak = b.cpu / a.cpu, b.peak / a.peak
    print(f"  ratio: {sign}{cpu:.1f} times less CPU, {peak:.1f} times less memory")


def measure(command: list[str | Path], timeout: float) -> Run:
    """Run a command to its end (or kill it) and return what the kernel says it cost."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.DEVNULL, env=env, start_new_session=True
        )
        deadline = time.monotonic() + timeout
        while True:
            pid, _, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                os.killpg(process.pid, signal.SIGKILL)
                _, _, usage = os.wait4(process.pid, 0)
                return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, None)
            time.sleep(0.005)
        process.returncode = 0
        out.seek(0)
        return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read())


def median(runs: list[Run]) -> Run:
    """Return the medians; the output of the last run."""
    cpu = statistics.median(run.cpu for run in runs)
    return Run(cpu, statistics.median(run.peak for run in runs), runs[-1].out)


def count(document: dict[str, Any]) -> str:
    """Return our verdicts in words."""
    words = [finding["verdict"] for finding in document["findings"]]
    return ", ".join(f"{words.count(word)} {word}" for word in ("pass", "fail", "unknown"))


def count_checkov(out: bytes) -> str:
    """Return checkov's verdicts in words."""
    try:
        document = json.loads(out)
    except json.JSONDecodeError:
        return "no result"
    parts = document if isinstance(document, list) else [document]
    summaries = [part.get("summary", part) for part in parts]
    passed = sum(item.get("passed", 0) for item in summaries)
    failed = sum(item.get("failed", 0) for item in summaries)
    return f"{passed} pass, {failed} fail"


if __name__ == "__main__":
    main()
