"""YAML text to values, by the rules of Terraform's ``yamldecode``.

A reader for the part of YAML that configuration is written in: block and flow
collections, all kinds of scalars, comments. What goes beyond (anchors, aliases, tags,
merge keys, complex keys) is refused with :class:`Unsupported`, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

from auditor_terraform.limits import MAX_NESTING
from auditor_terraform.values import Failed, read_number, to_string

_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ ]*:(?=[ \t]|$)"""
    r"""|((?![\[\]{},#&*!|>'"%@`])(?![-?:](?:[ \t]|$))"""
    r"""(?:[^:#]|:(?![ \t]|$)|(?<![ \t])\#)+?)[ ]*:(?=[ \t]|$)"""
)
_BLOCK = re.compile(r"([|>])(?:([+-])([1-9])?|([1-9])([+-])?)?[ \t]*(?:#.*)?$")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(.*)", re.S)
_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.S)
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
}  # fmt: skip
_TRUE = frozenset("y Y yes Yes YES on On ON true True TRUE".split())
_FALSE = frozenset("n N no No NO off Off OFF false False FALSE".split())
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_SPACE = re.compile(r"[ \t\n]*")
_LONGEST_LINE = 10_000


class Unsupported(Exception):
    """The text uses a part of YAML that is not read."""


class _Short(Exception):
    """A quoted text or flow collection goes on in the next line."""


def resolve(text: str) -> Any:
    """Return what a plain scalar stands for."""
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if _NUMBER.fullmatch(text):
        return read_number(text.rstrip(".") if text[-1] == "." else text)
    if re.fullmatch(r"0x[0-9a-fA-F]+", text):
        return int(text, 16) if len(text) < 100 else text
    if re.fullmatch(r"0o[0-7]+", text):
        return int(text[2:], 8) if len(text) < 100 else text
    if text.lower().lstrip("+-") in (".inf", ".nan"):
        raise Failed("the number is not finite")
    date = _DATE.fullmatch(text)
    if date is not None:
        if date[4]:
            raise Unsupported("timestamps in YAML are not evaluated")
        return f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}T00:00:00Z"
    return text


def _key(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        raise Failed("a YAML key must be text")
    if value == "<<":
        raise Unsupported("merge keys in YAML are not evaluated")
    return str(to_string(value))


def _is_surrogate(code: str) -> bool:
    return 0xD800 <= int(code, 16) < 0xE000


def _unescape(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            return chr(min(int(code, 16), 0x10FFFF)) if not _is_surrogate(code) else "\ufffd"
        if found[4] not in _ESCAPES:
            raise Failed("the YAML text has an unknown escape")
        return _ESCAPES[found[4]]

    return _ESCAPE.sub(one, text)


def _fold(text: str) -> str:
    """Join the lines of a quoted text: one newline is a space, more are one less."""
    lines = text.split("\n")
    if len(lines) == 1:
        return text
    out = lines[0].rstrip(" \t")
    gaps = 0
    for line in lines[1:-1]:
        line = line.strip(" \t")
        if not line:
            gaps += 1
            continue
        out += ("\n" * gaps or " ") + line
        gaps = 0
    return out + ("\n" * gaps or " ") + lines[-1].lstrip(" \t")


class _Flow:
    """Reads quoted texts and flow collections out of a buffer."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def _skip(self) -> str:
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found is not None else self.at
            if self.text[self.at : self.at + 1] != "#":
                return self.text[self.at : self.at + 1]
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end

    def quoted(self) -> str:
        """Read a quoted text."""
        quote = self.text[self.at]
        pattern = r'"((?:[^"\\]|\\.)*)"' if quote == '"' else r"'((?:[^']|'')*)'(?!')"
        found = re.compile(pattern, re.S).match(self.text, self.at)
        if found is None:
            raise _Short
        self.at = found.end()
        if quote == "'":
            return _fold(found[1]).replace("''", "'")
        return _unescape(_fold(re.sub(r"\\\n[ \t]*", "", found[1])))

    def value(self, depth: int) -> Any:
        """Read one value of a flow collection."""
        if depth > MAX_NESTING:
            raise Failed("the YAML nests too deeply")
        sign = self._skip()
        if sign == "":
            raise _Short
        if sign in "\"'":
            return self.quoted()
        if sign == "[":
            return self._list(depth)
        if sign == "{":
            return self._map(depth)
        if sign in "&*!":
            raise Unsupported("anchors, aliases and tags in YAML are not evaluated")
        return self._plain()

    def _plain(self) -> Any:
        found = re.compile(r"(?:[^\[\]{},:#\n]|:(?![ \t\n,\[\]{}]|$)|(?<![ \t\n])\#|\n)*").match(
            self.text, self.at
        )
        text = "" if found is None else found[0]
        self.at += len(text)
        if text[:1] in ("|", ">", "%", "@", "`", "?"):
            raise Failed("the YAML text starts with a reserved sign")
        return resolve(" ".join(text.split()))

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        items: list[Any] = []
        while self._skip() != "]":
            item = self.value(depth + 1)
            if self._colon():
                item = {_key(item): self._after_colon(depth)}
            items.append(item)
            self._comma("]")
        self.at += 1
        return items

    def _map(self, depth: int) -> dict[str, Any]:
        self.at += 1
        items: dict[str, Any] = {}
        while self._skip() != "}":
            quoted = self.text[self.at] in "\"'"
            key = _key(self.value(depth + 1))
            items[key] = self._after_colon(depth) if self._colon(quoted) else None
            self._comma("}")
        self.at += 1
        return items

    def _colon(self, quoted: bool = False) -> bool:
        if self._skip() != ":":
            return False
        follows = self.text[self.at + 1 : self.at + 2]
        if not quoted and follows not in ("", " ", "\t", "\n", ",", "]", "}", "[", "{"):
            return False
        self.at += 1
        return True

    def _after_colon(self, depth: int) -> Any:
        return None if self._skip() in (",", "}", "]") and self._skip() else self.value(depth + 1)

    def _comma(self, end: str) -> None:
        sign = self._skip()
        if sign == ",":
            self.at += 1
        elif sign == "":
            raise _Short
        elif sign != end:
            raise Failed("the YAML collection is not closed")


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
            key = _key(_Flow(found[1]).quoted() if found[1] else resolve(found[2].strip()))
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
            flow = _Flow("\n".join((text, *self.lines[self.at : self.at + taken])))
            try:
                value = flow.value(0)
                break
            except _Short:
                if self.at + taken >= len(self.lines):
                    raise Failed("the YAML text or collection is not closed") from None
                taken += more
                more *= 2
        self.at += flow.text.count("\n", 0, flow.at)
        rest = flow.text[flow.at :].partition("\n")[0]
        if _COMMENT.sub("", rest).strip():
            raise Failed("the YAML goes on unexpectedly")
        return value

    def _plain(self, text: str, parent: int) -> Any:
        ends = _COMMENT.search(text) is not None
        out = _COMMENT.sub("", text).rstrip(" \t")
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
            ends = _COMMENT.search(bare) is not None
            out += ("\n" * gaps or " ") + _COMMENT.sub("", bare).rstrip(" \t")
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
