"""What is written inside a text in another form: base64, gzip, URL escapes, JSON strings."""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, unquote_plus

MAX_DEPTH = 4
"""Encodings within encodings that are followed."""
MAX_INFLATED = 1_000_000
"""Bytes that one compressed piece may grow to; the rest stays unread."""
MAX_TOTAL = 8_000_000
"""Characters that all pieces of one text may come to."""

_BASE64 = re.compile("[A-Za-z0-9+/_-]{12,}+={0,2}")
_WRAPPED_LINE = 60
_WRAPPED = re.compile(
    rf"(?:(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{{{_WRAPPED_LINE},76}}\r?\n[ \t]*)+"
    r"[A-Za-z0-9+/]{1,76}={0,2}"
)
"""Base64 in lines of equal length, as many tools write it."""
_HEX = re.compile("[02-7](?<![0-9A-Fa-f].)[0-9A-Fa-f]{19,}+")
"""Runs that begin as text does; few letters and digits do, which makes the search fast."""
_HEX_TEXT = re.compile("(?:[2-7][0-9A-Fa-f]|0[9AaDd])+")
_NEVER_FIRST = frozenset("ghijklmnopqrstuv")
"""No UTF-8 text, and no gzip content, has base64 that starts with these. Nor is it all lower
case but once in a million times: most names are, which is what makes the search fast."""
_LINE_ENDS = ("\r", "\n")
_RUN = re.compile(r"[^\s\"'<>\\]+")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_STRING = re.compile(r'"((?:[^"\\\n]++|\\[^\n])*+)"?')
_URLSAFE = str.maketrans("-_", "+/")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_GZIP = b"\x1f\x8b"


class Layer(NamedTuple):
    """A piece of a text (``start`` to ``end``) that says ``text`` once decoded."""

    form: str
    start: int
    end: int
    text: str


def inflate(content: bytes, limit: int = MAX_INFLATED) -> bytes:
    """Return what gzip content unpacks to, at most ``limit`` bytes; empty when it is broken."""
    try:
        return zlib.decompressobj(wbits=31).decompress(content, limit)
    except zlib.error:
        return b""


def readable(content: bytes) -> str:
    """Return content as text, or an empty string when it is none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    return "" if _CONTROL.search(text) else text


def from_base64(text: str) -> tuple[str, str]:
    """Return the form (``base64`` or ``base64+gzip``) and the text that base64 text stands for.

    Both alphabets are read, with or without padding and line breaks. The text is empty
    when there is none.
    """
    compact = "".join(text.split()).translate(_URLSAFE).rstrip("=")
    if len(compact) % 4 == 1:
        compact = compact[:-1]
    try:
        content = base64.b64decode(compact + "=" * (-len(compact) % 4))
    except (binascii.Error, ValueError):
        return "base64", ""
    if content.startswith(_GZIP):
        return "base64+gzip", inflate(content).decode("utf-8", "replace")
    return "base64", readable(content)


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Yield what may be base64: runs of its characters, then runs over several lines."""
    wrapped: list[re.Match[str]] = []
    read = 0
    for found in _BASE64.finditer(text):
        run = found[0]
        if len(run) >= _WRAPPED_LINE and text[found.end() : found.end() + 1] in _LINE_ENDS:
            start = found.start() + max(run.rfind("-"), run.rfind("_")) + 1
            lines = _WRAPPED.match(text, start) if start >= read else None
            if lines is not None:
                read = lines.end()
                wrapped.append(lines)
        if run[0] not in _NEVER_FIRST and not run.islower():
            yield found
    for found in wrapped:
        if found[0][0] not in _NEVER_FIRST and not found[0].islower():
            yield found


@lru_cache(4096)
def _promising(start: str) -> bool:
    """Say whether base64 that starts with these eight characters begins like text or gzip
    content; what does not is neither.

    Most runs are identifiers, the same again and again, and six of their bytes tell.
    """
    head = binascii.a2b_base64(start.translate(_URLSAFE))
    if head.startswith(_GZIP):
        return True
    try:
        begun, _ = codecs.utf_8_decode(head, "strict", False)
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(begun) is None


def may_begin(run: str) -> bool:
    """Say whether a run of base64 may begin text or gzip content, in whatever lines it goes on."""
    return run[0] not in _NEVER_FIRST and _promising(run[:8])


def layers(text: str) -> Iterator[Layer]:
    """Yield every piece of ``text`` that is text in another form, one level deep."""
    yield from in_words(text)
    yield from escaped(text)


def in_words(text: str) -> Iterator[Layer]:
    """Yield those that are runs of letters and digits: base64, gzip, hexadecimal digits."""
    for found in _runs(text):
        if not _promising(found[0][:8]):
            continue
        form, inner = from_base64(found[0])
        if inner:
            yield Layer(form, found.start(), found.end(), inner)
    for found in _HEX.finditer(text):
        if _HEX_TEXT.fullmatch(found[0]):
            yield Layer("hex", found.start(), found.end(), bytes.fromhex(found[0]).decode("ascii"))


def escaped(text: str) -> Iterator[Layer]:
    """Yield those that have escapes: of URLs, of JSON strings."""
    if "%" in text:
        for found in _RUN.finditer(text):
            if _ESCAPE.search(found[0]):
                yield Layer("url", found.start(), found.end(), unquote(found[0]))
                if "+" in found[0]:
                    yield Layer("url", found.start(), found.end(), unquote_plus(found[0]))
    if "\\" in text and '"' in text:
        for found in _STRING.finditer(text):
            if "\\" in found[1] and len(found[0]) > len(found[1]) + 1:
                try:
                    inner = json.loads(found[0])
                except ValueError:
                    continue
                yield Layer("json", found.start(1), found.end(1), inner)


def decoded(text: str, first: Iterable[Layer] | None = None) -> Iterator[tuple[str, str]]:
    """Yield every text within ``text`` with the forms that lead to it: ``base64+gzip/json``.

    The text itself is not among them. Stops at :data:`MAX_DEPTH` levels and
    :data:`MAX_TOTAL` characters.
    """
    left = MAX_TOTAL
    todo = [("", text)]
    for _ in range(MAX_DEPTH):
        following: list[tuple[str, str]] = []
        for path, outer in todo:
            for layer in layers(outer) if first is None else first:
                if layer.text == outer[layer.start : layer.end]:
                    continue
                left -= len(layer.text)
                if left < 0:
                    return
                inner = f"{path}/{layer.form}" if path else layer.form
                yield inner, layer.text
                following.append((inner, layer.text))
        todo, first = following, None
