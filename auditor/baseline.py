"""Baselines: what was there before, so that the gate looks at what is new."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from auditor.errors import ConfigError
from auditor.files import read_regular
from auditor.findings import Finding

FORMAT = "auditor-baseline/1"
MAX_BYTES = 200_000_000
"""A larger file is no baseline: this is half a million entries."""


class Entry(Struct, frozen=True, kw_only=True, order=True):
    """One known failure. Only the fingerprint decides; the rest is for readers."""

    check: str
    scope: str
    resource: str
    discriminator: str
    fingerprint: str
    since: str
    """ISO date of the baseline that first held it."""


class Baseline(Struct, frozen=True, kw_only=True):
    """The file: entries in a stable order, so that its changes can be reviewed."""

    format: str
    entries: tuple[Entry, ...] = ()

    @property
    def fingerprints(self) -> frozenset[str]:
        return frozenset(entry.fingerprint for entry in self.entries)


def entries(findings: Iterable[Finding], since: str) -> list[Entry]:
    """Return an entry for each failing, unwaived finding."""
    found = {
        item.fingerprint: Entry(
            check=item.check,
            scope=item.scope,
            resource=item.resource,
            discriminator=item.discriminator,
            fingerprint=item.fingerprint,
            since=since,
        )
        for item in findings
        if item.verdict == "fail" and not item.waived
    }
    return sorted(found.values())


def read(path: Path) -> Baseline:
    """Read a baseline file.

    :raises ConfigError: when it is missing, unreadable or of another format.
    """
    try:
        baseline = msgspec.json.decode(read_regular(path, MAX_BYTES), type=Baseline)
    except FileNotFoundError:
        raise ConfigError(
            f"no baseline at {path}", "make one with: auditor baseline create"
        ) from None
    except OSError as error:
        raise ConfigError(f"baseline {path} cannot be read ({error.strerror})") from None
    except RecursionError:
        raise ConfigError(f"{path} is not a baseline (it nests too deeply)") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not a baseline ({error})") from None
    if baseline.format != FORMAT:
        raise ConfigError(f"{path} has format {baseline.format!r}, this auditor reads {FORMAT!r}")
    return baseline


def write(path: Path, baseline: Baseline) -> None:
    """Write a baseline, one entry a line.

    :raises ConfigError: when the file cannot be written.
    """
    lines = ",\n".join("  " + msgspec.json.encode(entry).decode() for entry in baseline.entries)
    body = f"[\n{lines}\n ]" if lines else "[]"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"format": "{FORMAT}",\n "entries": {body}}}\n', encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"baseline {path} cannot be written ({error.strerror})") from None
