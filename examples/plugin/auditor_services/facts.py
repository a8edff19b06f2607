"""The plugin's own kind of fact."""

from __future__ import annotations

from auditor.facts import Fact, Unknown


class Service(Fact, frozen=True, kw_only=True):
    """A service that somebody has to keep running."""

    owner: str | Unknown | None = None
    runbook: str | Unknown | None = None
    """Where the runbook is; empty when there is none."""
