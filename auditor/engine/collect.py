"""Collecting one unit, wherever the executor runs it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable

from msgspec import Struct

from auditor.collecting import Collector, Gap, Reason, Record, Scene, Unit
from auditor.engine.legible import legible, legible_text
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


class UnitSink:
    """The sink of one unit: masks, hashes and (when wanted) keeps evidence."""

    def __init__(self, redactor: Redactor, keeping: bool) -> None:
        self._redactor = redactor
        self._keeping = keeping
        self._searched: set[bytes] = set()
        self.blobs: dict[str, Blob] = {}

    def keep(self, content: bytes, *, media_type: str, source: str) -> str:
        """See :class:`auditor.collecting.Sink`."""
        self.search(content)
        masked = self._redactor.mask_bytes(content)
        digest = hashlib.sha256(masked).hexdigest()
        if self._keeping:
            self.blobs[digest] = Blob(media_type, legible_text(source), masked)
        return digest

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
    sink = UnitSink(redactor, keeping)
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
    records = [legible(redactor.mask(record)) for record in records]
    return UnitResult(records=records, blobs=sink.blobs, hidden=redactor.values)
