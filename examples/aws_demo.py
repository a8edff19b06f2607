"""``make demo-aws``: audit two live accounts of an organisation, which a stand-in for AWS serves
on this machine; keep the evidence, verify it, judge it again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import aws_estate

from auditor_aws.testing import Server

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / ".demo" / "aws"
AUDITOR = Path(sys.executable).with_name("auditor")


def main() -> None:
    """Serve, seed, scan (the gate fails: faults are planted), verify and replay."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    regions = json.dumps(list(aws_estate.REGIONS))
    (OUT / "auditor.toml").write_text(f"[aws]\nregions = {regions}\ncalls_per_second = 1000\n")
    with Server() as server:
        started = time.monotonic()
        ground = aws_estate.seed(server)
        server.reset_calls()
        _say(
            f"accounts {aws_estate.SHOP} and {ground.member} are served at {server.url}, with "
            f"{len(ground.names)} things in them ({time.monotonic() - started:.0f} s)"
        )
        inherited = {key: os.environ[key] for key in os.environ if not key.startswith("AWS_")}
        environment = {
            **inherited,
            **server.environment(),
            "XDG_CACHE_HOME": str(OUT / "cache"),
        }
        outputs = ("-o", "terminal", "-o", "sarif=auditor.sarif", "-o", "json=auditor.json")
        started = time.monotonic()
        _run(
            "scan", "aws://", "--quiet", *outputs, "--bundle", "bundle",
            environment=environment, allowed=(1,),
        )  # fmt: skip
        calls = server.calls()
        _say(
            f"(exit code 1: the gate failed, as it should on this estate; {sum(calls.values())} "
            f"calls of {len(calls)} operations in {time.monotonic() - started:.0f} s)"
        )
    _run("verify", "bundle", environment=environment)
    _run("replay", "bundle", environment=environment)
    _planted(ground)
    _say(f"\nThe report for people: {OUT / 'bundle' / 'data' / 'report.pdf'}")


def _say(line: str) -> None:
    print(line, flush=True)


def _run(*arguments: str, environment: dict[str, str], allowed: tuple[int, ...] = (0,)) -> None:
    """Show a command, run it, and stop when it ends in another way."""
    _say(f"\n$ auditor {' '.join(arguments)}")
    done = subprocess.run([AUDITOR, *arguments], cwd=OUT, env=environment, check=False)
    if done.returncode not in allowed:
        sys.exit(f"exit code {done.returncode}, expected {allowed}")


def _planted(ground: aws_estate.Ground) -> None:
    """Stop when a planted fault was not found, or a sound twin was."""
    findings = json.loads((OUT / "auditor.json").read_text())["findings"]
    verdicts = {(item["check"], item["resource"], item["verdict"]) for item in findings}
    wrong = [
        f"{name}: {check} is not {verdict}"
        for verdict, table in (("fail", aws_estate.FAULTS), ("pass", aws_estate.SOUND))
        for check, names in table.items()
        for name in names
        if (check, ground.names[name], verdict) not in verdicts
    ]
    if wrong:
        sys.exit("\n".join(wrong))
    number = sum(map(len, aws_estate.FAULTS.values()))
    _say(f"\nAll {number} planted faults were found, and their sound twins pass.")


if __name__ == "__main__":
    main()
