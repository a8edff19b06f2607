"""``auditor checks``: list the checks."""

from __future__ import annotations

from difflib import get_close_matches

import click
import msgspec

from auditor.cli import _setup
from auditor.errors import ConfigError


@click.command("checks")
@click.option("--family", help="Only this family: access, certificates, encryption …")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with everything on each card.")
def command(family: str | None, as_json: bool) -> None:
    """List the installed checks.

    \b
    auditor checks
    auditor checks --family encryption
    auditor checks --json
    """
    _, plugins = _setup.load()
    families = sorted({check.family for check in plugins.checks.values()})
    if family is not None and family not in families:
        close = get_close_matches(family, families, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(families)}"
        raise ConfigError(f"no family {family!r}", hint)
    chosen = [
        check for check in plugins.checks.values() if family is None or check.family == family
    ]
    if as_json:
        document = [
            {
                "id": check.id,
                "title": check.title,
                "family": check.family,
                "severity": check.severity.label,
                "controls": check.controls,
                "same_as": check.same_as,
                "facts": check.facts.__name__,
                "setting": check.setting or None,
                "settings": msgspec.to_builtins(check.settings()),
            }
            for check in chosen
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(document)).decode())
        return
    width = max((len(check.id) for check in chosen), default=0)
    for check in chosen:
        click.echo(f"{check.id:<{width}}  {check.severity.label:<8}  {check.title}")
    click.echo(f"\n{len(chosen)} checks; auditor explain CHECK says more", err=True)
