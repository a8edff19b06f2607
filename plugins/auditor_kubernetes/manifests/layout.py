"""What surrounds and what follows a line of a file; found by halving, however much a file holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from auditor_kubernetes.manifests.reading import Document
from auditor_objects.model import Lines, Map, Seq

_Child = tuple[Any, Lines]
"""A value with its lines."""


class Layout:
    """The documents of one file, in their order."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._starts = [one.lines[0] for one in documents]
        self._known: dict[int, tuple[list[_Child], list[int]]] = {}
        """Children and their first lines by the identity of a collection."""

    def within_text(self, line: int) -> bool:
        """Say whether a line is part of a text of several lines."""
        document = self._around(line)
        if document is None:
            return False
        *_, (value, lines) = self._inward(document, line)
        return isinstance(value, str) and lines[0] < line

    def region(self, line: int, alone: bool, whole: bool) -> Lines:
        """Return the lines that a comment speaks of.

        :param alone: whether nothing else stands on its line.
        :param whole: whether it speaks of the document around it.
        """
        document = self._around(line)
        if document is None:
            at = bisect_right(self._starts, line)
            return self._documents[at].lines if at < len(self._documents) else (line, line)
        if whole:
            return document.lines
        inward = list(self._inward(document, line))
        if not alone:
            return next((at for _, at in reversed(inward[1:]) if at[0] == line), (line, line))
        for value, _ in reversed(inward):
            children, starts = self._children(value)
            following = bisect_right(starts, line)
            if following < len(children):
                return children[following][1]
        return line, line

    def _around(self, line: int) -> Document | None:
        at = bisect_right(self._starts, line) - 1
        found = self._documents[at] if at >= 0 else None
        return found if found is not None and line <= found.lines[1] else None

    def _inward(self, document: Document, line: int) -> Iterator[_Child]:
        """Yield what surrounds a line, from the document to the innermost entry or element.

        What an alias repeats stands elsewhere, and is not entered.
        """
        value, lines = document
        yield value, lines
        while True:
            children, starts = self._children(value)
            nearest = max(bisect_left(starts, line) - 1, 0)
            around = next(
                (
                    (inner, at)
                    for inner, at in children[nearest : nearest + 2]
                    if lines[0] <= at[0] <= line <= at[1] <= lines[1]
                ),
                None,
            )
            if around is None:
                return
            value, lines = around
            yield around

    def _children(self, value: Any) -> tuple[list[_Child], list[int]]:
        """Return what a collection holds, in the order of its lines."""
        if not isinstance(value, Map | Seq):
            return [], []
        known = self._known.get(id(value))
        if known is None:
            pairs = (
                zip(value, value.lines, strict=True)
                if isinstance(value, Seq)
                else ((inner, value.lines[key]) for key, inner in value.items())
            )
            children = sorted(pairs, key=itemgetter(1))
            known = children, [at[0] for _, at in children]
            self._known[id(value)] = known
        return known
