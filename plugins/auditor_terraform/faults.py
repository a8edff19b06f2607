"""Files with faults: where they are, and what can be read of the rest.

tree-sitter knows where a text stops being HCL and goes on behind it; it is asked only for
what :mod:`auditor_terraform.syntax` cannot read, and for the comments of a file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from auditor_resources.limits import MAX_NESTING
from auditor_resources.model import Place
from auditor_terraform.syntax import AttributeSyntax, BlockSyntax, BodySyntax, FileSyntax

_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*")
_TOP_LEVEL = re.compile(rb'^[A-Za-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{', re.M)


def read_faulty(syntax: FileSyntax, source: bytes) -> None:
    """Read what can be read of a file, and say what cannot; expressions stay unread."""
    root = parse_tree(source).root_node
    if root.has_error:
        row, fault = _first_fault(root)
        syntax.trouble(
            "unparsable", row + 1, f"{fault}; `terraform validate` in its directory says more"
        )
        syntax.salvaged = True
        _salvage(syntax, source)
    else:
        _read(syntax, source, root, 1)


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
        body.attributes[name] = AttributeSyntax(name, place, text.decode("utf-8", "replace"))

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
