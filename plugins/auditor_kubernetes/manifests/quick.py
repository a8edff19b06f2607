"""Well-formed block YAML to values, line by line.

What it reads is what :class:`auditor_kubernetes.manifests.reading.Reader` reads, in a fraction
of the time. At the first thing that is not certain it gives up, and that reader, which also says
what is wrong, reads the whole text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from auditor_kubernetes.manifests.limits import MAX_DEPTH, NODE_CHARACTERS
from auditor_kubernetes.manifests.quick_lines import (
    END_OF_TEXT,
    FLOW,
    ITEM_VALUE,
    LONG,
    MORE,
    NOTHING,
    ODD,
    OPEN,
    START,
    STOP,
    Lines,
    Odd,
)
from auditor_kubernetes.manifests.quick_texts import alone, continued, long_text
from auditor_kubernetes.manifests.reading import Document
from auditor_objects.model import Lines as Span
from auditor_objects.model import Map, Seq

_KNOWN = Lines()


class Quick(NamedTuple):
    """What was read: the documents that hold something, and how many nodes there are."""

    documents: list[Document]
    nodes: int


def read_quickly(text: str, offset: int, budget: int) -> Quick | None:
    """Read the documents of a text; None when it has anything that is not read here.

    :param offset: lines of the file before this text.
    :param budget: how many nodes it may have.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > budget // 2:
        return None
    _KNOWN.trim()
    try:
        found = _read(lines, offset, budget)
    except Odd:
        return None
    return found if found.nodes <= budget else None


def _read(lines: Sequence[str], offset: int, budget: int) -> Quick:
    documents: list[Document] = []
    known = _KNOWN
    new_map, new_seq = Map.__new__, Seq.__new__
    target: Any = [None]
    spans: Any = [(0, 0)]
    held: Any = -1
    """Key or index of the last value in the collection that is being read, the target."""
    held_line = last = nodes = 0
    opened, marked = True, False
    """Whether more may stand where that value is; whether the document has a marker."""
    at, column, items = -1, -1, True
    """Where the target's entries begin; the same if keys may follow; whether it is a sequence."""
    stack: list[tuple[Any, Any, Any, int, int, bool]] = []
    below: Any
    numbered = enumerate(chain(lines, (END_OF_TEXT,)), offset + 1)
    for number, line in numbered:
        indent, kind, key, value, weight = known[line]
        if indent == column and kind <= OPEN:
            if key in target:
                raise Odd
            target[key] = value
            spans[key] = (number, number)
            last = number
            nodes += weight
            if kind == OPEN:
                held, held_line = key, number
                opened, column = True, -1
            continue
        if kind == NOTHING:
            continue
        if nodes > budget:
            raise Odd
        if kind == ODD or (indent > at and not opened and kind < NOTHING):
            if indent <= at or at < 0:
                raise Odd
            if opened:
                value, weight, taken = alone(lines, number - offset, at)
                first = number if items else held_line
            else:
                held = -1 if items else next(reversed(target))
                if spans[held] != (last, last):
                    raise Odd
                value, weight, taken = continued(lines, last - offset, at)
                taken -= number - last
                first = last
            if taken < 0:
                raise Odd
            nodes += weight
            last = number + taken
            target[held] = value
            spans[held] = (first, last)
            next(islice(numbered, taken, taken), None)
            opened = False
            column = -1 if items else at
            continue
        if kind > NOTHING:
            while stack:
                target, spans, held, held_line, at, items = stack.pop()
                spans[held] = (held_line, last)
            if target[0] is not None:
                documents.append(Document(target[0], spans[0]))
            elif kind == STOP and not marked:
                raise Odd
            if marked or target[0] is not None:
                nodes += 2
            target, spans, held, at, column, items = [None], [(0, 0)], -1, -1, -1, True
            opened = marked = kind == START
            continue
        while True:
            item = kind >= ITEM_VALUE
            if indent > at or (opened and item and not items and indent == at):
                if not opened or len(stack) >= MAX_DEPTH:
                    raise Odd
                stack.append((target, spans, held, number if items else held_line, at, items))
                if item:
                    below = new_seq(Seq)
                    below.lines = []
                else:
                    below = new_map(Map)
                    below.lines = {}
                target[held] = below
                target, spans, at, items = below, below.lines, indent, item
                nodes += 1
            else:
                while indent < at or (items and not item and indent == at):
                    target, spans, held, held_line, at, items = stack.pop()
                    spans[held] = (held_line, last)
                if indent != at or item != items:
                    raise Odd
            nodes += weight
            last = number
            more = None
            form = kind - ITEM_VALUE if item else kind
            if form == FLOW:
                value = _built(value, (number, number))
            elif form == LONG:
                value, taken = long_text(lines, number - offset, at, *value)
                nodes += len(value) // NODE_CHARACTERS
                last += taken
                next(islice(numbered, taken, taken), None)
            elif form == MORE:
                value, more = None, value
            if item:
                target.append(value)
                spans.append((number, last))
                held = -1
            elif key in target:
                raise Odd
            else:
                target[key] = value
                spans[key] = (number, last)
                held, held_line = key, number
            if more is None:
                break
            opened = True
            indent, kind, key, value, weight = more
        opened = form == OPEN
        column = -1 if opened or items else at
    return Quick(documents, nodes)


def _built(value: Any, line: Span) -> Any:
    """Make the collection that a flow of one line is."""
    made: Any
    entries: Any
    if value.__class__ is dict:
        made = Map(value, dict.fromkeys(value, line))
        entries = value.items()
    else:
        made = Seq(value, [line] * len(value))
        entries = enumerate(value)
    for key, inner in entries:
        if inner.__class__ is dict or inner.__class__ is list:
            made[key] = _built(inner, line)
    return made
