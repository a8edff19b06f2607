"""``python -m auditor_aws.testing``: the stand-in for AWS in a process of its own.

Control, beside AWS's own calls (JSON bodies): ``GET /__auditor/calls``; ``POST
/__auditor/reset``, ``reset-calls``, ``clear-faults``, ``latency`` with ``{"ms": 50}``, and
``fault`` with the fields of :class:`~auditor_aws.testing.faults.Fault`.
"""

from __future__ import annotations

import json
import signal
from importlib import import_module

import click

from auditor_aws.testing.server import Server


@click.command()
@click.option("--port", default=0, help="Port of 127.0.0.1; a free one by default.")
@click.option("--latency-ms", default=0.0, help="Wait before every answer.")
@click.option("--seed", default="", metavar="MODULE:FUNCTION", help="Called with the server first.")
def main(port: int, latency_ms: float, seed: str) -> None:
    """Serve until stopped; the first line printed is the environment for clients, as JSON."""
    with Server(port=port, latency_ms=latency_ms) as server:
        if seed:
            module, _, function = seed.partition(":")
            getattr(import_module(module), function)(server)
            server.reset_calls()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            click.echo(json.dumps(server.environment()))
            signal.pause()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
