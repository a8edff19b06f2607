"""``python -m auditor_kubernetes.testing DIR``: the stand-in in a process of its own."""

from __future__ import annotations

import json
import signal
from importlib import import_module
from pathlib import Path

import click

from auditor_kubernetes.testing import fixtures
from auditor_kubernetes.testing.authorization import EVERYTHING, Rule
from auditor_kubernetes.testing.faults import Kind
from auditor_kubernetes.testing.server import Server


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
@click.option("--port", default=0, help="Port of 127.0.0.1; a free one by default.")
@click.option("--tls", is_flag=True, help="Speak TLS, with certificates made for the occasion.")
@click.option("--kubeconfig", default="", metavar="FILE", help="Write a kubeconfig there.")
@click.option("--context", default="stand-in", help="Name of the context in it.")
@click.option("--version", default="v1.36.2", help="What /version says.")
@click.option("--allow", "roles", default="", metavar="DIR", help="ClusterRoles that users have.")
@click.option("--objects", default="", metavar="MODULE:FUNCTION", help="Gives more objects.")
@click.option(
    "--fault", "faults", multiple=True, metavar="TARGET=KIND", help="secrets=denied; repeatable."
)
def main(
    folder: str | None,
    port: int,
    tls: bool,
    kubeconfig: str,
    context: str,
    version: str,
    roles: str,
    objects: str,
    faults: tuple[str, ...],
) -> None:
    """Serve the YAML and JSON files below FOLDER until stopped.

    The first line printed is JSON: ``url``, and ``kubeconfig`` when one was written.
    """
    module, _, function = objects.partition(":")
    more = getattr(import_module(module), function)() if module else ()
    server = Server(more, folder=folder, port=port, version=version, allow=_rules(roles), tls=tls)
    for fault in faults:
        target, _, kind = fault.rpartition("=")
        server.fault(target, Kind(kind))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server:
        ready = {"url": server.url}
        if kubeconfig:
            ready["kubeconfig"] = str(server.kubeconfig(Path(kubeconfig), context=context))
        try:
            click.echo(json.dumps(ready))
            signal.pause()
        except KeyboardInterrupt:
            return


def _rules(folder: str) -> tuple[Rule, ...]:
    if not folder:
        return EVERYTHING
    roles = fixtures.read(Path(folder))
    return tuple(rule for role in roles for rule in role.get("rules") or ())


if __name__ == "__main__":
    main()
