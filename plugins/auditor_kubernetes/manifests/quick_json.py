"""JSON to values, by a decoder and a formatter that are written in C.

What it reads is what :class:`auditor_kubernetes.manifests.reading.Reader` reads, in a fraction
of the time. Where YAML and JSON differ, or may, it gives up, and that reader reads the text.

The decoder does not tell lines. But the formatter gives every entry, and the end of every
collection that is not empty, a row of its own, so that the values one after the other are the
rows one after the other. It changes nothing but blanks: by how many other characters come
before a row, it is known in which line of the text that row stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from json import JSONDecoder
from typing import Any

import msgspec

from auditor_kubernetes.manifests.limits import MAX_DEPTH, NODE_CHARACTERS
from auditor_kubernetes.manifests.quick import Quick
from auditor_kubernetes.manifests.quick_lines import Odd
from auditor_kubernetes.manifests.reading import Document
from auditor_kubernetes.manifests.scalars import resolve
from auditor_objects.model import Lines as Span
from auditor_objects.model import Map, Seq

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_INDENTED = re.compile(r"[\[{]\n( +)")
_LONGEST_KEY = 160
"""Characters; YAML takes 1024 up to the colon, and a character may be an escape of six."""
_LONGEST = 5_000_000
"""Characters of a text; reading the events of a longer one takes less memory."""
_MOST_STEPS = 10_000_000
"""Blanks that formatting may add where a text is not indented itself."""


def _unique(pairs: list[tuple[str, Any]]) -> Map:
    """Make a mapping, still without lines, of which each key is written once."""
    made = Map.__new__(Map)
    made.update(pairs)
    if len(made) < len(pairs):
        raise Odd
    return made


def _refuse(word: str) -> None:
    """Refuse a word that JSON has not (``NaN``)."""
    raise Odd


_DECODER = JSONDecoder(
    object_pairs_hook=_unique, parse_float=resolve, parse_int=resolve, parse_constant=_refuse
)


def read_json(text: str, offset: int, budget: int) -> Quick | None:
    """Read the JSON that a text is; None when it has anything that is not read here.

    :param offset: lines of the file before this text.
    :param budget: how many nodes it may have.
    """
    if len(text) > _LONGEST or (len(text) > budget and sum(map(text.count, "[{,")) > budget):
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    bare = text.strip(" \n")
    try:
        _check(bare)
        value = _DECODER.decode(bare)
        first = offset + 1 + text.count("\n", 0, text.index(bare[0]))
        lines = _lines_of_rows(bare, value, first)
        body, _, nodes = (_map if value.__class__ is Map else _seq)(value, 0, lines)
    except (ValueError, msgspec.DecodeError, RecursionError, Odd):
        return None
    if nodes >= budget:
        return None
    return Quick([Document(body, (lines[0], lines[-1]))], nodes + 1)


def _check(text: str) -> None:
    """Refuse what is no collection, and characters that YAML refuses or reads otherwise; most of
    the others are refused by JSON."""
    if text[:1] not in ("{", "[") or "\t" in text or "\r" in text or "\x7f" in text:
        raise Odd
    if not text.isascii() and not text.replace("\n", "").isprintable():
        raise Odd
    if "\\u" in text and _SURROGATE.search(text):
        raise Odd


def _lines_of_rows(text: str, value: Any, first: int) -> Sequence[int]:
    """Return the line of each row of a text once it is formatted.

    :param first: the line that the text begins in.
    """
    indented = _INDENTED.match(text)
    indent = len(indented[1]) if indented else 1
    steps = _steps(value)
    if steps * indent > len(text):
        indent = 1
    if steps > _MOST_STEPS:
        raise Odd
    rows = msgspec.json.format(text, indent=indent)
    if rows == text:
        return list(range(first, first + 1 + rows.count("\n")))
    if "  :" in text:
        raise Odd
    return list(_placed(rows, text, first))


def _steps(value: Any) -> int:
    """Return how many steps the entries are indented, all together."""
    steps = depth = 0
    level = [value]
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Odd
        steps += depth * sum(map(len, level))
        level = [
            inner
            for outer in level
            for inner in (outer.values() if outer.__class__ is Map else outer)
            if inner.__class__ is Map or inner.__class__ is list
        ]
    return steps


def _placed(rows: str, text: str, line: int) -> Iterator[int]:
    """Yield the line that each row stands in as a whole; texts with the same characters but for
    blanks."""
    ends = accumulate(len(one.replace(" ", "")) for one in text.split("\n"))
    at, end = 0, next(ends)
    for row in rows.split("\n"):
        while at >= end:
            end = next(ends)
            line += 1
        at += len(row.replace(" ", ""))
        if at > end:
            raise Odd
        yield line


def _map(made: Map, row: int, lines: Sequence[int]) -> tuple[Map, int, int]:
    """Give its lines to the mapping that begins in a row, and to what is in it.

    :return: the mapping, the row that it ends in and its nodes.
    """
    spans: dict[str, Span] = {}
    made.lines = spans
    nodes = 2 + 2 * len(made)
    for key, inner in made.items():
        row += 1
        line = lines[row]
        kind = inner.__class__
        if len(key) > _LONGEST_KEY:
            raise Odd
        if kind is Map or kind is list:
            made[key], row, more = (_map if kind is Map else _seq)(inner, row, lines)
            nodes += more - 1
            spans[key] = (line, lines[row])
            continue
        if kind is str and len(inner) >= NODE_CHARACTERS:
            nodes += len(inner) // NODE_CHARACTERS
        spans[key] = (line, line)
    return made, row + 1 if made else row, nodes


def _seq(items: list[Any], row: int, lines: Sequence[int]) -> tuple[Seq, int, int]:
    """Make the sequence that begins in a row; see :func:`_map`."""
    spans: list[Span] = []
    nodes = 2 + len(items)
    for index, inner in enumerate(items):
        row += 1
        line = lines[row]
        kind = inner.__class__
        if kind is Map or kind is list:
            items[index], row, more = (_map if kind is Map else _seq)(inner, row, lines)
            nodes += more - 1
        elif kind is str:
            nodes += len(inner) // NODE_CHARACTERS
        spans.append((line, lines[row]))
    return Seq(items, spans), row + 1 if items else row, nodes
