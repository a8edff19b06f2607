"""``auditor plugins``: what is installed and what each brings."""

from __future__ import annotations

import sys

import click

from auditor.cli import _setup


@click.command("plugins")
def command() -> None:
    """List the plugins; one that is broken is named with its problem (exit code 2)."""
    _, plugins = _setup.load()
    counts = {
        "checks": len(plugins.checks),
        "collectors": len(plugins.collectors),
        "reporters": len(plugins.reporters),
    }
    for info in plugins.infos:
        state = info.problem or "loaded"
        click.echo(f"{info.name:<16} {info.version:<10} {state}")
    click.echo(f"\ncollectors: {', '.join(sorted(plugins.collectors))}")
    click.echo(f"reporters:  {', '.join(sorted(plugins.reporters))}")
    click.echo(f"checks:     {counts['checks']}")
    if any(info.problem not in ("", "blocked") for info in plugins.infos):
        sys.exit(2)
