"""``auditor init``: a first configuration and a CI workflow, fitted to what is here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

from auditor.errors import ConfigError

SKIPPED = {".git", ".terraform", "node_modules", ".venv", "venv"}
WORKFLOWS = {
    "github": (".github/workflows/auditor.yml", "github.yml"),
    "gitlab": (".gitlab/auditor.yml", "gitlab.yml"),
}


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--ci",
    type=click.Choice(["auto", "github", "gitlab", "none"]),
    default="auto",
    help="Workflow.",
)
@click.option("--force", is_flag=True, help="Replace existing files.")
def command(directory: Path, ci: str, force: bool) -> None:
    """Detect what is in DIRECTORY and write auditor.toml and a CI workflow."""
    if not directory.is_dir():
        raise ConfigError(f"{directory} is not a directory")
    found = sorted(set(_kinds(directory)))
    click.echo(f"found: {', '.join(found) or 'nothing that auditor reads yet'}")
    kind = _ci(directory) if ci == "auto" else ci
    wanted = {"auditor.toml": _template("auditor.toml")}
    if kind in WORKFLOWS:
        target, template = WORKFLOWS[kind]
        wanted[target] = _template(template)
    present = [name for name in wanted if (directory / name).exists()]
    if present and not force:
        raise ConfigError(f"{present[0]} exists already", "use --force to replace it")
    for name, text in wanted.items():
        path = directory / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{path} cannot be written ({error.strerror})") from None
        click.echo(f"wrote {path}")
    if kind == "gitlab":
        click.echo("add to .gitlab-ci.yml:  include: { local: .gitlab/auditor.yml }")
    click.echo("next: auditor scan .")


def _kinds(directory: Path) -> Iterator[str]:
    for _, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in names:
            if name.endswith((".tf", ".tf.json")):
                yield "Terraform"
            elif name.endswith((".pem", ".crt", ".cer", ".p12", ".pfx")):
                yield "certificates"


def _ci(directory: Path) -> str:
    if (directory / ".gitlab-ci.yml").exists():
        return "gitlab"
    return "github" if (directory / ".github").exists() else "none"


def _template(name: str) -> str:
    return files("auditor.cli").joinpath("templates", name).read_text(encoding="utf-8")
