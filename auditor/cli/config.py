"""``auditor config``: what is in force, and the schema."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from auditor import config
from auditor.cli import _setup


@click.group("config")
def command() -> None:
    """Show the configuration in force, or its JSON Schema."""


@command.command("show")
@click.option("--config", "path", type=click.Path(path_type=Path), help="Configuration file.")
def show(path: Path | None) -> None:
    """Print every value in force and where it comes from."""
    loaded, plugins = _setup.load(path)
    config.check_against(loaded, plugins.checks, plugins.collectors)
    sections = msgspec.to_builtins(loaded.config)
    checks = sections.pop("checks")
    for section, values in sections.items():
        for key, value in values.items():
            _line(loaded, (section, key), value)
    for name, collector in plugins.collectors.items():
        options = msgspec.to_builtins(msgspec.convert(loaded.raw.get(name, {}), collector.options))
        for key, value in options.items():
            _line(loaded, (name, key), value)
    for check, values in checks.items():
        for key, value in values.items():
            _line(loaded, ("checks", check, key), value)
    waivers = loaded.raw.get("waivers", ())
    click.echo(f"# {len(waivers) if isinstance(waivers, list) else 1} waivers")


def _line(loaded: config.Loaded, keys: tuple[str, ...], value: object) -> None:
    node: object = loaded.raw
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    origin = loaded.at(*keys) if node is not None else "default"
    quoted = [f'"{key}"' if "." in key else key for key in keys]
    text = msgspec.json.encode(value).decode()
    click.echo(f"{'.'.join(quoted)} = {text}  # {origin}")


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of auditor.toml for the installed plugins."""
    from auditor.config_schema import schema as make

    _, plugins = _setup.load()
    document = msgspec.json.encode(make(plugins.collectors, plugins.checks))
    click.echo(msgspec.json.format(document).decode())
