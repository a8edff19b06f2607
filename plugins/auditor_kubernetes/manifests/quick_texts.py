"""Texts of several lines: behind ``|`` and ``>``, quoted, or neither.

Every function returns a text and how many lines it takes beyond the one it begins in. A text
stands further in than the column of the collection around it. What is not read here raises
:class:`auditor_kubernetes.manifests.quick_lines.Odd`.
Source: YAML 1.1 as libyaml 0.2.5 reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from auditor_kubernetes.manifests.limits import NODE_CHARACTERS
from auditor_kubernetes.manifests.quick_lines import (
    VALUE,
    Odd,
    behind_key,
    ends_there,
    unescaped,
    unquoted,
    value_of,
)
from auditor_kubernetes.manifests.scalars import resolve

_BODIES = {
    '"': re.compile(r"((?:[^\"\\]|\\.)*+)(\\?)(\"?)"),
    "'": re.compile(r"((?:[^']|'')*+)()('?)"),
}


def long_text(
    lines: Sequence[str], start: int, column: int, mark: str, more: str
) -> tuple[str, int]:
    """Read a text by the mark that it begins with.

    :param start: index of the line behind that mark.
    :param more: what stands behind the mark.
    """
    if mark in _BODIES:
        return _quoted(lines, start, column, mark, more)
    return _block(lines, start, column, mark == ">", more)


def alone(lines: Sequence[str], start: int, column: int) -> tuple[Any, int, int]:
    """Read the scalar that stands in a line of its own, below its key or dash.

    :return: what it means, how many nodes it has beyond one, and its further lines.
    """
    bare = lines[start - 1].strip(" ")
    if bare[0] not in _BODIES:
        text, taken = _plain(lines, start, column, unquoted(bare))
        return resolve(text), len(text) // NODE_CHARACTERS, taken
    if not bare.isprintable():
        raise Odd
    kind, value, _ = value_of(bare)
    text, taken = (value, 0) if kind == VALUE else _quoted(lines, start, column, *value)
    return text, len(text) // NODE_CHARACTERS, taken


def continued(lines: Sequence[str], start: int, column: int) -> tuple[Any, int, int]:
    """Read the unquoted text that a line ends with and that goes on in the next.

    :return: what it means, how many nodes are added by what comes, and its further lines.
    """
    begun = unquoted(behind_key(lines[start - 1]))
    text, taken = _plain(lines, start, column, begun)
    added = len(text) // NODE_CHARACTERS - len(begun) // NODE_CHARACTERS
    return resolve(text), added, taken


def _block(
    lines: Sequence[str], start: int, column: int, folded: bool, sign: str
) -> tuple[str, int]:
    """Read a block scalar.

    :param sign: what becomes of newlines at its end, ``-`` for none and ``+`` for all.
    """
    count = len(lines)
    first = start
    while first < count and not lines[first].strip(" "):
        first += 1
    if first == count:
        raise Odd
    indent = _indentation(lines[first])
    if (
        indent <= column
        or lines[first][indent] == "\t"
        or any(len(blank) > indent for blank in lines[start:first])
    ):
        raise Odd
    pad = " " * indent
    end = first + 1
    while end < count and (lines[end].startswith(pad) or not lines[end].strip(" ")):
        end += 1
    broken = end < count or len(lines[-1]) <= indent
    if end == count and broken:
        end -= 1
    told = [line[indent:] for line in lines[start:end]]
    if not "".join(told).replace("\t", " ").isprintable():
        raise Odd
    trailing = 0
    while not told[-1 - trailing]:
        trailing += 1
    told = told[: len(told) - trailing]
    text = _folded(told) if folded else "\n".join(told)
    if broken and sign != "-":
        text += "\n" * (1 + trailing) if sign else "\n"
    return text, end - start


def _folded(lines: Sequence[str]) -> str:
    """Join lines by spaces, except where one is indented further."""
    parts: list[str] = []
    gaps = 0
    further = False
    for line in lines:
        if not line:
            gaps += 1
            continue
        kept, further = further, line[0] in " \t"
        if parts:
            parts.append("\n" * (gaps + 1) if kept or further else "\n" * gaps or " ")
        else:
            parts.append("\n" * gaps)
        parts.append(line)
        gaps = 0
    return "".join(parts)


def _plain(lines: Sequence[str], start: int, column: int, begun: str) -> tuple[str, int]:
    """Read an unquoted text of which the beginning is known."""
    parts = [begun]
    gaps = taken = 0
    ended = False
    for index in range(start, len(lines)):
        bare = lines[index].strip(" ")
        if not bare:
            gaps += 1
            continue
        if ended or bare[0] == "#" or _indentation(lines[index]) <= column:
            break
        text = bare.partition(" #")[0].rstrip(" ")
        ended = len(text) < len(bare)
        if ": " in text or text[-1] == ":" or not bare.isprintable():
            raise Odd
        parts += ("\n" * gaps or " ", text)
        gaps = 0
        taken = index + 1 - start
    return "".join(parts), taken


def _quoted(
    lines: Sequence[str], start: int, column: int, quote: str, begun: str
) -> tuple[str, int]:
    """Read a quoted text that goes on in the next line."""
    if lines[start - 1][-1] == " ":
        raise Odd
    parts: list[str] = []
    text, index = begun, start
    while True:
        found = _BODIES[quote].match(text)
        if found is None:
            raise Odd
        said, escape, end = found.groups()
        if end:
            parts.append(said)
            break
        kept = said if escape else said.rstrip(" ")
        if kept[-1:] == "\\" and kept != said:
            raise Odd
        first = index
        while index < len(lines) and not lines[index].strip(" "):
            index += 1
        if index == len(lines) or _indentation(lines[index]) <= column:
            raise Odd
        text = lines[index].lstrip(" ")
        if not text.isprintable():
            raise Odd
        parts += (kept, "\n" * (index - first) or ("" if escape else " "))
        index += 1
    if not ends_there(text, found.end()):
        raise Odd
    whole = "".join(parts)
    said = unescaped(whole) if quote == '"' else whole.replace("''", "'")
    return said, index - start


def _indentation(line: str) -> int:
    """Return how many spaces stand first."""
    return len(line) - len(line.lstrip(" "))
