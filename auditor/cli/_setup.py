"""What most subcommands begin with: configuration and plugins."""

from __future__ import annotations

from pathlib import Path

from auditor import config
from auditor.plugins import Plugins


def load(path: Path | None = None) -> tuple[config.Loaded, Plugins]:
    """Read the configuration (the nearest one when no path is given) and load the plugins.

    :raises ConfigError: when the configuration does not fit.
    """
    loaded = config.load(path if path is not None else config.find(Path.cwd()))
    return loaded, Plugins(loaded.config.plugins.block)
