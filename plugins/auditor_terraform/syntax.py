"""Configuration files: bytes to blocks and attributes with their lines.

A well-formed file is read in one pass, expressions included. Whatever else a file holds is
left to :mod:`auditor_terraform.faults`, which says what is wrong and reads the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor_resources.limits import MAX_NESTING
from auditor_resources.model import Place, Trouble, Unknown
from auditor_terraform.expressions import Malformed, Parser
from auditor_terraform.limits import MAX_FILE_BYTES
from auditor_terraform.nodes import Literal, Node

_BOM = b"\xef\xbb\xbf"
_DEFINITION = re.compile(
    r"([A-Za-z_][\w-]*+)(?:[ \t]*=(?![=>])[ \t\r\n]*"
    r'|((?:[ \t]+(?:"[^"\\$%\n]*"|[A-Za-z_][\w-]*+))*)[ \t]*\{)',
    re.ASCII,
)
"""The beginning of an attribute, or the header of a block with its labels."""
_LABEL = re.compile(r'"([^"]*)"|([\w-]+)')


class AttributeSyntax:
    """``name = expression``, read from text when first asked for."""

    __slots__ = ("_node", "depth", "name", "place", "text")

    def __init__(self, name: str, place: Place, text: str, node: Node | None = None) -> None:
        self.name = name
        self.place = place
        self.depth = 1
        self.text = text
        """The expression as written."""
        self._node = node

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


class _Reader:
    """One pass over the text of a well-formed file."""

    def __init__(self, text: str, file: str) -> None:
        self._parser = Parser(text)
        self._file = file
        self._line = 1
        self._counted = 0

    def whole(self) -> BodySyntax:
        """Read the whole text.

        :raises Malformed: when it is not plainly well formed.
        """
        body = self._body(0)
        if "\0" in self._parser.text or self._parser.at != len(self._parser.text):
            raise self._parser.fail("this is no definition")
        return body

    def _line_at(self, offset: int) -> int:
        """Return the line of an offset; offsets come in ascending order."""
        self._line += self._parser.text.count("\n", self._counted, offset)
        self._counted = offset
        return self._line

    def _body(self, depth: int) -> BodySyntax:
        """Read definitions up to what is none: a closing brace, or the end."""
        parser = self._parser
        if depth > MAX_NESTING:
            raise parser.fail("blocks nest too deeply")
        body = BodySyntax()
        last_line = 0
        while True:
            parser.skip()
            found = _DEFINITION.match(parser.text, parser.at)
            if found is None:
                return body
            name, labels = found.groups()
            line = self._line_at(found.start())
            if line == last_line or name in body.attributes:
                raise parser.fail("a newline is missing, or the attribute is set twice")
            parser.at = found.end()
            if labels is None:
                body.attributes[name] = self._attribute(name, line)
            else:
                inner = self._body(depth + 1)
                parser.expect("}")
                place = Place(self._file, line, self._line_at(parser.at))
                written = tuple(text or word for text, word in _LABEL.findall(labels))
                body.blocks.append(BlockSyntax(name, written, place, inner))
            last_line = self._line

    def _attribute(self, name: str, line: int) -> AttributeSyntax:
        parser = self._parser
        start = parser.at
        parser.deepest = 0
        node = parser.expression()
        place = Place(self._file, line, self._line_at(parser.end))
        made = AttributeSyntax(name, place, parser.text[start : parser.end], node)
        made.depth = parser.deepest
        return made


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


def source_text(syntax: FileSyntax) -> str:
    """Return the file's text without a byte order mark; say where it is not UTF-8."""
    source = syntax.source.removeprefix(_BOM)
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        syntax.trouble("unparsable", line, "the file is not UTF-8; save it as UTF-8")
        return source.decode("utf-8", "replace")


def parse_structure(source: bytes, file: str) -> FileSyntax:
    """Read the blocks and attributes of one file in native syntax; never raises for its content.

    The expressions of a file with faults may stay unread.
    """
    syntax = FileSyntax(file, source)
    text = source_text(syntax)
    try:
        syntax.body = _Reader(text, file).whole()
    except Malformed:
        from auditor_terraform.faults import read_faulty

        read_faulty(syntax, text.encode())
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
