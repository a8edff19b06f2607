"""``auditor verify``: is the bundle what was written?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.cli import _setup


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> None:
    """Verify BUNDLE offline: every changed, missing or added file is named (exit code 1)."""
    _, plugins = _setup.load()
    problems = list(plugins.archivist.verify(bundle))
    for problem in problems:
        click.echo(f"{bundle}: {problem}")
    if problems:
        click.echo(f"auditor: {bundle} does not verify ({len(problems)} problems)", err=True)
        sys.exit(1)
    identity = plugins.archivist.identity(bundle)
    click.echo(f"{bundle} is intact, identity sha256:{identity}")
