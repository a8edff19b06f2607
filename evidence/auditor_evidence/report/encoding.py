"""JSON as bytes, and small pieces gathered into larger ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from auditor.collecting import Gap, Population
from auditor.facts import Place
from auditor.findings import Finding
from auditor.reporting import Report

_PIECE_BYTES = 64 * 1024
_AS_KEPT = b',"calls":[],"waiver":null}\n'
"""How findings end whose record is what they were kept as."""


def encode(value: Any) -> bytes:
    """Return compact JSON; dictionaries keep their order, lone surrogates become U+FFFD."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mend(msgspec.to_builtins(value)))


def encode_sorted(value: Any) -> bytes:
    """Return compact JSON with the keys of every dictionary sorted."""
    try:
        return msgspec.json.encode(value, order="deterministic")
    except UnicodeEncodeError:
        return msgspec.json.encode(_mend(msgspec.to_builtins(value)), order="deterministic")


def utf8(text: str) -> bytes:
    """Encode text that may hold lone surrogates (a file name that is no UTF-8)."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _whole(text).encode()


def gather(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces into some of about 64 KiB, so that writing costs little."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return every field of a finding, places as objects."""
    record = msgspec.structs.asdict(finding)
    record["calls"] = [place_record(place) for place in finding.calls]
    if finding.waiver is not None:
        record["waiver"] = msgspec.structs.asdict(finding.waiver)
    return record


def finding_lines(report: Report) -> Iterator[bytes]:
    """Yield all findings as compact JSON, as :func:`finding_record` has them: many at a time, one
    a line, the last without its line end.

    Nearly all have neither calls nor a waiver, and are written as they were kept.
    """
    for block in report.encoded():
        if block.count(_AS_KEPT) < block.count(b"\n"):
            block = b"".join(map(_finding_line, block.splitlines(keepends=True)))
        yield block[:-1]


def _finding_line(line: bytes) -> bytes:
    if line.endswith(_AS_KEPT):
        return line
    return encode(finding_record(msgspec.json.decode(line, type=Finding))) + b"\n"


def gap_record(gap: Gap) -> dict[str, Any]:
    """Return every field of a gap, its place as an object or null."""
    record = msgspec.structs.asdict(gap)
    record["reason"] = gap.reason.value
    record["place"] = None if gap.place is None else place_record(gap.place)
    return record


def population_record(population: Population) -> dict[str, Any]:
    """Return every field of a population."""
    record = msgspec.structs.asdict(population)
    record["excluded"] = dict(sorted(population.excluded.items()))
    return record


def place_record(place: Place) -> dict[str, Any]:
    """Return ``{"file": …, "line": …, "end_line": …}``."""
    return {"file": place.file, "line": place.line, "end_line": place.end_line}


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mend(item) for item in value]
    return value
