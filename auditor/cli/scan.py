"""``auditor scan``: audit targets, write reports and a bundle, and gate."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from auditor import config
from auditor.checking import Severity
from auditor.cli import _output, _setup
from auditor.engine.plan import base_of
from auditor.engine.scan import Outcome, Request, scan
from auditor.errors import ConfigError, ReportError
from auditor.gate import Exit
from auditor.plugins import Plugins

SEVERITIES = click.Choice([severity.label for severity in Severity])

_Wrapper = Callable[[Callable[..., Any]], Callable[..., Any]]


def _options(*options: _Wrapper) -> _Wrapper:
    def apply(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return apply


what_to_scan = _options(
    click.argument("targets", nargs=-1),
    click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        envvar="AUDITOR_CONFIG",
        help="Configuration file (default: the nearest auditor.toml).",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="Leave out paths, relative to the repository.",
    ),
    click.option(
        "--var", "variables", multiple=True, metavar="NAME=VALUE", help="Terraform variable."
    ),
    click.option(
        "--var-file", "var_files", multiple=True, metavar="FILE", help="Terraform variable file."
    ),
    click.option("--moment", metavar="TIME", hidden=True, help="Judge as of this RFC 3339 time."),
    click.option(
        "--executor", default="", metavar="URL", help="Distribute over a plugin's executor."
    ),
    click.option(
        "--resume", is_flag=True, help="Go on with the same scan of the last day that was stopped."
    ),
)
"""Options that scan and baseline share."""


@click.command("scan")
@what_to_scan
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="Report to write; may be repeated. Without FILE to standard output.",
)
@click.option(
    "--bundle", type=click.Path(path_type=Path), metavar="DIR", help="Write an evidence bundle."
)
@click.option(
    "--fail-on", type=SEVERITIES, envvar="AUDITOR_FAIL_ON", help="Least severity that fails [low]."
)
@click.option(
    "--strict/--no-strict",
    default=None,
    envvar="AUDITOR_STRICT",
    help="Unknown verdicts and modules that are not on disk count as incomplete.",
)
@click.option("--baseline", envvar="AUDITOR_BASELINE", metavar="FILE", help="Known failures.")
@click.option(
    "--since",
    envvar="AUDITOR_SINCE",
    metavar="REV",
    default="",
    help="Gate only on what is new since this git revision.",
)
@click.option(
    "--drift", is_flag=True, help="Compare manifests with the clusters among the targets."
)
@click.option("-q", "--quiet", is_flag=True, help="Print the summary only.")
@click.option("--exit-zero", is_flag=True, help="Report only: exit 0 whatever was found or unread.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours."
)
def command(
    outputs: tuple[str, ...],
    bundle: Path | None,
    fail_on: str | None,
    strict: bool | None,
    baseline: str | None,
    since: str,
    drift: bool,
    quiet: bool,
    exit_zero: bool,
    color: str,
    **what: Any,
) -> None:
    """Audit TARGETS (default: this directory).

    A target is a path (a Terraform tree, a plan JSON, Kubernetes manifests,
    certificates, a mix), aws:PROFILE, k8s:CONTEXT or tls:HOST:PORT.

    \b
    auditor scan .                                  findings on the terminal
    auditor scan infra -o json                      one document on standard output
    auditor scan . -o sarif=a.sarif -o junit=a.xml  several reports in one run
    auditor scan . --since origin/main              gate on what this branch adds
    auditor scan plan.json --baseline known.json    only what is new
    auditor scan . --bundle evidence                a bundle to verify and replay
    auditor scan deploy k8s:prod --drift            what runs otherwise than declared
    """
    loaded, plugins = _setup.load(what["config_path"])
    chosen = _output.parse(outputs or loaded.config.scan.output, plugins.reporters)
    if bundle is not None:
        _refuse_existing(bundle)
    outcome = run(
        loaded,
        plugins,
        keeping=bundle is not None,
        since=since,
        drift=drift,
        policy={"fail_on": fail_on, "strict": strict, "baseline": baseline},
        **what,
    )
    with outcome.store:
        code = _deliver(outcome, plugins, chosen, bundle, quiet, color)
    sys.exit(0 if exit_zero and code in (Exit.GATE_FAILED, Exit.INCOMPLETE) else code)


def run(
    loaded: config.Loaded,
    plugins: Plugins,
    *,
    targets: Sequence[str],
    exclude: Sequence[str],
    variables: Sequence[str],
    var_files: Sequence[str],
    moment: str | None,
    executor: str,
    resume: bool,
    keeping: bool,
    policy: dict[str, Any],
    since: str = "",
    drift: bool = False,
    config_path: Path | None = None,
) -> Outcome:
    """Scan as the shared options say.

    :raises ConfigError: when an option or the configuration does not fit.
    """
    config.check_against(loaded, plugins.checks, plugins.collectors)
    named = tuple(targets) or _from_config(loaded)
    if drift:
        _refuse_one_side(named, plugins)
    options = {name: dict(loaded.raw.get(name, {})) for name in plugins.collectors}
    if variables or var_files:
        _terraform_options(options, variables, var_files)
    request = Request(
        targets=named,
        base=base_of(named),
        policy=config.policy(loaded, _moment(moment), **policy),
        exclude=(*loaded.config.scan.exclude, *exclude),
        options=options,
        keeping=keeping,
        executor=executor,
        resume=resume,
        drift=drift,
    )
    if since:
        from auditor.cli._since import known_since

        request = known_since(since, request, plugins)
    try:
        gc.freeze()  # Checks and plugins stay: no search for garbage has to walk them.
        return scan(request, plugins, _output.progress(), _output.tell)
    finally:
        _output.end_progress()


def _refuse_one_side(targets: Sequence[str], plugins: Plugins) -> None:
    """Refuse a comparison that has nothing to compare.

    :raises ConfigError: when the targets are all files, or all elsewhere.
    """
    schemes = {scheme for item in plugins.collectors.values() for scheme in item.schemes}
    live = [target.partition(":")[0] in schemes for target in targets]
    if all(live) or not any(live):
        raise ConfigError(
            "--drift compares manifests with a cluster",
            "name both: auditor scan DIR k8s:CONTEXT --drift",
        )


def _from_config(loaded: config.Loaded) -> tuple[str, ...]:
    """Return the configured targets, read relative to the configuration file."""
    folder = loaded.path.parent if loaded.path else Path()
    return tuple(
        target if ":" in target else os.path.relpath(folder / target)
        for target in loaded.config.scan.targets
    )


def _terraform_options(
    options: dict[str, dict[str, Any]], variables: Sequence[str], var_files: Sequence[str]
) -> None:
    section = options.setdefault("terraform", {})
    values = dict(section.get("vars", {}))
    for pair in variables:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ConfigError(f"--var {name} has no value", "write --var NAME=VALUE")
        values[name] = value
    section["vars"] = values
    section["var_files"] = [
        *section.get("var_files", ()),
        *(str(Path(file).resolve()) for file in var_files),
    ]


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{text!r} is not a time", "write 2026-01-31T12:00:00Z") from None
    if moment.tzinfo is None:
        raise ConfigError(f"{text!r} has no time zone", "write 2026-01-31T12:00:00Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ConfigError(f"{text!r} is out of range", "write 2026-01-31T12:00:00Z") from None


def _refuse_existing(bundle: Path) -> None:
    if bundle.exists():
        raise ConfigError(f"{bundle} exists already", "name a new directory for the bundle")


def _deliver(
    outcome: Outcome,
    plugins: Plugins,
    chosen: list[_output.Choice],
    bundle: Path | None,
    quiet: bool,
    color: str,
) -> int:
    report = outcome.report
    for problem in outcome.misuse:
        click.echo(f"auditor: {problem}", err=True)
    for info in report.run.plugins:
        if info.problem and info.problem != "blocked":
            click.echo(f"auditor: plugin {info.name} is out: {info.problem}", err=True)
    canvas = _output.canvas(outcome, quiet, color)
    failed: list[str] = []
    for choice in chosen:
        try:
            _output.write(choice, report, canvas)
        except ReportError as error:
            failed.append(str(error))
    if bundle is not None:
        from auditor.cli._bundle import write_bundle

        identity, notes = write_bundle(bundle, outcome, plugins)
        for note in notes:
            click.echo(f"auditor: {note}", err=True)
        click.echo(f"bundle {bundle} written, identity sha256:{identity}", err=True)
    plugins.scan_finished(report)
    for problem in failed:
        click.echo(f"auditor: {problem}", err=True)
    code = report.decision.exit_code
    return Exit.USAGE if failed and code != Exit.INTERNAL else code
