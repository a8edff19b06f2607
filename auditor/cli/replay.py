"""``auditor replay``: the same facts, judged again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.cli import _setup
from auditor.engine.judge import fact_kinds
from auditor.engine.replay import replay


@click.command("replay")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> None:
    """Judge the facts in BUNDLE again, offline, and demand identical findings.

    Exit code 0 when all findings are byte for byte the same, 1 when not or when the
    bundle does not verify.
    """
    _, plugins = _setup.load()
    problems = list(plugins.archivist.verify(bundle))
    if problems:
        click.echo(f"auditor: {bundle} does not verify: {problems[0]}", err=True)
        sys.exit(1)
    emitted = [kind for item in plugins.collectors.values() for kind in item.emits]
    kinds = fact_kinds(plugins.checks.values(), emitted)
    stored = plugins.archivist.open(bundle, kinds)
    result = replay(stored, plugins)
    if not result.same_rules:
        click.echo(
            "note: the installed checks are not those that judged "
            f"(auditor {stored.run.version}); differences may come from that",
            err=True,
        )
    for line in result.differences:
        click.echo(line)
    if result.different:
        click.echo(f"auditor: {result.different} of {result.findings} findings differ", err=True)
        sys.exit(1)
    click.echo(
        f"{bundle}: {result.findings} findings judged again as of "
        f"{stored.run.moment}, all identical; the gate says {result.exit_code}"
    )
