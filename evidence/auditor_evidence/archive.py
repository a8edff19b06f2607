"""Evidence bundles: a run written as a bag, verified, and opened again for replay."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from auditor.archiving import Dossier, StoredRun, StoredUnit
from auditor.collecting import Gap, InlineWaiver, Population
from auditor.errors import EvidenceError
from auditor.facts import Fact
from auditor.policy import Policy
from auditor.reporting import Decision, RunInfo, Tally, WaiverState
from auditor_evidence.format import bag
from auditor_evidence.guide import README, VERIFY

FORMAT = "auditor-bundle/1"
SPECIFICATION = "https://datatracker.ietf.org/doc/html/rfc8493"


_DIGEST = re.compile(r"[0-9a-f]{64}")
_MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Context(Struct, frozen=True, kw_only=True):
    """``run/context.json``: what was run, what was decided, what was counted."""

    format: str
    run: RunInfo
    decision: Decision
    tally: Tally
    misuse: tuple[str, ...]
    waivers: tuple[WaiverState, ...]


class EvidenceNote(Struct, frozen=True, kw_only=True):
    """A line of ``raw/index.jsonl``: where a piece of evidence was read."""

    digest: str
    media_type: str
    source: str
    unit: str


class _FactLine(Struct, frozen=True):
    unit: str
    fact: msgspec.Raw


class _CommentLine(Struct, frozen=True):
    unit: str
    comment: InlineWaiver


class BagArchivist:
    """Bundles as BagIt directories."""

    def write(self, directory: Path, dossier: Dossier) -> str:
        """See :class:`auditor.archiving.Archivist`."""
        if directory.exists():
            raise EvidenceError(f"{directory} exists already", "name a new directory")
        try:
            directory.parent.mkdir(parents=True, exist_ok=True)
            partial = Path(
                tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent.resolve())
            )
        except OSError as error:
            raise EvidenceError(f"{directory} cannot be written ({error.strerror})") from None
        try:
            identity = _fill(partial, dossier)
            partial.chmod(0o755)
            partial.rename(directory)
        except OSError as error:
            raise EvidenceError(f"{directory} cannot be written ({error.strerror})") from None
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return identity

    def verify(self, directory: Path) -> Iterator[str]:
        """See :class:`auditor.archiving.Archivist`."""
        _require(directory)
        intact = True
        for problem in bag.verify(directory):
            intact = False
            yield problem
        if intact:
            yield from _consistent(directory)

    def identity(self, directory: Path) -> str:
        """See :class:`auditor.archiving.Archivist`."""
        _require(directory)
        try:
            return bag.identity(directory)
        except OSError as error:
            raise EvidenceError(f"{directory} cannot be read ({error.strerror})") from None

    def open(self, directory: Path, kinds: tuple[type[Fact], ...]) -> StoredRun:
        """See :class:`auditor.archiving.Archivist`."""
        _require(directory)
        data = directory / "data"
        context = _decode(data / "run/context.json", Context)
        if context.format != FORMAT:
            raise EvidenceError(
                f"{directory} has format {context.format!r}", f"this auditor reads {FORMAT!r}"
            )
        return StoredRun(
            run=context.run,
            policy=_decode(data / "run/policy.json", Policy),
            misuse=context.misuse,
            units=lambda: _units(data, kinds),
            gaps=tuple(_decode_lines(data / "machine/gaps.jsonl", Gap)),
            populations=tuple(_decode_lines(data / "machine/population.jsonl", Population)),
            findings=lambda: _lines(data / "machine/findings.jsonl"),
        )


def _fill(directory: Path, dossier: Dossier) -> str:
    writer = bag.Writer(directory)
    report = dossier.report

    def add(path: str, pieces: Iterable[bytes]) -> None:
        writer.add(path, _guarded(path, pieces, dossier))

    for file, pieces in sorted(dossier.documents.items()):
        add(file, pieces())
    for name in ("findings.jsonl", "facts.jsonl", "comments.jsonl"):
        add(f"machine/{name}", dossier.lines(name))
    add("machine/gaps.jsonl", _encode_lines(report.gaps))
    add("machine/population.jsonl", _encode_lines(report.populations))
    notes = {item.digest: item for item in dossier.evidence}
    for digest, item in sorted(notes.items()):
        add(f"raw/{digest}", [item.path.read_bytes()])
    index = sorted(
        (item.digest, item.source, item.unit, item.media_type) for item in dossier.evidence
    )
    add(
        "raw/index.jsonl",
        _encode_lines(
            EvidenceNote(digest=digest, source=source, unit=unit, media_type=media_type)
            for digest, source, unit, media_type in index
        ),
    )
    context = Context(
        format=FORMAT,
        run=report.run,
        decision=report.decision,
        tally=report.tally,
        misuse=dossier.misuse,
        waivers=report.waivers,
    )
    add("run/context.json", [_encode(context)])
    add("run/policy.json", [_encode(dossier.policy)])
    add("run/checks.jsonl", _encode_lines(_check_line(item) for item in report.checks.values()))
    info = {
        "Bag-Software-Agent": f"auditor {report.run.version}",
        "Bagging-Date": report.run.moment[:10],
        "External-Description": "Evidence of an audit: " + ", ".join(report.run.targets),
        "External-Identifier": report.run.rule_pack[:16] + "-" + report.run.moment,
    }
    return writer.close(
        {key: " ".join(value.split()) for key, value in info.items()},
        {"README.txt": README.encode(), "VERIFY.md": VERIFY.encode()},
    )


def _guarded(path: str, pieces: Iterable[bytes], dossier: Dossier) -> Iterator[bytes]:
    """Pass the pieces on; the last gate against secrets.

    :raises EvidenceError: when one of them holds a value that must not be written.
    """
    for piece in pieces:
        if dossier.leaks(piece):
            raise EvidenceError(
                f"no bundle was written: {path} would hold a secret value",
                "this is a bug in a collector; please report it",
            )
        yield piece


def _check_line(check: Any) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": check.title,
        "severity": check.severity.label,
        "controls": check.controls,
        "page": check.doc,
    }


def _consistent(directory: Path) -> Iterator[str]:
    """Yield what does not fit together in an intact bag."""
    data = directory / "data"
    try:
        for population in _decode_lines(data / "machine/population.jsonl", Population):
            accounted = (
                population.evaluated + population.errored + sum(population.excluded.values())
            )
            if accounted != population.listed:
                yield (
                    f"population of {population.source} in {population.scope}: {population.listed} "
                    f"listed but {accounted} accounted for"
                )
        for note in _decode_lines(data / "raw/index.jsonl", EvidenceNote):
            if not _DIGEST.fullmatch(note.digest):
                yield "index.jsonl names evidence that is no digest"
            elif not (data / "raw" / note.digest).is_file():
                yield f"evidence {note.digest} ({note.source}) is missing"
        context = _decode(data / "run/context.json", Context)
        counted = sum(1 for _ in _lines(data / "machine/findings.jsonl"))
        tally = context.tally
        told = (
            tally.passed
            + tally.failed
            + tally.unknown
            + tally.not_applicable
            + tally.waived
            + tally.known
        )
        if counted != told:
            yield f"{counted} findings are stored but {told} were counted"
    except EvidenceError as error:
        yield str(error)


def _units(data: Path, kinds: tuple[type[Fact], ...]) -> Iterator[StoredUnit]:
    """Stream the units in the order in which they were judged."""
    union: Any = reduce(or_, kinds)
    decoder = msgspec.json.Decoder(union)
    comments: dict[str, list[InlineWaiver]] = {}
    for line in _decode_lines(data / "machine/comments.jsonl", _CommentLine):
        comments.setdefault(line.unit, []).append(line.comment)
    name = ""
    facts: list[Fact] = []
    for entry in _decode_lines(data / "machine/facts.jsonl", _FactLine):
        if entry.unit != name and name:
            yield StoredUnit(name=name, facts=tuple(facts), comments=_pop(comments, name))
            facts = []
        name = entry.unit
        try:
            facts.append(decoder.decode(entry.fact))
        except _MALFORMED as error:
            raise EvidenceError(f"a stored fact cannot be read ({error})") from None
    if name:
        yield StoredUnit(name=name, facts=tuple(facts), comments=_pop(comments, name))
    for name in list(comments):
        yield StoredUnit(name=name, facts=(), comments=_pop(comments, name))


def _pop(comments: dict[str, list[InlineWaiver]], name: str) -> tuple[InlineWaiver, ...]:
    return tuple(comments.pop(name, ()))


def _require(directory: Path) -> None:
    if not directory.is_dir():
        raise EvidenceError(f"no bundle at {directory}")
    if not bag.is_bag(directory):
        raise EvidenceError(f"{directory} is not a bundle", "it has no bagit.txt")


def _encode(item: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(item, order="deterministic"), indent=1) + b"\n"


def _encode_lines(items: Iterable[Any]) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder(order="deterministic")
    for item in items:
        yield encoder.encode(item) + b"\n"


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as lines:
            yield from lines
    except OSError as error:
        raise EvidenceError(f"{file.name} cannot be read ({error.strerror})") from None


def _decode(file: Path, kind: Any) -> Any:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except OSError as error:
        raise EvidenceError(f"{file.name} cannot be read ({error.strerror})") from None
    except _MALFORMED as error:
        raise EvidenceError(f"{file.name} is malformed ({error})") from None


def _decode_lines(file: Path, kind: Any) -> Iterator[Any]:
    decoder = msgspec.json.Decoder(kind)
    for line in _lines(file):
        try:
            yield decoder.decode(line)
        except _MALFORMED as error:
            raise EvidenceError(f"{file.name} is malformed ({error})") from None
