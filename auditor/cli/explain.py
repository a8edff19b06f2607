"""``auditor explain``: one check's page."""

from __future__ import annotations

from difflib import get_close_matches

import click
import msgspec

from auditor.checking import Check, card
from auditor.cli import _setup
from auditor.errors import ConfigError
from auditor.plugins import Plugins


@click.command("explain")
@click.argument("check")
def command(check: str) -> None:
    """Explain CHECK: an id of ours (encryption.at_rest) or of another tool (CKV_AWS_3)."""
    _, plugins = _setup.load()
    found = _find(check, plugins)
    for index, item in enumerate(found):
        if index:
            click.echo("\n" + "─" * 72 + "\n")
        click.echo(page(item, plugins))


def _find(name: str, plugins: Plugins) -> list[Check]:
    if name in plugins.checks:
        return [plugins.checks[name]]
    lowered = name.lower()
    same = [
        check
        for check in plugins.checks.values()
        if any(alias.lower() == lowered for alias in check.same_as)
    ]
    if same:
        return same
    close = get_close_matches(name, plugins.checks, 1)
    hint = f"did you mean {close[0]!r}?" if close else "see: auditor checks"
    raise ConfigError(f"no check {name!r}", hint)


def page(check: Check, plugins: Plugins) -> str:
    """Return a check's page as Markdown; the terminal shows it as it is."""
    text = card(check)
    controls = [
        f"- {name}: {plugins.objectives[name].title}" if name in plugins.objectives else f"- {name}"
        for name in check.controls
    ]
    settings = [
        f"- `{name}` = `{value}`" for name, value in msgspec.to_builtins(check.settings()).items()
    ]
    parts = [
        f"# {check.id}",
        f"**{check.title}** · severity {check.severity.label}",
        text.summary,
        f"## Why it matters\n\n{text.why}",
        f"## Verdicts\n\n{text.verdicts}",
        f"## How to mend it\n\n{text.mend}",
    ]
    if settings:
        parts.append(f'## Settings (`[checks."{check.id}"]`)\n\n' + "\n".join(settings))
    if controls:
        parts.append("## Control objectives\n\n" + "\n".join(controls))
    if check.same_as:
        names = ", ".join(f"`{name}`" for name in check.same_as)
        parts.append(f"## The same rule elsewhere\n\n{names}")
    parts.append("## Sources\n\n" + "\n".join(f"- {source}" for source in text.sources))
    return "\n\n".join(parts)
