"""``auditor baseline``: record what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor import baseline as baselines
from auditor.baseline import Baseline, Entry
from auditor.cli import _setup
from auditor.cli.scan import run, what_to_scan
from auditor.engine.scan import moment_text
from auditor.errors import ConfigError

DEFAULT = "auditor-baseline.json"

_file = click.option(
    "--file", "file", type=click.Path(path_type=Path), help=f"Baseline file [{DEFAULT}]."
)


@click.group("baseline")
def command() -> None:
    """Record today's failures; ``scan --baseline FILE`` then gates on new ones only."""


@command.command("create")
@what_to_scan
@_file
@click.option("--force", is_flag=True, help="Replace an existing baseline.")
def create(file: Path | None, force: bool, **what: Any) -> None:
    """Scan TARGETS and write every failure into a new baseline."""
    path = _path(file, what["config_path"])
    if path.exists() and not force:
        raise ConfigError(f"{path} exists already", "use: auditor baseline update, or --force")
    fresh = _scan(what)
    baselines.write(path, Baseline(format=baselines.FORMAT, entries=tuple(fresh)))
    click.echo(f"{path}: {len(fresh)} known failures")


@command.command("update")
@what_to_scan
@_file
def update(file: Path | None, **what: Any) -> None:
    """Add new failures and drop mended ones; known ones keep their date."""
    path = _path(file, what["config_path"])
    old = {entry.fingerprint: entry for entry in baselines.read(path).entries}
    fresh = _scan(what)
    merged = [old.get(entry.fingerprint, entry) for entry in fresh]
    baselines.write(path, Baseline(format=baselines.FORMAT, entries=tuple(sorted(merged))))
    _tell(path, merged, added=sum(entry.fingerprint not in old for entry in merged), old=len(old))


@command.command("prune")
@what_to_scan
@_file
def prune(file: Path | None, **what: Any) -> None:
    """Drop mended failures and add nothing."""
    path = _path(file, what["config_path"])
    old = baselines.read(path).entries
    present = {entry.fingerprint for entry in _scan(what)}
    kept = [entry for entry in old if entry.fingerprint in present]
    baselines.write(path, Baseline(format=baselines.FORMAT, entries=tuple(kept)))
    _tell(path, kept, added=0, old=len(old))


def _path(file: Path | None, config_path: Path | None) -> Path:
    if file is not None:
        return file
    loaded, _ = _setup.load(config_path)
    configured = loaded.config.gate.baseline
    if configured and loaded.path is not None:
        return loaded.path.parent / configured
    return Path(DEFAULT)


def _scan(what: dict[str, Any]) -> list[Entry]:
    loaded, plugins = _setup.load(what["config_path"])
    policy = {"fail_on": None, "strict": None, "baseline": ""}
    outcome = run(loaded, plugins, keeping=False, policy=policy, **what)
    with outcome.store:
        if outcome.misuse:
            raise ConfigError(outcome.misuse[0])
        for gap in outcome.report.gaps:
            click.echo(f"auditor: not read: {gap.scope}: {gap.detail}", err=True)
        since = moment_text(outcome.policy)[:10]
        return baselines.entries(outcome.report.findings(), since)


def _tell(path: Path, entries: list[Entry], added: int, old: int) -> None:
    dropped = old + added - len(entries)
    click.echo(f"{path}: {len(entries)} known failures, {added} added, {dropped} dropped")
