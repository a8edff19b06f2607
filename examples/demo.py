"""``make demo``: audit the example estate, keep the evidence, verify it, judge it again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / ".demo"
AUDITOR = Path(sys.executable).with_name("auditor")


def run(*arguments: str, allowed: tuple[int, ...] = (0,)) -> None:
    """Show a command, run it beside the estate, and stop when it ends in another way."""
    print(f"\n$ auditor {' '.join(arguments)}", flush=True)
    code = subprocess.run([AUDITOR, *arguments], cwd=HERE, check=False).returncode
    if code not in allowed:
        sys.exit(f"exit code {code}, expected {allowed}")


def main() -> None:
    """Scan (the gate fails: the estate has planted faults), verify and replay."""
    shutil.rmtree(OUT, ignore_errors=True)
    bundle = "../.demo/bundle"
    config = "estate/auditor.toml"
    outputs = ("-o", "terminal", "-o", "sarif=../.demo/auditor.sarif")
    run("scan", "estate", "--config", config, *outputs, "--bundle", bundle, allowed=(1,))
    print("(exit code 1: the gate failed, as it should on this estate)")
    run("verify", bundle)
    run("replay", bundle)
    print(f"\nThe report for people: {OUT / 'bundle' / 'data' / 'report.pdf'}")


if __name__ == "__main__":
    main()
