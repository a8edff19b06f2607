"""``auditor access``: who may do what in a cluster, read out of a bundle."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from auditor.cli import _setup
from auditor.errors import ConfigError, EvidenceError
from auditor.facts import AccessBinding, AccessRole, Listing
from auditor.listed import EVERYWHERE
from auditor.rbac import review

COLUMNS = ("scope", "form", "subject", "namespace", "role", "rule", "powers", "sure", "path")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_KINDS = (AccessRole, AccessBinding, Listing)


@click.command("access")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.argument("verb", required=False, default="")
@click.argument("resource", required=False, default="")
@click.option("-n", "--namespace", default="", help="Only what holds in this namespace.")
@click.option("--name", default="", help="One object by its name, rather than whichever.")
@click.option("--scope", default="", help="Only this cluster, or tree of manifests.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    help="For people, for spreadsheets, or one JSON object a line.",
)
def command(
    bundle: Path, verb: str, resource: str, namespace: str, name: str, scope: str, form: str
) -> None:
    """Say who may do what, from the facts in BUNDLE, with the path that gives it.

    \b
    auditor access bundle get secrets              who can, in any namespace
    auditor access bundle create pods/exec -n shop
    auditor access bundle patch deployments.apps --name web -n shop
    auditor access bundle get /metrics
    auditor access bundle -f csv > access.csv      everything, for a review

    A group stands for its members: who is in it is known to whatever signs people in. Exit code
    3 when something that matters was not read, 1 when the bundle does not verify.
    """
    kept = [item for item in _kept(bundle) if scope in ("", item.scope)]
    if not kept:
        raise ConfigError(
            f"{bundle} holds no roles of a cluster" + (f" {scope!r}" if scope else ""),
            "scan a cluster, or manifests with roles and bindings",
        )
    rows = _rows(kept, verb, resource, name, namespace)
    unsaid = [f"{item.scope}: {line}" for item in kept for line in review.unsaid(item, namespace)]
    for line in {"text": _text, "csv": _csv, "json": _json}[form](rows):
        click.echo(line)
    if form == "text" and not rows:
        click.echo("nobody by a role that was read" if unsaid else "nobody by a role")
    if form == "text":
        click.echo(review.ALWAYS)
    for line in unsaid:
        click.echo(_plain(f"not told: {line}"), err=True)
    if unsaid:
        sys.exit(3)


def _rows(
    kept: Sequence[review.Kept], verb: str, resource: str, name: str, namespace: str
) -> list[review.Entry]:
    if not verb:
        return [row for item in kept for row in review.everything_given(item, namespace)]
    if not resource:
        raise ConfigError("a verb needs a resource", "say for example: get secrets")
    try:
        request = review.request_of(verb, resource, name, kept)
    except ValueError as error:
        raise ConfigError(str(error), "name one of them") from None
    return [row for item in kept for row in review.who_can(item, request, namespace)]


def _kept(bundle: Path) -> Iterator[review.Kept]:
    """Read the access control of each scope out of a bundle.

    :raises EvidenceError: when the bundle does not verify.
    """
    from auditor.engine.judge import fact_kinds

    _, plugins = _setup.load()
    problem = next(iter(plugins.archivist.verify(bundle)), None)
    if problem is not None:
        raise EvidenceError(f"{bundle} does not verify: {problem}")
    emitted = [kind for item in plugins.collectors.values() for kind in item.emits]
    kinds = fact_kinds(plugins.checks.values(), [*emitted, *_KINDS])
    found: dict[str, review.Kept] = {}
    for unit in plugins.archivist.open(bundle, kinds).units():
        for fact in unit.facts:
            if isinstance(fact, _KINDS):
                scope = fact.origin.scope
                found.setdefault(scope, review.Kept(scope)).take(fact)
    yield from (found[scope] for scope in sorted(found) if found[scope].speaks)


def _text(rows: Sequence[review.Entry]) -> Iterator[str]:
    scope = ""
    for row in rows:
        if row.scope != scope:
            scope = row.scope
            yield _plain(scope)
        where = "everywhere" if row.namespace == EVERYWHERE else f"in {row.namespace}"
        doubt = "" if row.sure else " (not read whole)"
        yield _plain(f"  {where}: {row.path}: {row.rule}{doubt}")


def _csv(rows: Sequence[review.Entry]) -> Iterator[str]:
    yield ",".join(COLUMNS)
    for row in rows:
        cells = {
            **msgspec.structs.asdict(row),
            "powers": "; ".join(row.powers),
            "sure": "yes" if row.sure else "no",
        }
        yield ",".join(_cell(cells[name]) for name in COLUMNS)


def _cell(text: str) -> str:
    """Quote a cell (RFC 4180), so that no program takes it for a formula."""
    shown = _plain(text)
    guarded = "'" + shown if shown.startswith(_FORMULA) else shown
    return '"' + guarded.replace('"', '""') + '"'


def _json(rows: Sequence[review.Entry]) -> Iterator[str]:
    for row in rows:
        yield msgspec.json.encode(row).decode()


def _plain(text: str) -> str:
    """Spell out characters that would not be seen, or would steer a terminal."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
