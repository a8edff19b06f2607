"""YAML inside a line: scalars, quoted texts and flow collections."""

from __future__ import annotations

import re
from typing import Any

from auditor_resources.limits import MAX_NESTING
from auditor_resources.values import Failed, read_number, to_string

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(.*)", re.S)
COMMENT = re.compile(r"(?:^|[ \t])#.*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.S)
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
}  # fmt: skip
_TRUE = frozenset("y Y yes Yes YES on On ON true True TRUE".split())
_FALSE = frozenset("n N no No NO off Off OFF false False FALSE".split())
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_SPACE = re.compile(r"[ \t\n]*")


class Unsupported(Exception):
    """The text uses a part of YAML that is not read."""


class Short(Exception):
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


def key_text(value: Any) -> str:
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


class Flow:
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
            raise Short
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
            raise Short
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
                item = {key_text(item): self._after_colon(depth)}
            items.append(item)
            self._comma("]")
        self.at += 1
        return items

    def _map(self, depth: int) -> dict[str, Any]:
        self.at += 1
        items: dict[str, Any] = {}
        while self._skip() != "}":
            quoted = self._skip() in ("'", '"')
            key = key_text(self.value(depth + 1))
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
            raise Short
        elif sign != end:
            raise Failed("the YAML collection is not closed")
