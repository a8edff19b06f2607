"""What one line of block YAML says, wherever it stands.

Only what is certain is told; everything else is :data:`ODD`. Manifests repeat their lines, so
that most of them are known already.
Source: YAML 1.1 as libyaml 0.2.5 reads it.
"""

from __future__ import annotations

import re
from sys import intern
from typing import Any, TypeAlias

from auditor_kubernetes.manifests.limits import NODE_CHARACTERS
from auditor_kubernetes.manifests.scalars import resolve

VALUE, OPEN, FLOW, LONG, MORE = range(5)
"""``key: text``; ``key:`` with nothing behind it; ``key: [a, b]``; ``key: |`` or a quoted text
that goes on; behind a dash a line of its own."""
ITEM_VALUE = 5
"""The first of those kinds behind a dash; the others follow."""
NOTHING, START, STOP, END, ODD = range(10, 15)
"""A blank line or comment; ``---``; ``...``; the end of the text; what is not read here."""

Line: TypeAlias = tuple[int, int, str, Any, int]
"""Its column, what it is, its key, its value and how many nodes it has. The value of a flow is
made of lists and dicts; that of a long text is its mark and what stands behind that."""

END_OF_TEXT = "\n"
_MOST_KNOWN = 8192
_LONGEST_KNOWN = 120
"""Characters; longer lines do not come again, and may be keys and certificates."""
_LONGEST_KEY = 1000
_LONGEST_FLOW = 1000
_MOST_DASHES = 8
_DEEPEST_FLOW = 8

_INDICATORS = frozenset("?:,[]{}#&*!|>'\"%@`")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*+)\"|'((?:[^']|'')*+)'")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", " ": " "}
_HEADER = re.compile(r"([|>])([-+]?)(?: +#.*)?")
_REST = re.compile(r" +#.*| *")
_IN_FLOW = re.compile(r"-{0,2}[\w/.$~](?:[\w/.$~=+*@-]|:(?=[\w/])| +(?=[\w/.$]))*+")
_COMMON = re.compile(
    r"( *+)((?:- )?)([A-Za-z][\w./-]{0,99}+):"
    r"(?: ([A-Za-z0-9/.$][ !\"$-9;-~]*+(?<! ))| \"([ !#-\[\]-~]*+)\"| '([ -&(-~]*+)')?",
    re.ASCII,
)
"""What most lines are: a key, with a text or without, perhaps behind a dash."""
_NOTHING: Line = (-2, NOTHING, "", None, 0)


class Odd(Exception):
    """There is something that is not read here."""


class Lines(dict[str, Line]):
    """Lines and what they say."""

    def __missing__(self, text: str) -> Line:
        common = _COMMON.fullmatch(text)
        if common is not None:
            line = _common(*common.groups())
        else:
            try:
                line = _read(text)
            except Odd:
                return len(text) - len(text.lstrip(" ")), ODD, "", None, 0
        if len(text) <= _LONGEST_KNOWN and len(self) < _MOST_KNOWN:
            self[text] = line
        return line

    def trim(self) -> None:
        """Forget all lines when there are many."""
        if len(self) >= _MOST_KNOWN:
            self.clear()


def _common(
    spaces: str, dash: str, key: str, plain: str | None, double: str | None, single: str | None
) -> Line:
    """Tell what a common line says by its parts."""
    kind, text = VALUE, ""
    value: Any = None
    if plain is not None:
        value, text = resolve(plain), plain
    elif double is not None or single is not None:
        value = text = double or single or ""
    else:
        kind = OPEN
    column = len(spaces) + len(dash)
    line = column, kind, intern(key), value, 2 + len(text) // NODE_CHARACTERS
    return (len(spaces), ITEM_VALUE + MORE, "", line, 1) if dash else line


def _read(text: str) -> Line:
    bare = text.strip(" ")
    if not bare or (bare[0] == "#" and bare.replace("\t", " ").isprintable()):
        return _NOTHING
    if text == END_OF_TEXT:
        return -2, END, "", None, 0
    if not text.isprintable():
        raise Odd
    if text.startswith(("---", "...")):
        if not _REST.fullmatch(text.rstrip(" "), 3):
            raise Odd
        return -2, START if text[0] == "-" else STOP, "", None, 0
    return _content(bare, len(text.rstrip(" ")) - len(bare), 0)


def _content(bare: str, column: int, dashes: int) -> Line:
    """Tell what stands from a column on."""
    if bare[0] == "-" and bare[1:2] in ("", " "):
        return _item(bare[1:].lstrip(" "), column, column + len(bare), dashes + 1)
    key, rest = _key(bare)
    if key is None:
        raise Odd
    kind, value, nodes = value_of(rest)
    return column, kind, intern(key), value, 1 + len(key) // NODE_CHARACTERS + nodes


def _item(rest: str, column: int, end: int, dashes: int) -> Line:
    """Tell what stands behind a dash.

    :param end: the column behind the line.
    """
    if dashes > _MOST_DASHES:
        raise Odd
    if rest and (rest[:2] in ("-", "- ") or _key(rest)[0] is not None):
        return column, ITEM_VALUE + MORE, "", _content(rest, end - len(rest), dashes), 1
    kind, value, nodes = value_of(rest)
    return column, ITEM_VALUE + kind, "", value, nodes


def _key(bare: str) -> tuple[str | None, str]:
    """Part a key, None when there is none, from what comes behind its colon."""
    key: str | None = None
    rest = ""
    first = bare[0]
    if first in "\"'":
        if not _QUOTED.match(bare):
            return None, ""
        text, after = _quoted(bare)
        if after == ":" or after.startswith(": "):
            key, rest = text, after[1:].lstrip(" ")
    elif first not in _INDICATORS:
        head, colon, tail = bare.partition(": ")
        if colon and " #" not in head:
            key, rest = head, tail.lstrip(" ")
        else:
            text = bare.partition(" #")[0].rstrip(" ")
            key = text[:-1] if text[-1] == ":" else None
        if key is not None and key[-1:] == " ":
            raise Odd
    if key is not None and (key == "<<" or len(bare) - len(rest) > _LONGEST_KEY):
        raise Odd
    return key, rest


def value_of(rest: str) -> tuple[int, Any, int]:
    """Tell what follows a key or dash: the kind that it makes, its value and its nodes."""
    if not rest or rest[0] == "#":
        return OPEN, None, 1
    first = rest[0]
    if first in "\"'":
        if not _QUOTED.match(rest):
            return LONG, (first, rest[1:]), 1
        text, after = _quoted(rest)
        if not ends_there(after, 0):
            raise Odd
        return VALUE, text, 1 + len(text) // NODE_CHARACTERS
    if first in "[{":
        if len(rest) > _LONGEST_FLOW:
            raise Odd
        value, nodes, at = _flow(f"{rest}\n", 0, 1)
        if not ends_there(rest, at):
            raise Odd
        return FLOW, value, nodes
    if first in "|>":
        header = _HEADER.fullmatch(rest)
        if header is None:
            raise Odd
        return LONG, (header[1], header[2]), 1
    text = rest.partition(" #")[0].rstrip(" ")
    _refuse(text)
    return VALUE, resolve(text), 1 + len(text) // NODE_CHARACTERS


def _quoted(text: str) -> tuple[str, str]:
    """Return what the quoted text says that stands first, and what comes behind it."""
    found = _QUOTED.match(text)
    if found is None:
        raise Odd
    double, single = found.groups()
    if double is None:
        said = single.replace("''", "'")
    elif "\\" in double:
        said = unescaped(double)
    else:
        said = double
    return said, text[found.end() :]


def unescaped(text: str) -> str:
    """Return what stands between double quotes without its escapes."""
    return _ESCAPE.sub(_meant, text)


def _meant(escape: re.Match[str]) -> str:
    if escape[4]:
        if escape[4] not in _ESCAPED:
            raise Odd
        return _ESCAPED[escape[4]]
    code = int(escape[1] or escape[2] or escape[3], 16)
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        raise Odd
    return chr(code)


def ends_there(text: str, at: int) -> bool:
    """Say whether nothing but a comment follows."""
    return _REST.fullmatch(text, at) is not None


def behind_key(text: str) -> str:
    """Return what stands in a line behind its dashes and its key."""
    rest = text.strip(" ")
    while rest[:2] == "- ":
        rest = rest[2:].lstrip(" ")
    key, behind = _key(rest)
    return rest if key is None else behind


def unquoted(rest: str) -> str:
    """Return a text as it is if it is unquoted and may go on in the next line."""
    if not rest or " #" in rest or not rest.isprintable():
        raise Odd
    _refuse(rest)
    return rest


def _refuse(text: str) -> None:
    """Refuse what is no unquoted text."""
    if text[0] in _INDICATORS or text[:2] in ("-", "- ") or ": " in text or text[-1] == ":":
        raise Odd


def _flow(text: str, at: int, depth: int) -> tuple[Any, int, int]:
    """Read a flow collection of one line, which ends in a newline.

    :param at: where it begins.
    :return: the collection, its nodes and where it ends.
    """
    if depth > _DEEPEST_FLOW:
        raise Odd
    keyed = text[at] == "{"
    close = "}" if keyed else "]"
    items: list[Any] = []
    keys: list[str] = []
    nodes = 2
    at = _behind(text, at + 1)
    while text[at] != close:
        if keyed:
            key, _, at = _flow_text(text, at)
            if text[at : at + 2] != ": ":
                raise Odd
            at = _behind(text, at + 2)
            keys.append(intern(key))
            nodes += 1 + len(key) // NODE_CHARACTERS
        if text[at] in "[{":
            value, inner, at = _flow(text, at, depth + 1)
            nodes += inner
        else:
            said, plain, at = _flow_text(text, at)
            value = resolve(said) if plain else said
            nodes += 1 + len(said) // NODE_CHARACTERS
        items.append(value)
        at = _behind(text, at)
        if text[at] == ",":
            at = _behind(text, at + 1)
            if text[at] == close:
                raise Odd
        elif text[at] != close:
            raise Odd
    if not keyed:
        return items, nodes, at + 1
    if len(set(keys)) < len(keys):
        raise Odd
    return dict(zip(keys, items, strict=True)), nodes, at + 1


def _behind(text: str, at: int) -> int:
    """Return where the spaces end."""
    while text[at] == " ":
        at += 1
    return at


def _flow_text(text: str, at: int) -> tuple[str, bool, int]:
    """Return a text within a flow, whether it is unquoted and where it ends."""
    found = _IN_FLOW.match(text, at)
    if found is not None:
        return found[0], True, found.end()
    if text[at] not in "\"'":
        raise Odd
    said, after = _quoted(text[at:])
    return said, False, len(text) - len(after)
