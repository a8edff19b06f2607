"""The run directory: findings, facts and evidence of a run, written as they come."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from auditor.collecting import InlineWaiver
from auditor.engine.collect import Blob
from auditor.engine.spool import Spool
from auditor.facts import Fact
from auditor.findings import Finding, batches

_BLOCK = 64 * 1024
"""Bytes of findings that are passed on at a time, up to the end of a line."""


class BlobNote(Struct, frozen=True, kw_only=True):
    """What is known of a piece of evidence besides its bytes."""

    digest: str
    media_type: str
    source: str
    unit: str


class RunStore:
    """A private temporary directory; gone when closed. Everything written is masked."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="auditor-")
        self.path = Path(self._folder.name)
        self._findings: BinaryIO = (self.path / "findings.jsonl").open("wb")
        self._facts: BinaryIO | None = None
        self._comments: BinaryIO | None = None
        self._encoder = msgspec.json.Encoder(order="deterministic")
        self.notes: list[BlobNote] = []
        self.spool: Spool | None = None
        """What the findings were judged from. It ends with the store, except after an error."""

    def close(self, error: bool = False) -> None:
        """Remove the directory."""
        for handle in (self._findings, self._facts, self._comments):
            if handle is not None:
                handle.close()
        self._folder.cleanup()
        if self.spool is not None:
            self.spool.close(keep=error)

    def __enter__(self) -> RunStore:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close(error=kind is not None)

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Append findings, one JSON object a line."""
        self._findings.writelines(map(self._encoder.encode_lines, batches(findings)))

    def add_facts(self, unit: str, facts: Iterable[Fact], comments: Iterable[InlineWaiver]) -> None:
        """Append the facts and ignore comments of one unit."""
        if self._facts is None or self._comments is None:
            self._facts = (self.path / "facts.jsonl").open("wb")
            self._comments = (self.path / "comments.jsonl").open("wb")
        for handle, key, items in (
            (self._facts, "fact", facts),
            (self._comments, "comment", comments),
        ):
            for item in items:
                handle.write(self._encoder.encode({"unit": unit, key: item}) + b"\n")

    def add_evidence(self, unit: str, blobs: dict[str, Blob]) -> None:
        """Keep evidence under its digest; the same bytes are kept once."""
        folder = self.path / "evidence"
        folder.mkdir(exist_ok=True)
        for digest, blob in sorted(blobs.items()):
            file = folder / digest
            if not file.exists():
                file.write_bytes(blob.content)
            self.notes.append(
                BlobNote(digest=digest, media_type=blob.media_type, source=blob.source, unit=unit)
            )

    def flush(self) -> None:
        """Make everything written so far readable."""
        for handle in (self._findings, self._facts, self._comments):
            if handle is not None:
                handle.flush()

    def findings(self) -> Iterator[Finding]:
        """Stream the findings in the order in which they were added."""
        return map(msgspec.json.Decoder(Finding).decode, self.lines("findings.jsonl"))

    def encoded(self) -> Iterator[bytes]:
        """Stream the findings as they are kept, each a line of JSON, many whole lines at a time."""
        self.flush()
        with (self.path / "findings.jsonl").open("rb") as kept:
            while block := kept.read(_BLOCK):
                yield block + kept.readline()

    def lines(self, name: str) -> Iterator[bytes]:
        """Stream the raw lines of ``findings.jsonl``, ``facts.jsonl`` or ``comments.jsonl``."""
        self.flush()
        file = self.path / name
        if file.exists():
            with file.open("rb") as lines:
                yield from lines
