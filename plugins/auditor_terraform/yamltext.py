"""YAML text to values, by the rules of Terraform's ``yamldecode``.

A reader for the part of YAML that configuration is written in: block and flow
collections, all kinds of scalars, comments. What goes beyond (anchors, aliases, tags,
merge keys, complex keys) is refused with :class:`Unsupported`, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

from auditor_resources.limits import MAX_NESTING
from auditor_resources.values import Failed
from auditor_terraform.yamlflow import COMMENT, Flow, Short, Unsupported, key_text, resolve

_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')[ ]*+:(?=[ \t]|$)"""
    r"""|((?![\[\]{},#&*!|>'"%@`])(?![-?:](?:[ \t]|$))"""
    r"""(?:[^:#]|:(?![ \t]|$)|(?<![ \t])\#)++):(?=[ \t]|$)"""
)
_BLOCK = re.compile(r"([|>])(?:([+-])([1-9])?|([1-9])([+-])?)?[ \t]*(?:#.*)?$")
_LONGEST_LINE = 10_000


class _Reader:
    """Reads block collections line by line."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").split("\n")
        self.at = 0
        if max(map(len, self.lines)) > _LONGEST_LINE:
            raise Unsupported("YAML with very long lines is not evaluated")

    def document(self) -> Any:
        """Read the whole text."""
        if self._next() and self.lines[self.at].startswith("---"):
            if self.lines[self.at][3:].strip():
                raise Unsupported("text after the document marker is not read")
            self.at += 1
        if not self._next():
            raise Failed("the YAML document is empty")
        value = self._node(-1, 0)
        if self._next() and self.lines[self.at].rstrip() == "...":
            self.at += 1
        if self._next():
            raise Failed("the YAML goes on unexpectedly")
        return value

    def _next(self) -> bool:
        """Go to the next line that says something."""
        while self.at < len(self.lines):
            bare = self.lines[self.at].lstrip(" ")
            if bare.startswith("\t") and bare.strip() and not bare.strip().startswith("#"):
                raise Failed("YAML is indented with spaces")
            bare = bare.strip()
            if bare and not bare.startswith("#"):
                return True
            self.at += 1
        return False

    def _indent(self) -> int:
        line = self.lines[self.at]
        return len(line) - len(line.lstrip(" "))

    def _ends(self) -> bool:
        return self.lines[self.at].startswith(("---", "...")) and (
            not self.lines[self.at][3:].strip() or self.lines[self.at][3] in " \t"
        )

    def _node(self, parent: int, depth: int) -> Any:
        """Read the node that starts at this line, which is indented beyond ``parent``."""
        if depth > MAX_NESTING:
            raise Failed("the YAML nests too deeply")
        if self._ends():
            return None
        line = self.lines[self.at]
        indent = self._indent()
        bare = line[indent:]
        if bare.startswith("%"):
            raise Failed("YAML directives are not read")
        if bare == "-" or bare.startswith("- "):
            return self._sequence(indent, depth)
        if bare == "?" or bare.startswith("? "):
            raise Unsupported("complex keys in YAML are not evaluated")
        if _KEY.match(line, indent):
            return self._mapping(indent, depth)
        self.lines[self.at] = ""
        return self._scalar(bare, parent)

    def _sequence(self, indent: int, depth: int) -> list[Any]:
        items: list[Any] = []
        while self._next() and self._indent() == indent and not self._ends():
            line = self.lines[self.at]
            bare = line[indent:]
            if bare != "-" and not bare.startswith("- "):
                break
            rest = bare[1:].lstrip(" ")
            if not rest or rest.startswith("#"):
                self.at += 1
                more = self._next() and self._indent() > indent
                items.append(self._node(indent, depth + 1) if more else None)
            else:
                self.lines[self.at] = " " * (len(line) - len(rest)) + rest
                items.append(self._node(indent, depth + 1))
        if self._next() and self._indent() > indent:
            raise Failed("the YAML is indented unevenly")
        return items

    def _mapping(self, indent: int, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while self._next() and self._indent() == indent and not self._ends():
            line = self.lines[self.at]
            found = _KEY.match(line, indent)
            if found is None:
                if line[indent:] == "-" or line[indent:].startswith("- "):
                    break
                raise Failed("a YAML key is missing")
            key = key_text(Flow(found[1]).quoted() if found[1] else resolve(found[2].strip()))
            rest = line[found.end() :].strip(" \t")
            self.lines[self.at] = ""
            if rest and not rest.startswith("#"):
                items[key] = self._scalar(rest, indent)
                continue
            if not self._next() or self._ends():
                items[key] = None
                continue
            inner = self._indent()
            bare = self.lines[self.at][inner:]
            item = inner == indent and (bare == "-" or bare.startswith("- "))
            items[key] = self._node(indent, depth + 1) if inner > indent or item else None
        if self._next() and self._indent() > indent:
            raise Failed("the YAML is indented unevenly")
        return items

    def _scalar(self, text: str, parent: int) -> Any:
        """Read a scalar or flow collection that starts with ``text``; its line is taken."""
        sign = text[0]
        if sign in "&*!":
            raise Unsupported("anchors, aliases and tags in YAML are not evaluated")
        if sign in "|>":
            return self._block(text, parent)
        self.at += 1
        if sign in "\"'[{":
            return self._buffered(text)
        if sign in "%@`]}," or re.match(r"[-?:](?:[ \t]|$)", text):
            raise Failed("the YAML text starts with a reserved sign")
        if _KEY.match(text):
            raise Failed("a YAML value holds another key")
        return self._plain(text, parent)

    def _buffered(self, text: str) -> Any:
        """Read a quoted text or flow collection, which may take up several lines."""
        taken = 0
        more = 1
        while True:
            flow = Flow("\n".join((text, *self.lines[self.at : self.at + taken])))
            try:
                value = flow.value(0)
                break
            except Short:
                if self.at + taken >= len(self.lines):
                    raise Failed("the YAML text or collection is not closed") from None
                taken += more
                more *= 2
        self.at += flow.text.count("\n", 0, flow.at)
        rest = flow.text[flow.at :].partition("\n")[0]
        if COMMENT.sub("", rest).strip():
            raise Failed("the YAML goes on unexpectedly")
        return value

    def _plain(self, text: str, parent: int) -> Any:
        ends = COMMENT.search(text) is not None
        out = COMMENT.sub("", text).rstrip(" \t")
        gaps = 0
        first = True
        while not ends and self.at < len(self.lines):
            line = self.lines[self.at]
            bare = line.strip(" \t")
            if not bare:
                gaps += 1
                self.at += 1
                continue
            if self._indent() <= parent or bare.startswith("#") or self._ends():
                break
            if _KEY.match(bare):
                raise Failed("a YAML value holds another key")
            ends = COMMENT.search(bare) is not None
            out += ("\n" * gaps or " ") + COMMENT.sub("", bare).rstrip(" \t")
            gaps = 0
            first = False
            self.at += 1
        return resolve(out) if first else out

    def _block(self, header: str, parent: int) -> str:
        found = _BLOCK.fullmatch(header)
        if found is None:
            raise Failed("the YAML block text has a wrong header")
        self.at += 1
        chomp = found[2] or found[5] or ""
        given = found[3] or found[4]
        indent = max(parent, 0) + int(given) if given else 0
        lines: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            bare = line.lstrip(" ")
            if bare:
                here = len(line) - len(bare)
                indent = indent or here
                if here < indent or here <= parent:
                    break
                lines.append(line[indent:])
            else:
                lines.append(line[indent:] if indent else "")
            self.at += 1
        if self.at == len(self.lines) and lines:
            if lines[-1]:
                chomp = "-"
            else:
                lines.pop()
        return _chomped(lines, found[1] == ">", chomp)


def _chomped(lines: list[str], folded: bool, chomp: str) -> str:
    """Join the lines of a block text and treat the newlines at its end."""
    kept = len(lines)
    while kept and not lines[kept - 1]:
        kept -= 1
    trailing = len(lines) - kept
    body = lines[:kept]
    text = _folded(body) if folded else "\n".join(body)
    if chomp == "-" or (not body and chomp != "+"):
        return text
    if chomp == "+":
        return text + "\n" * (trailing + (1 if body else 0))
    return text + "\n"


def _folded(lines: list[str]) -> str:
    """Join lines with spaces; blank and further indented lines keep their newlines."""
    out = ""
    gaps = 0
    before = ""
    for number, line in enumerate(lines):
        if not line:
            gaps += 1
            continue
        apart = line[0] in " \t" or before[:1] in (" ", "\t")
        if number == 0 or not before:
            out += "\n" * gaps
        elif apart:
            out += "\n" * (gaps + 1)
        else:
            out += "\n" * gaps or " "
        out += line
        before = line
        gaps = 0
    return out


def decode(text: str) -> Any:
    """Read one YAML document.

    :raises Failed: when it is none.
    :raises Unsupported: when it uses a part of YAML that is not read.
    """
    return _Reader(text).document()
