"""``auditor doctor``: is everything here that a scan may want?"""

from __future__ import annotations

import platform
import shutil
import sys
from importlib.util import find_spec

import click

from auditor import __version__
from auditor.cli import _setup

EXTRAS = {
    "aws": ("boto3", "live AWS accounts"),
    "kubernetes": ("kubernetes", "live clusters"),
    "pdf": ("reportlab", "PDF reports"),
}
"""Import name and purpose, by extra."""

PROGRAMS = {
    "terraform": "makes plans: terraform show -json plan.out > plan.json",
    "helm": "renders charts, which are audited as manifests then",
}
"""Programs that help but are not needed."""


@click.command("doctor")
def command() -> None:
    """Check the installation; exit code 2 when a plugin is broken."""
    loaded, plugins = _setup.load()
    click.echo(f"auditor {__version__} on Python {platform.python_version()}")
    click.echo(f"configuration: {loaded.source or 'none (defaults)'}")
    broken = [info for info in plugins.infos if info.problem not in ("", "blocked")]
    checks = len(plugins.checks)
    click.echo(f"plugins: {len(plugins.infos) - len(broken)} loaded, {checks} checks")
    for info in broken:
        click.echo(f"  {info.name} is out: {info.problem}")
    for extra, (module, purpose) in EXTRAS.items():
        have = find_spec(module) is not None
        state = "installed" if have else f"missing; pip install 'auditor[{extra}]'"
        click.echo(f"extra {extra} ({purpose}): {state}")
    for program, purpose in PROGRAMS.items():
        state = "found" if shutil.which(program) else f"not found; not needed, but it {purpose}"
        click.echo(f"program {program}: {state}")
    for name, date in plugins.data.items():
        click.echo(f"data {name}: as of {date}")
    sys.exit(2 if broken else 0)
