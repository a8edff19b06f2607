"""The command line. Subcommands are imported when they are used."""

from __future__ import annotations

import logging
import sys
from importlib import import_module

import click

from auditor import __version__
from auditor.errors import AuditorError, ConfigError, EvidenceError

COMMANDS = {
    "scan": "Audit targets: Terraform trees, plans, certificates, endpoints.",
    "checks": "List the checks.",
    "explain": "Explain a check: why, verdicts, how to mend it, sources.",
    "baseline": "Record what is there, so that the gate looks at what is new.",
    "verify": "Verify that a bundle is intact.",
    "replay": "Judge a bundle's facts again and compare the findings.",
    "init": "Write a configuration and a CI workflow for this repository.",
    "config": "Show the configuration in force, or its JSON Schema.",
    "plugins": "List the plugins, broken ones with their problem.",
    "doctor": "Check the installation and say what is missing.",
    "completion": "Print the shell completion script.",
}


class LazyGroup(click.Group):
    """Knows its subcommands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"auditor.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the closest subcommand for a misspelt one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(name, COMMANDS, 1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"No command {name!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 gate failed, 2 usage or configuration, 3 incomplete "
    "(something that should have been read was not), 4 internal error.",
)
@click.version_option(__version__, message="auditor %(version)s")
@click.option("--debug", is_flag=True, envvar="AUDITOR_DEBUG", help="Log to standard error.")
def cli(debug: bool) -> None:
    """Audit Terraform, certificates and endpoints, with evidence that replays.

    \b
    auditor scan .                              audit this repository
    auditor scan . -o sarif=auditor.sarif       for code scanning
    auditor scan plan.json --fail-on high       gate a plan
    auditor scan tls:example.org --bundle out   audit an endpoint, keep the evidence
    """
    level = logging.DEBUG if debug else logging.CRITICAL
    logging.basicConfig(level=level, stream=sys.stderr, format="%(name)s: %(message)s")


def main() -> None:
    """Run the command line; every error becomes one line and an exit code."""
    debug = "--debug" in sys.argv
    try:
        cli(prog_name="auditor", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AuditorError as error:
        click.echo(f"auditor: {error}", err=True)
        sys.exit(
            2 if isinstance(error, ConfigError) else 1 if isinstance(error, EvidenceError) else 4
        )
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"auditor: internal error ({type(error).__name__}); "
            "run again with --debug and report what it prints",
            err=True,
        )
        sys.exit(4)
