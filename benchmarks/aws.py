"""auditor and Prowler on the same account, side by side, in one run.

    python benchmarks/aws.py [--estate small] [--estate medium] [--latency-ms 0] [--alone]
                             [--prowler PROGRAM] [--timeout 3600]

The account is served on 127.0.0.1 by a process of its own (:mod:`auditor_aws.testing`, filled
by ``aws_estate``), one region. Prowler gets the services that both read; auditor runs with all
of its own, and once more with those alone. Prints per run: API calls, CPU seconds (user +
system), wall seconds, peak memory, findings; then the ratios. Without ``--prowler`` an
environment for Prowler is made beside this file and its bytecode is compiled.

The stand-in is one Python process: of the wall time much is its own, above all without
latency, and at the first call of a service, which is why one run goes before those that count.
Calls, CPU and memory are those of the tool alone.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import ProxyHandler, Request, build_opener

ENVIRONMENT = Path(__file__).resolve().parent / ".prowler"
REGION = "us-east-1"
SHARED = "iam acm secretsmanager ssm ec2 kms s3 awslambda rds eks cloudtrail".split()
"""What Prowler is asked for, in its words."""
OURS = {"awslambda": ["lambda"], "ec2": ["ec2", "vpc", "ebs"], "s3": ["s3", "s3account"]}
"""Our services for those of Prowler that are called otherwise."""

COUNT = """
import collections, json, pathlib, sys
words = collections.Counter()
for name in sys.argv[1:]:
    document = json.loads(pathlib.Path(name).read_bytes())
    words.update(item["status_code"].lower() for item in document)
print(", ".join(f"{words[word]} {word}" for word in sorted(words)))
"""
"""Counts Prowler's verdicts in a process of its own: what this one holds when it starts another
counts as the other's peak."""


class Run(NamedTuple):
    """What the kernel and the stand-in say that a run cost."""

    name: str
    calls: int
    cpu: float
    wall: float
    peak: float
    findings: str
    finished: bool


def main() -> None:
    """Read the arguments, run both, print a table for each estate and latency."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--estate", action="append", choices=["small", "medium"])
    parser.add_argument("--latency-ms", action="append", type=int)
    parser.add_argument("--alone", action="store_true", help="without Prowler")
    parser.add_argument("--prowler", type=Path, help="an installed Prowler")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds for one run")
    options = parser.parse_args()
    prowler = None if options.alone else options.prowler or install_prowler()
    for package in ("auditor_aws", "boto3", "botocore"):
        command = (
            f"import compileall, {package}; compileall.compile_dir({package}.__path__[0], quiet=2)"
        )
        subprocess.run([sys.executable, "-c", command], check=False, env=clean())
    for estate in options.estate or ["small", "medium"]:
        for latency in options.latency_ms or [0]:
            compare(estate, latency, prowler, options.timeout)


def install_prowler() -> Path:
    """Make an environment for Prowler, once."""
    program = ENVIRONMENT / "bin" / "prowler"
    if not program.exists():
        print("installing Prowler into an environment of its own …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([ENVIRONMENT / "bin" / "pip", "install", "-q", "prowler"], check=True)
        subprocess.run(
            [ENVIRONMENT / "bin" / "python", "-m", "compileall", "-q", ENVIRONMENT], check=False
        )
    return program


def compare(estate: str, latency: int, prowler: Path | None, timeout: float) -> None:
    """Run all on one estate, one after the other, and print the table."""
    with serving(estate, latency) as server, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run_auditor("warm-up", server, place / "warm", (), timeout)
        ours = run_auditor("auditor, all", server, place / "all", (), timeout)
        names = [name for shared in SHARED for name in OURS.get(shared, [shared])]
        same = run_auditor("auditor, shared", server, place / "shared", names, timeout)
        theirs = run_prowler(prowler, server, place / "prowler", timeout) if prowler else None
    print(f"\n{estate} estate, {latency} ms latency")
    print(f"  {'':16}{'calls':>8}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}  findings")
    for run in (ours, same, theirs):
        if run is not None:
            state = run.findings if run.finished else f"not finished in {timeout:.0f} s"
            print(
                f"  {run.name:16}{run.calls:8}{run.cpu:8.1f}{run.wall:8.1f}{run.peak:9.0f}  {state}"
            )
    for run in (ours, same) if theirs is not None else ():
        print(
            f"  Prowler to {run.name}: {theirs.calls / run.calls:.1f} times the calls, "
            f"{theirs.cpu / run.cpu:.1f} times the CPU, {theirs.wall / run.wall:.1f} times the "
            f"wall time, {theirs.peak / run.peak:.1f} times the memory",
            flush=True,
        )


@contextmanager
def serving(estate: str, latency: int) -> Iterator[dict[str, str]]:
    """Serve a freshly seeded estate; give the environment of its clients."""
    command = [sys.executable, "-m", "auditor_aws.testing", "--seed", f"aws_estate:{estate}"]
    command += ["--latency-ms", str(latency)]
    where = {"PYTHONPATH": str(Path(__file__).resolve().parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=clean() | where) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)


def run_auditor(
    name: str, server: dict[str, str], place: Path, services: list[str] | tuple[()], timeout: float
) -> Run:
    """Audit the estate with auditor."""
    place.mkdir()
    config = place / "auditor.toml"
    config.write_text(
        f'[aws]\nregions = ["{REGION}"]\nservices = {json.dumps(list(services))}\n'
        "calls_per_second = 1000\n"
    )
    report = place / "report.json"
    command = [Path(sys.executable).with_name("auditor"), "scan", "aws:", "--config", config]
    command += ["-o", f"json={report}", "--quiet", "--exit-zero"]
    run = measure(name, command, server, timeout)
    if not report.exists():
        return run._replace(findings="no report")
    words = Counter(item["verdict"] for item in json.loads(report.read_bytes())["findings"])
    return run._replace(findings=", ".join(f"{words[word]} {word}" for word in sorted(words)))


def run_prowler(program: Path, server: dict[str, str], place: Path, timeout: float) -> Run:
    """Audit the estate with Prowler."""
    command: list[str | Path] = [program, "aws", "--services", *SHARED, "--region", REGION]
    command += ["-M", "csv", "json-ocsf", "-o", place, "-b", "--no-color"]
    command += ["--log-level", "ERROR", "--scan-unused-services", "-z"]
    run = measure("Prowler", command, server, timeout)
    counted = subprocess.run(
        [sys.executable, "-c", COUNT, *place.glob("*.ocsf.json")], capture_output=True, text=True
    )
    return run._replace(findings=counted.stdout.strip())


def measure(name: str, command: list[Any], server: dict[str, str], timeout: float) -> Run:
    """Run a command to its end (or kill it) and return what it cost."""
    ask(server, "reset-calls")
    before = time.monotonic()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env=clean() | server, start_new_session=True
        )
        finished = True
        while True:
            pid, _, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - before > timeout:
                os.killpg(process.pid, signal.SIGKILL)
                _, _, usage = os.wait4(process.pid, 0)
                finished = False
                break
            time.sleep(0.02)
        process.returncode = 0
    return Run(
        name=name,
        calls=sum(ask(server, "calls").values()),
        cpu=usage.ru_utime + usage.ru_stime,
        wall=time.monotonic() - before,
        peak=usage.ru_maxrss / 1024,
        findings="",
        finished=finished,
    )


def ask(server: dict[str, str], word: str) -> Any:
    """Ask the stand-in for its counts, or to count from zero."""
    method = "GET" if word == "calls" else "POST"
    request = Request(f"{server['AWS_ENDPOINT_URL']}/__auditor/{word}", method=method, data=None)
    with build_opener(ProxyHandler({})).open(request) as answer:
        return json.loads(answer.read() or b"null")


def clean() -> dict[str, str]:
    """Return the environment with bytecode allowed."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main()
