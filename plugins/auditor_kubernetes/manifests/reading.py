"""From the parser's events to values.

The parser gives events, one after the other: nothing recurses, and what is too large or too
deep is given up before it is in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from auditor_kubernetes.manifests.limits import MAX_DEPTH, MAX_NODES, NODE_CHARACTERS
from auditor_kubernetes.manifests.scalars import resolve
from auditor_objects.model import Lines, Map, Seq

_TYPED = frozenset(f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "null"))
_TAB = re.compile(r"^ *\t[ \t]*[^\s#]", re.MULTILINE)
_HOLE = "{{"
_LONGEST_NAME = 80
"""Characters of a key that are told."""


class Document(NamedTuple):
    """One document; ``body`` is whatever stands in it."""

    body: Any
    lines: Lines


class Trouble(NamedTuple):
    """What was not read: ``unparsable``, ``too-large``, ``template`` (not rendered) or ``external``
    (not on this disk); or was read, though it may be meant otherwise: ``doubtful``."""

    kind: str
    line: int
    detail: str
    told: str = ""
    """Kind of the object that was not read; empty when it is not known, or there may be more."""


class Fault(Exception):
    """Reading a text ended early."""

    def __init__(self, kind: str, line: int, detail: str) -> None:
        super().__init__(detail)
        self.trouble = Trouble(kind, line, detail)


@cache
def _parser() -> Any:
    import yaml

    if not yaml.__with_libyaml__:
        return yaml.SafeLoader
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    return CParser


class _Frame:
    """A collection that is being read."""

    __slots__ = (
        "anchor",
        "complex",
        "first",
        "flow",
        "index",
        "key",
        "key_line",
        "last",
        "lines",
        "mapping",
        "merged",
        "merging",
        "nodes",
        "value",
    )

    def __init__(self, value: Any, event: Any, line: int, nodes: int) -> None:
        self.value = value
        self.lines = value.lines
        self.mapping = type(value) is Map
        self.anchor = event.anchor
        self.flow = event.flow_style
        self.index = event.start_mark.index
        self.first = self.last = line
        self.nodes = nodes
        self.key: str | None = None
        self.key_line = 0
        self.complex = False
        """Whether a collection stands where a key should."""
        self.merging = False
        self.merged: list[Map] = []


class Reader:
    """Reads the documents of one text.

    :param offset: lines of the file before this text.
    :param budget: how many nodes it may have.
    """

    def __init__(self, text: str, offset: int, budget: int) -> None:
        self.text = text
        self.offset = offset
        self.budget = budget
        self.nodes = 0
        self.troubles: list[Trouble] = []
        """What is doubtful in what was read."""
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._names: dict[str, str] = {}
        """Every key once, so that equal ones share their memory."""

    def documents(self) -> list[Document]:
        """Return the documents that hold something.

        :raises Fault: at the first fault.
        """
        import yaml

        found: list[Document] = []
        try:
            take = _parser()(self.text).get_event
            while True:
                kind = take().__class__
                if kind is yaml.DocumentStartEvent:
                    self._anchors.clear()
                    document = self._document(take)
                    if document.body is not None:
                        found.append(document)
                elif kind is yaml.StreamEndEvent:
                    return found
        except yaml.reader.ReaderError as error:
            line = self.offset + self.text.count("\n", 0, error.position) + 1
            detail = "a character that YAML does not allow; the document was not read"
            raise Fault("unparsable", line, detail) from None
        except yaml.MarkedYAMLError as error:
            raise self._marked(error) from None
        except (yaml.YAMLError, ValueError, RecursionError):
            detail = "not valid YAML; the document was not read"
            raise Fault("unparsable", self.offset + 1, detail) from None

    def _marked(self, error: Any) -> Fault:
        mark = error.problem_mark or error.context_mark
        line = self.offset + (mark.line + 1 if mark else 1)
        tab = _TAB.search(self.text)
        if tab and abs(self.offset + self.text.count("\n", 0, tab.start()) + 1 - line) <= 1:
            detail = "not valid YAML: indented with a tab; write spaces"
        else:
            detail = f"not valid YAML: {error.problem}"
        return Fault("unparsable", line, f"{detail}; the document was not read")

    def _document(self, take: Callable[[], Any]) -> Document:
        """Read one document up to its end."""
        import yaml

        scalar, alias, end = yaml.ScalarEvent, yaml.AliasEvent, yaml.DocumentEndEvent
        mapping, sequence = yaml.MappingStartEvent, yaml.SequenceStartEvent
        offset = self.offset + 1
        stack: list[_Frame] = []
        frame: _Frame | None = None
        result = Document(None, (offset, offset))
        while True:
            event = take()
            kind = event.__class__
            first = event.start_mark.line + offset
            self.nodes += 1
            if self.nodes > self.budget:
                detail = f"the file has more than {MAX_NODES} values, or aliases repeat as many"
                raise Fault("too-large", first, detail)
            if kind is scalar:
                if frame is not None and frame.mapping and frame.key is None:
                    self._name(frame, event, first)
                    continue
                text = event.value
                value = resolve(text) if event.implicit[0] or event.tag in _TYPED else text
                mark = event.end_mark
                last = mark.line + offset
                if mark.column == 0 and last > first:
                    last -= 1
                weight = len(text) // NODE_CHARACTERS
                self.nodes += weight
                if event.anchor:
                    self._anchors[event.anchor] = value, 1 + weight
            elif kind is mapping or kind is sequence:
                if len(stack) >= MAX_DEPTH:
                    raise Fault("too-large", first, f"nested more than {MAX_DEPTH} levels deep")
                new: Any = Map({}, {}) if kind is mapping else Seq([], [])
                frame = _Frame(new, event, first, self.nodes)
                stack.append(frame)
                self._anchors.pop(frame.anchor, None)
                continue
            elif kind is alias:
                value = self._aliased(event.anchor, first)
                last = first
            elif kind is end:
                return result
            else:
                done = stack.pop()
                frame = stack[-1] if stack else None
                value, first, last = self._closed(done, event)
            if frame is None:
                result = Document(value, (first, last))
            else:
                self._put(frame, value, first, last)

    def _name(self, frame: _Frame, event: Any, line: int) -> None:
        """Take a scalar as the next key; whatever it means as a value, its text is the key."""
        text = event.value
        frame.key = self._names.setdefault(text, text)
        frame.key_line = line
        frame.merging = text == "<<" and event.implicit[0]
        weight = len(text) // NODE_CHARACTERS
        self.nodes += weight
        if event.anchor:
            self._anchors[event.anchor] = text, 1 + weight

    def _put(self, frame: _Frame, value: Any, first: int, last: int) -> None:
        """Add a value to the collection around it."""
        if last > frame.last:
            frame.last = last
        if not frame.mapping:
            frame.value.append(value)
            frame.lines.append((first, last))
            return
        key = frame.key
        if key is None:
            frame.complex = frame.complex or isinstance(value, dict | list)
            frame.key = value if isinstance(value, str) else "" if frame.complex else str(value)
            frame.key_line = first
            return
        if frame.merging:
            self._merge(frame, value, first)
        else:
            if key in frame.value:
                name = key if len(key) <= _LONGEST_NAME else f"{key[:_LONGEST_NAME]}…"
                detail = f"{name} is written twice in one mapping; the last one was read"
                self.troubles.append(Trouble("doubtful", frame.key_line, detail))
            frame.value[key] = value
            frame.lines[key] = (frame.key_line, last)
        frame.key = None

    def _merge(self, frame: _Frame, value: Any, line: int) -> None:
        """Note what ``<<`` brings in; it gives way to what the mapping itself says."""
        sources = value if isinstance(value, list) else [value]
        if not all(type(source) is Map for source in sources):
            detail = "<< merges what is no mapping; it was not read"
            self.troubles.append(Trouble("doubtful", line, detail))
            return
        frame.merged += sources

    def _aliased(self, anchor: str, line: int) -> Any:
        if anchor not in self._anchors:
            detail = "an alias of what is not there, or of what it stands in"
            raise Fault("unparsable", line, f"{detail}; the document was not read")
        value, nodes = self._anchors[anchor]
        self.nodes += nodes - 1
        return value

    def _closed(self, frame: _Frame, event: Any) -> tuple[Any, int, int]:
        """Return a collection that is complete, with its lines."""
        value = frame.value
        for source in frame.merged:
            self.nodes += len(source)
            for key, inner in source.items():
                if key not in value:
                    value[key] = inner
                    value.lines[key] = source.lines[key]
        last = frame.last
        if frame.flow:
            last = max(last, event.end_mark.line + self.offset + 1)
        if frame.complex:
            value = self._without_key(frame, event)
        if frame.anchor:
            self._anchors[frame.anchor] = value, self.nodes - frame.nodes + 1
        return value, frame.first, last

    def _without_key(self, frame: _Frame, event: Any) -> Any:
        """Return ``{{ … }}`` as the text it is: to YAML it is a mapping as the key of another."""
        text = self.text[frame.index : event.end_mark.index]
        if frame.flow and text.startswith(_HOLE):
            return text
        detail = "a collection stands where a key should; its value was not read"
        self.troubles.append(Trouble("doubtful", frame.first, detail))
        frame.value.pop("", None)
        return frame.value
