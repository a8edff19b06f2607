"""``auditor permissions``: the least that a collector has to be allowed."""

from __future__ import annotations

from difflib import get_close_matches

import click

from auditor.cli import _setup
from auditor.errors import ConfigError


@click.command("permissions")
@click.argument("name")
@click.option("--cloudformation", "form", flag_value="cloudformation", help="As a stack.")
@click.option("--terraform", "form", flag_value="terraform", help="As Terraform.")
@click.option("--tier", type=int, help="How much is read, where that can be chosen (k8s: 1, 2).")
def command(name: str, form: str | None, tier: int | None) -> None:
    """Print what a scan of NAME (aws, k8s) has to be allowed: reading, and nothing else.

    \b
    auditor permissions aws
    auditor permissions aws --cloudformation > auditor-role.yaml
    auditor permissions aws --terraform > auditor-role.tf
    auditor permissions k8s --tier 2 | kubectl apply -f -
    """
    _, plugins = _setup.load()
    found = plugins.permissions.get(name)
    if found is None:
        close = get_close_matches(name, plugins.permissions, 1)
        others = f"known: {', '.join(plugins.permissions)}"
        raise ConfigError(
            f"nothing needs permissions of {name!r}",
            f"did you mean {close[0]!r}?" if close else others,
        )
    asked = [*(() if tier is None else (f"tier {tier}",)), *((form,) if form else ())]
    if len(asked) > 1:
        raise ConfigError(f"a tier cannot be chosen as {form}", f"give --tier or --{form}")
    wanted = asked[0] if asked else next(iter(found.forms))
    if wanted not in found.forms:
        raise ConfigError(
            f"permissions of {name} have no form {wanted!r}", f"known: {', '.join(found.forms)}"
        )
    click.echo(found.forms[wanted]())
