"""The command line. Subcommands are imported when they are used."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import FrameType

import click

from auditor import __version__
from auditor.cli import _log
from auditor.errors import AuditorError, ConfigError, EvidenceError
from auditor.redaction import cleaned

_NEW_OBJECTS = 50_000
"""New objects between two searches for circles of garbage. Python's own 700 cost a tenth of a
scan, since syntax trees and facts are many and hardly any of them is garbage."""

COMMANDS = {
    "scan": "Audit Terraform, manifests, cloud accounts, clusters, certificates, endpoints.",
    "checks": "List the checks.",
    "explain": "Explain a check: why, verdicts, how to mend it, sources.",
    "baseline": "Record what is there, so that the gate looks at what is new.",
    "verify": "Verify that a bundle is intact.",
    "replay": "Judge a bundle's facts again and compare the findings.",
    "access": "Say who may do what in a cluster that was audited, from its bundle.",
    "permissions": "Print the least that a scan has to be allowed: aws, k8s.",
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
    """Audit Terraform, manifests, accounts, clusters and endpoints, with evidence that replays.

    \b
    auditor scan .                              audit this repository
    auditor scan . -o sarif=auditor.sarif       for code scanning
    auditor scan plan.json --fail-on high       gate a plan
    auditor scan aws: k8s:                      audit the current account and cluster
    auditor scan tls:example.org --bundle out   audit an endpoint, keep the evidence
    """
    _log.configure(debug)
    try:
        Path.cwd()
    except OSError:
        raise ConfigError("the current directory is gone", "change to another one") from None


def main() -> None:
    """Run the command line; every error becomes one line and an exit code."""
    gc.set_threshold(_NEW_OBJECTS, 50, 50)
    gc.enable()
    _open_streams()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        cli(prog_name="auditor", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except _Terminated:
        sys.exit(143)
    except click.ClickException as error:
        error.message = cleaned(error.message)  # type: ignore[misc]
        error.show()
        sys.exit(error.exit_code)
    except AuditorError as error:
        _say(str(error))
        sys.exit(
            2 if isinstance(error, ConfigError) else 1 if isinstance(error, EvidenceError) else 4
        )
    except BrokenPipeError:
        _drop_output()
        sys.exit(141)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _drop_output()
            _say(f"nothing more can be written ({error.strerror})")
            sys.exit(4)
        logging.getLogger(__name__).debug("internal error", exc_info=True)
        _say(
            f"internal error ({type(error).__name__}); "
            "run again with --debug and report what it prints"
        )
        sys.exit(4)


class _Terminated(BaseException):
    """SIGTERM: leave as after an interruption, with nothing half written left behind."""


def _terminate(number: int, frame: FrameType | None) -> None:
    raise _Terminated


def _say(message: str) -> None:
    """Tell on standard error, in one line and without secrets."""
    click.echo(f"auditor: {' '.join(cleaned(message).split())}", err=True)


def _open_streams() -> None:
    """Put the null device where a standard stream is closed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115 - a handle
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115 - a handle


def _drop_output() -> None:
    """Let what is still buffered go nowhere, so that leaving does not fail once more."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
