"""auditor, its transport alone, Prowler and checkov on the same clusters and manifests, in one run.

    python benchmarks/kubernetes.py [--estate whole] [--estate tenth] [--files 2000] [--runs 3]
                                    [--prowler PROGRAM] [--checkov PROGRAM] [--alone]
                                    [--everywhere] [--timeout 3600]

Live: an estate (``kubernetes_estate``) is served on 127.0.0.1, without TLS, by a process of its
own. The yardstick is a script that does nothing but transfer the lists that auditor asked for,
500 objects at a time, and decode them with orjson; interpreter and imports included. Then come
``auditor scan k8s:``, the same with a bundle and a PDF, and Prowler: by itself on the tenth only,
where it takes 1.7 GB; ``--everywhere`` is for machines with a lot of memory.

Manifests: a tree of applications in YAML, some of it in files of several documents, some JSON;
``auditor scan DIR`` and ``checkov -d DIR --framework kubernetes``, both to JSON.

Prints CPU seconds (user + system, median), wall seconds, peak memory and verdicts, and the
ratios. Peers are found by option, or by ``AUDITOR_BENCH_PROWLER`` and ``AUDITOR_BENCH_CHECKOV``,
else an environment is made for each beside this file. Quote ratios: times depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
AUDITOR = Path(sys.executable).with_name("auditor")

TRANSFER = """
import json, sys, urllib3, orjson
config = json.load(open(sys.argv[1]))
url = config["clusters"][0]["cluster"]["server"]
token = config["users"][0]["user"]["token"]
pool = urllib3.PoolManager()
objects = 0
for path in sys.argv[2:]:
    fields = {"limit": "500"}
    while True:
        head = {"Authorization": "Bearer " + token, "Accept": "application/json"}
        page = orjson.loads(pool.request("GET", url + path, fields=fields, headers=head).data)
        objects += len(page["items"])
        fields["continue"] = page["metadata"].get("continue")
        if not fields["continue"]:
            break
print(objects, "objects")
"""
"""The yardstick."""

COUNT = """
import collections, json, pathlib, sys
words = collections.Counter()
for name in sys.argv[1:]:
    document = json.loads(pathlib.Path(name).read_bytes() or b"{}")
    if "findings" in document:
        words.update(item["verdict"] for item in document["findings"])
    elif isinstance(document, dict):
        summary = document.get("summary", {})
        words.update({"pass": summary.get("passed", 0), "fail": summary.get("failed", 0)})
    else:
        words.update(item["status_code"].lower() for item in document)
print(", ".join(f"{words[word]} {word}" for word in sorted(words)))
"""
"""Counts verdicts in a process of its own: what this one holds when it starts another counts as
the other's peak."""


class Run(NamedTuple):
    """What the kernel says that a run cost."""

    cpu: float
    wall: float
    peak: float
    finished: bool


def main() -> None:
    """Read the arguments, run all, print a table for each estate and for the manifests."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--estate", action="append", choices=["whole", "tenth", "none"])
    parser.add_argument("--files", type=int, default=2000, help="manifests; 0 for none")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--prowler", type=Path, help="an installed Prowler")
    parser.add_argument("--checkov", type=Path, help="an installed checkov")
    parser.add_argument("--alone", action="store_true", help="without Prowler and checkov")
    parser.add_argument("--everywhere", action="store_true", help="Prowler on the whole estate")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds for one run")
    options = parser.parse_args()
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", HERE.parent], check=False, env=clean()
    )
    for estate in options.estate or ["tenth", "whole"]:
        if estate != "none":
            wanted = not options.alone and (estate == "tenth" or options.everywhere)
            peer = installed("prowler", options.prowler) if wanted else None
            compare_live(estate, peer, options.runs, options.timeout)
    if options.files:
        peer = None if options.alone else installed("checkov", options.checkov)
        compare_manifests(options.files, peer, options.runs, options.timeout)


def installed(name: str, given: Path | None) -> Path:
    """Return a peer's program; install it into an environment of its own when there is none."""
    named = given or os.environ.get(f"AUDITOR_BENCH_{name.upper()}")
    if named:
        return Path(named)
    environment = HERE / f".{name}"
    program = environment / "bin" / name
    if not program.exists():
        print(f"installing {name} into an environment of its own …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([environment / "bin" / "pip", "install", "-q", name], check=True)
        python = environment / "bin" / "python"
        subprocess.run([python, "-m", "compileall", "-q", environment], check=False, env=clean())
    return program


def compare_live(estate: str, prowler: Path | None, runs: int, timeout: float) -> None:
    """Measure all on one estate and print the table."""
    with serving(estate) as server, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        where = {"KUBECONFIG": server.kubeconfig}
        report = place / "report.json"
        scan: list[str | Path] = [AUDITOR, "scan", "k8s:", "--exit-zero"]
        measure([*scan, "-o", f"json={report}"], where, place, timeout)
        calls = server.calls()
        lists = sorted({path for verb, path, status in calls if (verb, status) == ("list", 200)})
        transfer = [sys.executable, "-c", TRANSFER, server.kubeconfig, *lists]
        yardsticks, audits = [], []
        for _ in range(runs):
            yardsticks.append(measure(transfer, where, place, timeout))
            objects = (place / "output").read_text().strip()
            audits.append(measure(scan, where, place, timeout))
        bundle = [*scan, "--bundle", place / "bundle", "-o", f"pdf={place / 'report.pdf'}"]
        yardstick, audit = median(yardsticks), median(audits)
        rows = [
            ("transfer, orjson", yardstick, objects),
            ("auditor scan k8s:", audit, count([report])),
            ("… --bundle -o pdf", measure(bundle, where, place, timeout), ""),
        ]
        print(f"\n{estate} estate: {Counter(verb for verb, _, _ in calls)['list']} pages of:")
        print("  " + " ".join(path.rpartition("/")[2] for path in lists))
        server.calls()
        if prowler is not None:
            theirs: list[str | Path] = [prowler, "kubernetes", "--kubeconfig-file"]
            theirs += [server.kubeconfig, "-M", "csv", "json-ocsf", "-o", place / "prowler"]
            theirs += ["-b", "--no-color", "--log-level", "ERROR", "-z"]
            run = measure(theirs, where, place, timeout)
            found = count(sorted((place / "prowler").glob("*.ocsf.json")))
            rows.append(("Prowler", run, f"{found} ({len(server.calls())} calls)"))
    table(rows)
    print(f"  auditor to transfer: {audit.cpu / yardstick.cpu:.2f} times the CPU")
    if prowler is not None:
        print(f"  Prowler to auditor: {run.cpu / audit.cpu:.1f} times the CPU, ", end="")
        print(f"{run.peak / audit.peak:.1f} times the memory", flush=True)


def compare_manifests(files: int, checkov: Path | None, runs: int, timeout: float) -> None:
    """Measure both on a tree of manifests and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        place, tree = Path(folder), Path(folder) / "manifests"
        subprocess.run([sys.executable, HERE / "kubernetes_tree.py", tree, str(files)], check=True)
        report = place / "report.json"
        scan: list[str | Path] = [AUDITOR, "scan", tree, "--exit-zero", "--quiet"]
        scan += ["-o", f"json={report}"]
        measure(scan, {}, place, timeout)
        audit = median([measure(scan, {}, place, timeout) for _ in range(runs)])
        rows = [("auditor scan DIR", audit, count([report]))]
        if checkov is not None:
            other: list[str | Path] = [checkov, "-d", tree, "--framework", "kubernetes"]
            other += ["--compact", "--quiet", "-o", "json", "--skip-download", "--soft-fail"]
            theirs = measure(other, {}, place, timeout)
            rows.append(("checkov", theirs, count([place / "output"])))
        megabytes = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file()) / 1e6
    print(f"\n{files} manifests, {megabytes:.1f} MB")
    table(rows)
    if checkov is not None:
        print(f"  checkov to auditor: {theirs.cpu / audit.cpu:.1f} times the CPU, ", end="")
        print(f"{theirs.peak / audit.peak:.1f} times the memory")


def table(rows: Sequence[tuple[str, Run, str]]) -> None:
    """Print runs with what they found."""
    print(f"  {'':19}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    for name, run, found in rows:
        state = found if run.finished else "not finished"
        print(f"  {name:19}{run.cpu:8.2f}{run.wall:8.2f}{run.peak:9.0f}  {state}", flush=True)


class Serving:
    """A stand-in in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.kubeconfig: str = self._line()["kubeconfig"]

    def calls(self) -> list[tuple[str, str, int]]:
        """Return verb, path and status of the requests since this was last asked."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return [(verb, path, status) for verb, path, status in self._line()]

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def serving(estate: str) -> Iterator[Serving]:
    """Serve an estate."""
    command = [sys.executable, str(HERE / "kubernetes_estate.py"), estate]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=clean()
    ) as process:
        yield Serving(process)


def measure(
    command: Sequence[str | Path], where: dict[str, str], place: Path, timeout: float
) -> Run:
    """Run a command to its end (or kill it) and return what it cost; its standard output is in
    ``place / "output"``."""
    before = time.monotonic()
    with (place / "output").open("wb") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=clean() | where,
            cwd=place,
            start_new_session=True,
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
            time.sleep(0.01)
        process.returncode = 0
    cpu = usage.ru_utime + usage.ru_stime
    return Run(cpu, time.monotonic() - before, usage.ru_maxrss / 1024, finished)


def median(runs: Sequence[Run]) -> Run:
    """Return the medians."""
    cpu, wall, peak = (statistics.median(run[part] for run in runs) for part in range(3))
    return Run(cpu, wall, peak, all(run.finished for run in runs))


def count(files: Sequence[Path]) -> str:
    """Return the verdicts of a report in words."""
    command = [sys.executable, "-c", COUNT, *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip() or "no report"


def clean() -> dict[str, str]:
    """Return the environment with bytecode allowed."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main()
