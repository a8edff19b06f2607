"""``make demo-k8s``: audit a live cluster, which a stand-in API server serves on this machine;
compare it with its manifests, keep the evidence, verify it, judge it again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import k8s_estate

from auditor_kubernetes.testing import Server

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / ".demo" / "k8s"
AUDITOR = Path(sys.executable).with_name("auditor")
CONTEXT = "shop"


def main() -> None:
    """Serve, scan (the gate fails: faults are planted), verify and replay."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    (OUT / "auditor.toml").write_text("[k8s]\ntier = 2\nrequests_per_second = 1000\n")
    manifests = OUT / "deploy"
    manifests.mkdir()
    for name in ("shop.yaml", "legacy.yaml"):
        shutil.copy(HERE / "k8s_estate" / name, manifests)
    objects = k8s_estate.objects()
    with Server(_drifted(objects), version="v1.35.1", tls=True) as server:
        config = server.kubeconfig(OUT / "kubeconfig", context=CONTEXT)
        _say(f"cluster {CONTEXT} is served at {server.url}, with {len(objects)} objects in it")
        environment = {
            **os.environ,
            "KUBECONFIG": str(config),
            "XDG_CACHE_HOME": str(OUT / "cache"),
        }
        outputs = ("-o", "terminal", "-o", "sarif=auditor.sarif", "-o", "json=auditor.json")
        started = time.monotonic()
        _run(
            "scan", "deploy", f"k8s:{CONTEXT}", "--drift", "--quiet", *outputs,
            "--bundle", "bundle", environment=environment, allowed=(1,),
        )  # fmt: skip
        _say(
            f"(exit code 1: the gate failed, as it should on this estate; {len(server.requests)} "
            f"requests in {time.monotonic() - started:.0f} s, none that writes)"
        )
    _run("verify", "bundle", environment=environment)
    _run("replay", "bundle", environment=environment)
    _planted()
    _say(f"\nThe report for people: {OUT / 'bundle' / 'data' / 'report.pdf'}")


def _drifted(objects: list[k8s_estate.Body]) -> list[k8s_estate.Body]:
    """Return the objects as they run: somebody scaled the shop down and opened its container."""
    for body in objects:
        if body["kind"] == "Deployment" and body["metadata"]["name"] == "web":
            body["spec"]["replicas"] = 2
            container = body["spec"]["template"]["spec"]["containers"][0]
            container["securityContext"]["allowPrivilegeEscalation"] = True
    return objects


def _say(line: str) -> None:
    print(line, flush=True)


def _run(*arguments: str, environment: dict[str, str], allowed: tuple[int, ...] = (0,)) -> None:
    """Show a command, run it, and stop when it ends in another way."""
    _say(f"\n$ auditor {' '.join(arguments)}")
    done = subprocess.run([AUDITOR, *arguments], cwd=OUT, env=environment, check=False)
    if done.returncode not in allowed:
        sys.exit(f"exit code {done.returncode}, expected {allowed}")


def _planted() -> None:
    """Stop when a planted fault was not found, a sound twin was, or the drift was missed."""
    report = json.loads((OUT / "auditor.json").read_text())
    verdicts = {
        (item["check"], item["resource"], item["verdict"])
        for item in report["findings"]
        if item["scope"] == CONTEXT
    }
    wrong = [
        f"{name}: {check} is not {verdict}"
        for verdict, table in (("fail", k8s_estate.FAULTS), ("pass", k8s_estate.SOUND))
        for check, names in table.items()
        for name in names
        if (check, name, verdict) not in verdicts
    ]
    drift = {(item["address"], item["field"]) for item in report["drift"]["differences"]}
    wrong += [
        f"drift of {field} was missed"
        for field in ("replicas", "containers[web].escalation")
        if ("shop/Deployment/web", field) not in drift
    ]
    if wrong:
        sys.exit("\n".join(wrong))
    number = sum(map(len, k8s_estate.FAULTS.values()))
    _say(f"\nAll {number} planted faults and the drift were found, and the sound twins pass.")


if __name__ == "__main__":
    main()
