"""The contract of an archivist: evidence bundles written, verified and opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from auditor.collecting import Gap, InlineWaiver, Population
from auditor.facts import Fact
from auditor.policy import Policy
from auditor.reporting import Report, RunInfo


class Evidence(Struct, frozen=True, kw_only=True):
    """One piece of redacted evidence to be archived."""

    digest: str
    """SHA-256 of the content, hex."""
    media_type: str
    source: str
    unit: str
    path: Path


class Dossier(Struct, frozen=True, kw_only=True):
    """Everything that goes into a bundle. All of it is masked already.

    ``lines`` streams the raw JSON lines of ``findings.jsonl``, ``facts.jsonl`` or
    ``comments.jsonl``. ``documents`` are reports by file name. ``leaks`` says whether
    bytes hold a value that must not be written: the last gate before the bundle appears.
    """

    report: Report
    policy: Policy
    misuse: tuple[str, ...]
    lines: Callable[[str], Iterator[bytes]]
    evidence: tuple[Evidence, ...]
    documents: dict[str, Callable[[], Iterable[bytes]]]
    leaks: Callable[[bytes], bool]


class StoredUnit(Struct, frozen=True, kw_only=True):
    """The facts and ignore comments of one unit."""

    name: str
    facts: tuple[Fact, ...]
    comments: tuple[InlineWaiver, ...]


class StoredRun(Struct, frozen=True, kw_only=True):
    """A run read back from a bundle. ``findings`` are the raw JSON lines, in order."""

    run: RunInfo
    policy: Policy
    misuse: tuple[str, ...]
    units: Callable[[], Iterator[StoredUnit]]
    gaps: tuple[Gap, ...]
    populations: tuple[Population, ...]
    findings: Callable[[], Iterator[bytes]]


class Archivist(Protocol):
    """Writes and reads one form of bundle."""

    def write(self, directory: Path, dossier: Dossier) -> str:
        """Write a bundle; the directory appears at once and complete, or not at all.

        Return the bundle's identity (SHA-256, hex).

        :raises EvidenceError: when it exists already, cannot be written, or would leak.
        """
        ...

    def verify(self, directory: Path) -> Iterator[str]:
        """Yield every way in which the bundle is not what was written; nothing if intact.

        :raises EvidenceError: when there is no bundle.
        """
        ...

    def identity(self, directory: Path) -> str:
        """Return the identity of a bundle (SHA-256, hex).

        :raises EvidenceError: when there is no bundle.
        """
        ...

    def open(self, directory: Path, kinds: tuple[type[Fact], ...]) -> StoredRun:
        """Read a bundle back; ``kinds`` are the kinds of facts that may occur.

        :raises EvidenceError: when it is missing or malformed.
        """
        ...
