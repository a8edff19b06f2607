"""JSON syntax of configuration files (``.tf.json``, ``.tfvars.json``).

What HCL's native syntax writes as a nested block is a property here, and only a
provider's schema could tell the two apart; such properties become attributes, which
:meth:`auditor_resources.model.Body.blocks` reads as blocks all the same.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from auditor_resources.limits import MAX_NESTING
from auditor_resources.model import Place, Unknown
from auditor_resources.values import Failed, read_number, whole_text
from auditor_terraform.expressions import Malformed, Parser
from auditor_terraform.limits import MAX_FILE_BYTES
from auditor_terraform.nodes import Literal, Node, Object, Tuple
from auditor_terraform.syntax import (
    AttributeSyntax,
    BlockSyntax,
    BodySyntax,
    FileSyntax,
    source_text,
)
from auditor_terraform.templates import bare

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
_LABELS = {
    "resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1,
    "provider": 1, "locals": 0,
}  # fmt: skip
_BLOCKS = frozenset(("lifecycle", "provisioner", "connection"))


class _Item(NamedTuple):
    """A JSON value with its extent; objects are lists of (key, start of key, item)."""

    kind: str
    value: Any
    start: int
    end: int


class _Broken(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _Reader:
    """A JSON reader that keeps offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> _Item:
        """Read the whole text as one value."""
        item = self._value(0)
        self._skip()
        if self.at != len(self.text):
            raise _Broken("the JSON goes on unexpectedly", self.at)
        return item

    def _skip(self) -> str:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found is not None else self.at
        return self.text[self.at : self.at + 1]

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            raise _Broken("a JSON string is missing", self.at)
        self.at = found.end()
        try:
            return whole_text(json.loads(found[0]))
        except ValueError:
            raise _Broken("the JSON string is not valid", found.start()) from None

    def _value(self, depth: int) -> _Item:
        if depth > MAX_NESTING:
            raise _Broken("the JSON nests too deeply", self.at)
        sign = self._skip()
        start = self.at
        if sign == "{":
            return _Item("object", list(self._members(depth)), start, self.at)
        if sign == "[":
            return _Item("list", list(self._elements(depth)), start, self.at)
        if sign == '"':
            text = self._string()
            return _Item("string", text, start, self.at)
        for word, value in _WORDS.items():
            if self.text.startswith(word, start):
                self.at += len(word)
                return _Item("literal", value, start, self.at)
        found = _NUMBER.match(self.text, start)
        if found is None:
            raise _Broken("a JSON value is missing", start)
        self.at = found.end()
        try:
            return _Item("literal", read_number(found[0]), start, self.at)
        except Failed as failure:
            raise _Broken(str(failure), start) from None

    def _members(self, depth: int) -> Iterator[tuple[str, int, _Item]]:
        self.at += 1
        first = True
        while self._skip() != "}":
            if not first:
                self._take(",")
                self._skip()
            first = False
            start = self.at
            key = self._string()
            self._skip()
            self._take(":")
            yield key, start, self._value(depth + 1)
        self.at += 1

    def _elements(self, depth: int) -> Iterator[_Item]:
        self.at += 1
        first = True
        while self._skip() != "]":
            if not first:
                self._take(",")
            first = False
            yield self._value(depth + 1)
        self.at += 1

    def _take(self, sign: str) -> None:
        if self.text[self.at : self.at + 1] != sign:
            raise _Broken(f"{sign} is missing in the JSON", self.at)
        self.at += 1


class _Builder:
    """Turns JSON items into blocks and attributes."""

    def __init__(self, syntax: FileSyntax, text: str) -> None:
        self.syntax = syntax
        self.text = text
        self._deepest = 1
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def line(self, offset: int) -> int:
        """Return the 1-based line of an offset."""
        return bisect_right(self._ends, offset - 1) + 1

    def place(self, start: int, end: int) -> Place:
        """Return the lines between two offsets."""
        return Place(self.syntax.file, self.line(start), self.line(max(start, end - 1)))

    def blocks(self, item: _Item) -> None:
        """Add the top-level blocks of a configuration file."""
        for objects in _objects(item):
            for type_, start, inner in objects.value:
                if type_ in _LABELS:
                    self._labelled(type_, (), _LABELS[type_], inner, start)

    def _labelled(
        self, type_: str, labels: tuple[str, ...], left: int, item: _Item, start: int
    ) -> None:
        for objects in _objects(item):
            if left:
                for label, at, inner in objects.value:
                    if label != "//":
                        self._labelled(type_, (*labels, label), left - 1, inner, at)
                continue
            body = self.body(objects, literal=type_ == "variable")
            place = self.place(start, objects.end)
            self.syntax.body.blocks.append(BlockSyntax(type_, labels, place, body))

    def body(self, item: _Item, literal: bool = False, top: bool = True) -> BodySyntax:
        """Return the body that an object stands for."""
        body = BodySyntax()
        for name, start, inner in item.value:
            if name == "//":
                continue
            if top and name in _BLOCKS:
                for objects in _objects(inner):
                    nested = self.body(objects)
                    place = self.place(start, objects.end)
                    body.blocks.append(BlockSyntax(name, (), place, nested))
            elif name == "dynamic" and inner.kind in ("object", "list"):
                self._dynamic(inner, body)
            elif name in body.attributes:
                line = self.line(start)
                self.syntax.trouble("unparsable", line, f"attribute {name} is set twice")
            else:
                body.attributes[name] = self.attribute(name, start, inner, literal)
        return body

    def _dynamic(self, item: _Item, body: BodySyntax) -> None:
        for objects in _objects(item):
            for label, start, inner in objects.value:
                for one in _objects(inner):
                    made = BodySyntax()
                    for name, at, value in one.value:
                        if name == "content" and value.kind == "object":
                            content = self.body(value, top=False)
                            place = self.place(at, value.end)
                            made.blocks.append(BlockSyntax("content", (), place, content))
                        elif name != "//":
                            made.attributes[name] = self.attribute(name, at, value, False)
                    place = self.place(start, one.end)
                    body.blocks.append(BlockSyntax("dynamic", (label,), place, made))

    def attribute(self, name: str, start: int, item: _Item, literal: bool) -> AttributeSyntax:
        """Return a property as an attribute; strings are templates unless ``literal``."""
        place = self.place(start, item.end)
        text = self.text[item.start : item.end]
        if name == "type" and literal and item.kind == "string":
            return AttributeSyntax(name, place, item.value)
        self._deepest = 1
        made = AttributeSyntax(name, place, text, self._node(item, literal, 1))
        made.depth = self._deepest
        return made

    def _node(self, item: _Item, literal: bool, depth: int) -> Node:
        self._deepest = max(self._deepest, depth)
        if item.kind == "string":
            return self._template(item.value, item.start, literal, depth)
        if item.kind == "list":
            return Tuple([self._node(inner, literal, depth + 1) for inner in item.value])
        if item.kind == "object":
            return Object(
                [
                    (
                        self._template(key, start, literal, depth),
                        self._node(inner, literal, depth + 1),
                    )
                    for key, start, inner in item.value
                ]
            )
        return Literal(item.value)

    def _template(self, text: str, start: int, literal: bool, depth: int) -> Node:
        if literal or ("${" not in text and "%{" not in text):
            return Literal(text)
        try:
            parser = Parser(text)
            node = bare(parser, len(text))
        except Malformed as fault:
            self.syntax.trouble("unparsable", self.line(start), f"{fault} (in a JSON string)")
            return Literal(Unknown("the expression could not be read"))
        self._deepest = max(self._deepest, depth + parser.deepest)
        return node


def _objects(item: _Item) -> list[_Item]:
    """Return the objects of an item that is an object or a list of objects."""
    if item.kind == "object":
        return [item]
    if item.kind == "list":
        return [inner for inner in item.value if inner.kind == "object"]
    return []


def parse_json_file(source: bytes, file: str) -> FileSyntax:
    """Read one ``.tf.json`` or ``.tfvars.json`` file; never raises for its content."""
    syntax = FileSyntax(file, source)
    if len(source) > MAX_FILE_BYTES:
        syntax.trouble("too-large", 1, f"the file has more than {MAX_FILE_BYTES} bytes")
        return syntax
    text = source_text(syntax)
    builder = _Builder(syntax, text)
    try:
        item = _Reader(text).document()
    except _Broken as fault:
        syntax.salvaged = True
        syntax.trouble("unparsable", builder.line(fault.offset), str(fault))
        return syntax
    if item.kind not in ("object", "list"):
        syntax.trouble("unparsable", 1, "the file does not hold a JSON object")
    elif file.endswith(".tfvars.json"):
        if item.kind == "object":
            syntax.body = builder.body(item, literal=True, top=False)
    else:
        builder.blocks(item)
    return syntax
