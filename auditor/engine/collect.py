"""Collecting one unit, wherever the executor runs it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from auditor.collecting import Collector, Gap, Reason, Record, Scene, Unit
from auditor.engine.legible import legible, legible_text
from auditor.facts import ClusterFact, Fact
from auditor.redaction.mask import Redactor

log = logging.getLogger(__name__)


class Blob(Struct, frozen=True):
    """Redacted evidence and where it was read."""

    media_type: str
    source: str
    content: bytes


class UnitResult(Struct, kw_only=True):
    """What one unit yielded; everything in it is masked."""

    records: list[Record]
    blobs: dict[str, Blob]
    """Evidence by SHA-256 (hex); empty when no bundle is wanted."""
    hidden: frozenset[str]
    """Values that must not appear in any output of the run. Never written."""
    marked: bool = False
    """Whether it may hold markers, which mean something within this run only."""


class UnitSink:
    """The sink of one unit: masks, hashes and keeps evidence."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._searched: set[bytes] = set()
        self._known: dict[str, int] = {}
        """How many values were hidden when a piece of evidence was kept, by digest."""
        self.blobs: dict[str, Blob] = {}
        self.marked = False

    def keep(self, content: bytes, *, media_type: str, source: str) -> str:
        """See :class:`auditor.collecting.Sink`."""
        self.search(content)
        masked = self._redactor.mask_bytes(content)
        digest = hashlib.sha256(masked).hexdigest()
        self.blobs[digest] = Blob(media_type, legible_text(source), masked)
        self._known[digest] = self._redactor.count
        return digest

    @property
    def early(self) -> dict[str, Blob]:
        """Evidence that was kept before the last value was hidden."""
        count = self._redactor.count
        return {key: blob for key, blob in self.blobs.items() if self._known[key] < count}

    def hide(self, values: Iterable[str]) -> None:
        """See :class:`auditor.collecting.Sink`."""
        self._redactor.hide(values)

    def search(self, content: bytes) -> None:
        """See :class:`auditor.collecting.Sink`."""
        key = hashlib.blake2b(content).digest()
        if key not in self._searched:
            self._searched.add(key)
            self._redactor.learn(content)

    def marker(self, value: str) -> str:
        """See :class:`auditor.collecting.Sink`."""
        self.marked = True
        return self._redactor.marker(value)


def collect_unit(
    collector: Collector,
    unit: Unit,
    scene: Scene,
    key: bytes,
    keeping: bool,
    known: frozenset[str] = frozenset(),
) -> UnitResult:
    """Run a collector over one unit. A crash of the collector becomes a gap.

    ``key`` is the key of the markers: the same secret has the same marker in one run.
    ``known`` are values that are hidden from the start.
    """
    redactor = Redactor(key)
    redactor.hide(known)
    sink = UnitSink(redactor)
    records: list[Record] = []
    try:
        records.extend(collector.collect(unit, scene, sink))
    except (Exception, SystemExit) as error:
        log.debug("collector %s failed on %s", collector.name, unit.scope, exc_info=True)
        records.append(
            Gap(
                scope=unit.scope,
                reason=Reason.CRASHED,
                detail=f"the {collector.name} collector failed ({type(error).__name__}); "
                "run with --debug and report it",
            )
        )
    early = sink.early
    redactor.spare(_names(records))
    records = [legible(redactor.mask(record)) for record in records]
    records, blobs = _with_evidence_masked(records, sink.blobs, early, redactor)
    return UnitResult(
        records=records,
        blobs=blobs if keeping else {},
        hidden=redactor.values,
        marked=sink.marked,
    )


def _names(records: Iterable[Record]) -> set[str]:
    """Return what objects of clusters are called: their addresses show it, so that a password of
    the same letters (a database named like its StatefulSet) is not hidden in what is said of them.
    Where it is named as a password in evidence it is hidden nevertheless."""
    return {record.name for record in records if isinstance(record, ClusterFact)}


def masked_again(result: UnitResult, redactor: Redactor, own: frozenset[str]) -> UnitResult:
    """Return what a unit yielded without the values that other units hid; ``own`` are those
    that it hid itself."""
    records, blobs = result.records, result.blobs
    if not redactor.values <= own:
        records = [redactor.mask(record) for record in records]
        records, blobs = _with_evidence_masked(records, blobs, blobs, redactor)
    return UnitResult(records=records, blobs=blobs, hidden=redactor.values, marked=result.marked)


def _with_evidence_masked(
    records: list[Record],
    blobs: dict[str, Blob],
    suspect: Mapping[str, Blob],
    redactor: Redactor,
) -> tuple[list[Record], dict[str, Blob]]:
    """Mask the suspect ones among the blobs; facts follow those whose digest changes."""
    moved: dict[str, str] = {}
    fresh: dict[str, Blob] = {}
    for digest, blob in suspect.items():
        text = blob.content.decode("utf-8", "surrogateescape")
        masked = redactor.mask_text(text)
        if masked != text:
            content = masked.encode("utf-8", "surrogateescape")
            moved[digest] = hashlib.sha256(content).hexdigest()
            fresh[moved[digest]] = Blob(blob.media_type, blob.source, content)
    if not moved:
        return records, blobs
    kept = {digest: blob for digest, blob in blobs.items() if digest not in moved}
    return [_following(record, moved) for record in records], {**kept, **fresh}


def _following(record: Record, moved: Mapping[str, str]) -> Record:
    if not isinstance(record, Fact) or record.origin.evidence not in moved:
        return record
    origin = msgspec.structs.replace(record.origin, evidence=moved[record.origin.evidence])
    return msgspec.structs.replace(record, origin=origin)
