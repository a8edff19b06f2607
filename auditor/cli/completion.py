"""``auditor completion``: the script that a shell sources."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    auditor completion bash > /etc/bash_completion.d/auditor
    auditor completion zsh > "${fpath[1]}/_auditor"
    auditor completion fish > ~/.config/fish/completions/auditor.fish
    """
    from auditor.cli import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(cli, {}, "auditor", "_AUDITOR_COMPLETE").source())
