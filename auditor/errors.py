"""Errors that people meet. Everything else that is raised is a bug."""

from __future__ import annotations


class AuditorError(Exception):
    """One clear line of what is wrong and where; ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}: {self.hint}" if self.hint else message


class ConfigError(AuditorError):
    """The configuration, a waiver file, a baseline or the command line is wrong."""


class TargetError(ConfigError):
    """A target does not exist or nobody knows how to read it."""


class PluginError(AuditorError):
    """A plugin broke its contract."""


class UndeclaredFact(PluginError):
    """A check asked for facts that its card does not name."""


class EvidenceError(AuditorError):
    """A bundle is missing, malformed, changed or does not replay."""


class ReportError(AuditorError):
    """A report could not be written."""
