"""Configuration files: bytes to blocks and attributes with their lines.

tree-sitter finds the structure and the faults; the inside of an attribute is read on
first use (:mod:`auditor_terraform.expressions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from auditor_terraform.expressions import Malformed, Parser
from auditor_terraform.limits import MAX_FILE_BYTES, MAX_NESTING
from auditor_terraform.model import Place, Trouble, Unknown
from auditor_terraform.nodes import Literal, Node

_BOM = b"\xef\xbb\xbf"
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*")
_TOP_LEVEL = re.compile(rb'^[A-Za-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{', re.M)


class AttributeSyntax:
    """``name = expression``, read from text when first asked for."""

    __slots__ = ("_node", "_text", "depth", "name", "place")

    def __init__(self, name: str, place: Place, text: bytes, node: Node | None = None) -> None:
        self.name = name
        self.place = place
        self.depth = 1
        self._text = text
        self._node = node

    @property
    def text(self) -> str:
        """The expression as written."""
        return self._text.decode("utf-8", "replace")

    @property
    def node(self) -> Node:
        """The expression.

        :raises Malformed: when it cannot be read.
        """
        if self._node is None:
            parser = Parser(self.text)
            self._node = parser.whole()
            self.depth = parser.deepest
        return self._node

    def replace(self, node: Node) -> None:
        """Put another expression in the place of one that cannot be read."""
        self._node = node


class BodySyntax:
    """What stands between the braces of a block, or in a whole file."""

    __slots__ = ("attributes", "blocks")

    def __init__(self) -> None:
        self.attributes: dict[str, AttributeSyntax] = {}
        self.blocks: list[BlockSyntax] = []


class BlockSyntax:
    """``type "label" { … }``."""

    __slots__ = ("body", "labels", "place", "type")

    def __init__(self, type: str, labels: tuple[str, ...], place: Place, body: BodySyntax) -> None:
        self.type = type
        self.labels = labels
        self.place = place
        self.body = body


class FileSyntax:
    """One file: its blocks, its bytes as read, and what could not be read of it."""

    __slots__ = ("body", "file", "salvaged", "source", "troubles")

    def __init__(self, file: str, source: bytes) -> None:
        self.file = file
        self.source = source
        self.body = BodySyntax()
        self.troubles: list[Trouble] = []
        self.salvaged = False
        """Whether the file has a fault, so that only parts of it were read."""

    @property
    def readable(self) -> bytes:
        """The source; of a file with a fault, the lines that were read. What is secret in the
        others cannot be told."""
        if not self.salvaged:
            return self.source
        lines = self.source.split(b"\n")
        kept = [b""] * len(lines)
        for block in self.body.blocks:
            first, last = block.place.line - 1, block.place.end_line
            kept[first:last] = lines[first:last]
        return b"\n".join(kept)

    def trouble(self, kind: str, line: int, detail: str) -> None:
        """Record a part that could not be read."""
        self.troubles.append(Trouble(kind, Place(self.file, line, line), detail))


@lru_cache(maxsize=1)
def _language() -> Any:
    import tree_sitter_hcl
    from tree_sitter import Language

    return Language(tree_sitter_hcl.language())


def parse_tree(source: bytes) -> Any:
    """Return tree-sitter's tree for HCL text."""
    from tree_sitter import Parser as TreeParser

    return TreeParser(_language()).parse(source)


def _first_fault(root: Any) -> tuple[int, str]:
    """Return the 0-based row of the first error in the tree, and what it is."""
    node = root
    for _ in range(10_000):
        if node.is_missing:
            return int(node.start_point.row), f"{node.type} is missing"
        inner = next((child for child in node.children if child.has_error), None)
        if inner is None:
            break
        if node.type == "ERROR" and inner.start_byte > node.start_byte:
            break
        node = inner
    return int(node.start_point.row), "syntax error"


class _Walk:
    """One pass over a tree's bodies; nodes inside expressions are never touched."""

    def __init__(self, syntax: FileSyntax, source: bytes, first_line: int) -> None:
        self.syntax = syntax
        self.source = source
        self.first_line = first_line

    def body(self, node: Any, body: BodySyntax, depth: int) -> None:
        """Add what the tree's body holds to ``body``."""
        if depth > MAX_NESTING:
            self.syntax.trouble(
                "unparsable", node.start_point.row + self.first_line, "blocks nest too deeply"
            )
            return
        last_row = -1
        for child in node.children:
            kind = child.type
            if kind == "comment" or kind == "ERROR":
                continue
            row = child.start_point.row
            end_row = child.end_point.row
            place = Place(self.syntax.file, row + self.first_line, end_row + self.first_line)
            if row == last_row:
                self.syntax.trouble(
                    "unparsable", place.line, "a newline is missing between two definitions"
                )
            last_row = end_row
            if kind == "attribute":
                self._attribute(child, place, body)
            elif kind == "block":
                self._block(child, place, body, depth)

    def _attribute(self, node: Any, place: Place, body: BodySyntax) -> None:
        start, end = node.start_byte, node.end_byte
        found = _ATTRIBUTE.match(self.source, start, end)
        if found is None:
            name_node, value_node = node.children[0], node.children[-1]
            name = name_node.text.decode("utf-8", "replace")
            text = self.source[value_node.start_byte : end]
        else:
            name = found[1].decode("utf-8", "replace")
            text = self.source[found.end() : end]
        if name in body.attributes:
            self.syntax.trouble(
                "unparsable", place.line, f"attribute {name} is set twice in one block"
            )
            return
        body.attributes[name] = AttributeSyntax(name, place, text)

    def _block(self, node: Any, place: Place, body: BodySyntax, depth: int) -> None:
        type_name = ""
        labels: list[str] = []
        inner = BodySyntax()
        for child in node.children:
            kind = child.type
            if kind == "body":
                self.body(child, inner, depth + 1)
            elif kind == "identifier":
                text = child.text.decode("utf-8", "replace")
                if type_name:
                    labels.append(text)
                else:
                    type_name = text
            elif kind == "string_lit":
                labels.append(child.text[1:-1].decode("utf-8", "replace"))
        body.blocks.append(BlockSyntax(type_name, tuple(labels), place, inner))


def _check_expressions(syntax: FileSyntax) -> None:
    """Read the expressions that may be malformed or too deep, so that it is said at once."""
    for attribute in all_attributes(syntax.body):
        try:
            attribute.node  # noqa: B018
        except Malformed as fault:
            line = attribute.place.line + attribute.text.count("\n", 0, fault.offset)
            syntax.trouble("unparsable", line, f"{fault} (attribute {attribute.name})")
            attribute.replace(Literal(Unknown("the expression could not be read")))


def all_attributes(body: BodySyntax) -> Iterator[AttributeSyntax]:
    """Yield the attributes of a body and of the blocks inside it."""
    todo = [body]
    while todo:
        here = todo.pop()
        yield from here.attributes.values()
        todo.extend(block.body for block in reversed(here.blocks))


def _salvage(syntax: FileSyntax, source: bytes) -> None:
    """Read the top-level blocks that are well formed by themselves.

    A block is tried with all that stands before the next one, then up to the first
    closing brace at the beginning of a line.
    """
    starts = [found.start() for found in _TOP_LEVEL.finditer(source)]
    line, at = 1, 0
    for start, end in pairwise([*starts, len(source)]):
        line += source.count(b"\n", at, start)
        at = start
        closed = source.find(b"\n}", start, end) + 2
        for stop in (end, closed):
            piece = source[start:stop]
            root = parse_tree(piece).root_node
            if not root.has_error:
                _read(syntax, piece, root, line)
                break


def _read(syntax: FileSyntax, source: bytes, root: Any, first_line: int) -> None:
    walk = _Walk(syntax, source, first_line)
    for child in root.children:
        if child.type == "body":
            walk.body(child, syntax.body, 0)


def as_utf8(syntax: FileSyntax) -> bytes:
    """Return the file's text as UTF-8 without a byte order mark; say where it is not UTF-8."""
    source = syntax.source.removeprefix(_BOM)
    try:
        source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        syntax.trouble("unparsable", line, "the file is not UTF-8; save it as UTF-8")
        return source.decode("utf-8", "replace").encode()
    return source


def parse_structure(source: bytes, file: str) -> FileSyntax:
    """Read the blocks and attributes of one file in native syntax, expressions unread."""
    syntax = FileSyntax(file, source)
    text = as_utf8(syntax)
    root = parse_tree(text).root_node
    if root.has_error:
        row, fault = _first_fault(root)
        syntax.trouble(
            "unparsable", row + 1, f"{fault}; `terraform validate` in its directory says more"
        )
        syntax.salvaged = True
        _salvage(syntax, text)
    else:
        _read(syntax, text, root, 1)
    return syntax


def parse_file(source: bytes, file: str) -> FileSyntax:
    """Read one ``.tf`` or ``.tfvars`` file; never raises for its content.

    :param file: the path that places name, relative to the run's base.
    """
    if len(source) > MAX_FILE_BYTES:
        syntax = FileSyntax(file, source)
        syntax.trouble(
            "too-large", 1, f"the file has more than {MAX_FILE_BYTES} bytes and was not read"
        )
        return syntax
    syntax = parse_structure(source, file)
    _check_expressions(syntax)
    return syntax


def local_sources(source: bytes, file: str) -> set[str]:
    """Return the local paths that the module calls of a file name, without evaluating it."""
    if file.endswith(".json"):
        from auditor_terraform.jsonsyntax import parse_json_file

        syntax = parse_json_file(source, file)
    else:
        syntax = parse_structure(source, file)
    found = set()
    for block in syntax.body.blocks:
        attribute = block.body.attributes.get("source") if block.type == "module" else None
        written = "" if attribute is None else attribute.text.strip().strip('"')
        if written.startswith("."):
            found.add(written)
    return found
