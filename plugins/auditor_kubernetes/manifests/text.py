"""YAML and JSON text to documents whose values know their lines.

Collections become :class:`auditor_objects.model.Map` and :class:`~auditor_objects.model.Seq`;
the lines of an entry reach from its key to the end of its value. A document with a fault does
not take the others of its file with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from json import JSONDecoder
from typing import Any, NamedTuple

from auditor_kubernetes.manifests.limits import MAX_DEPTH, MAX_NODES
from auditor_kubernetes.manifests.quick import read_quickly
from auditor_kubernetes.manifests.quick_json import read_json
from auditor_kubernetes.manifests.reading import Document, Fault, Reader, Trouble
from auditor_kubernetes.manifests.sniff import is_manifest
from auditor_kubernetes.manifests.unread import kind_told

_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{|\{%|<%")
_SAID = re.compile(r"^(?!---|\.\.\.|%)[ \t]*[^\s#]", re.MULTILINE)
_VALUE = re.compile(r"\S")
_JSON = re.compile(r"[ \r\n]*[{\[]")


class Parsed(NamedTuple):
    """A file: its documents, what could not be read, and how many nodes it has."""

    documents: list[Document]
    troubles: list[Trouble]
    nodes: int


def parse(content: bytes, *, json: bool = False) -> Parsed:
    """Read a file; see :func:`auditor_kubernetes.manifests.sniff.normal` for its encoding.

    :param json: whether its name says that it is JSON.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Parsed([], [Trouble("unparsable", line, "the text is neither UTF-8 nor UTF-16")], 0)
    try:
        return _read(text, 0, MAX_NODES)
    except Fault as fault:
        if json:
            return _json(text, fault.trouble)
        return _piece_by_piece(text)


def _read(text: str, line: int, budget: int) -> Parsed:
    """Read a text that begins behind a line; see :class:`Reader`.

    :raises Fault: at the first fault.
    """
    quick = (read_json if _JSON.match(text) else read_quickly)(text, line, budget)
    if quick is not None:
        return Parsed(quick.documents, [], quick.nodes)
    reader = Reader(text, line, budget)
    return Parsed(reader.documents(), reader.troubles, reader.nodes)


def _json(text: str, trouble: Trouble) -> Parsed:
    """Read JSON that is no YAML (pairs of surrogates, one value after the other) or has too many
    values to know the lines of each; only whole documents have lines."""
    decoder = JSONDecoder()
    documents: list[Document] = []
    line, at = 1, 0
    try:
        while found := _VALUE.search(text, at):
            line += text.count("\n", at, found.start())
            body, at = decoder.raw_decode(text, found.start())
            last = line + text.count("\n", found.start(), at)
            documents.append(Document(body, (line, last)))
            line = last
    except (ValueError, RecursionError):
        return Parsed([], [trouble], 0)
    nodes = _nodes([document.body for document in documents])
    return Parsed(documents, [], nodes) if nodes else Parsed([], [trouble], 0)


def _nodes(values: list[Any]) -> int:
    """Count values within values; 0 when they nest too deeply."""
    found, level = 0, values
    for _ in range(MAX_DEPTH + 1):
        found += len(level)
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return found
    return 0


def _piece_by_piece(text: str) -> Parsed:
    """Read the documents that are sound, each by itself, and tell of the others."""
    documents: list[Document] = []
    troubles: list[Trouble] = []
    cuts = sorted({0, len(text), *(found.start() for found in _MARKER.finditer(text))})
    line = nodes = 0
    for start, end in pairwise(cuts):
        piece = text[start:end]
        try:
            read = _read(piece, line, MAX_NODES - nodes)
            documents += read.documents
            troubles += read.troubles
            nodes += read.nodes
        except Fault as fault:
            troubles += _told(piece, line, fault.trouble)
        line += piece.count("\n")
    return Parsed(documents, troubles, nodes)


def _told(piece: str, line: int, trouble: Trouble) -> Iterator[Trouble]:
    """Yield the trouble of a piece that is an object, or may be one."""
    template = _TEMPLATE.search(piece)
    ours = is_manifest(piece.encode("utf-8", "replace"))
    if template is None:
        if ours or _SAID.search(piece):
            yield trouble._replace(told=kind_told(piece))
    elif ours:
        at = line + piece.count("\n", 0, template.start()) + 1
        detail = "a template; render it and audit what comes out"
        yield Trouble("template", at, detail, kind_told(piece))
