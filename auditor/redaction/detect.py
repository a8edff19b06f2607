"""Secrets in text: by their form, or by the name that they are given to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from auditor.redaction import formats, names
from auditor.redaction.words import known

_NEAR: Final = 300
"""Characters around an AWS access key within which its secret is looked for."""
_LONGEST_NAME: Final = 128
_WORDS: Final = ("pass", "pwd", "secret", "token", "credential", "key", "_pw", "_pat")
_ASSIGNMENT = re.compile(
    r"""(?P<rest>[\w.-]{0,64}+)\\*["']?\]?(?:\s*(?P<sign>:=|=>|=|:)\s*
    |\s*,?\s*\\*["']?[vV]alue\\*["']?\s*[=:]\s*)
    (?:(?P<quote>\\*["'])(?P<quoted>(?:(?!(?P=quote))(?:\\.|[^\n\\])){0,4096})(?P=quote)
    |(?P<bare>[^\s"',;&|`(){}\[\]<>\\]{1,512}))""",
    re.VERBOSE,
)
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_.]*")


class Hit(Struct, frozen=True):
    """A secret at ``text[start:end]``. Its representation does not show the value."""

    kind: str
    start: int
    end: int
    value: str

    def __repr__(self) -> str:
        return f"Hit({self.kind!r}, {self.start}, {self.end})"


def find(text: str, context: str = "") -> list[Hit]:
    """Return the secrets in ``text``, in order and without overlaps.

    ``context`` is the name that the whole text is given to (an attribute, an environment
    variable): under a name that means a secret the whole text is taken for one unless it is
    a placeholder or a reference. What is encoded is not looked into; see ``decoded``.
    """
    hits = [*_by_form(text), *_by_name(text)]
    kind = names.meaning(context) if context and not hits else ""
    if kind and names.plausible(text, kind):
        hits = [Hit(kind, 0, len(text), text)]
    return _without_overlaps(hits) if len(hits) > 1 else hits


def _by_form(text: str) -> Iterator[Hit]:
    for kind, start, end in known(text):
        yield Hit(kind, start, end, text[start:end])
    for found in formats.URL_PASSWORD.finditer(text):
        if not names.refers(found[1]) and not names.stands_in(found[1]):
            yield Hit("password in a URL", found.start(1), found.end(1), found[1])
    if "curl" in text or "mysql" in text or "sshpass" in text or "redis-cli" in text:
        for found in formats.COMMAND.finditer(text):
            if not names.refers(found[1]) and not names.stands_in(found[1]):
                yield Hit("password on a command line", found.start(1), found.end(1), found[1])
    if "uthorization" in text or "UTHORIZATION" in text:
        for found in formats.AUTHORIZATION.finditer(text):
            if not names.stands_in(found[1]):
                yield Hit("authorization header", found.start(1), found.end(1), found[1])
    if "PRIVATE KEY" in text:
        yield from _private_keys(text)
    if "AKIA" in text or "ASIA" in text:
        yield from _aws_secrets(text)


def _private_keys(text: str) -> Iterator[Hit]:
    for found in formats.PEM.finditer(text):
        end = formats.PEM_END.search(text, found.end(), found.end() + formats.PEM_LONGEST)
        body_end = end.start() if end else found.end() + formats.PEM_LONGEST
        body = text[found.end() : body_end]
        if not end:
            body = re.split(r"[^A-Za-z0-9+/=\s\\:,-]", body, maxsplit=1)[0]
        if re.search(r"[A-Za-z0-9+/=]{16}", body) is None:
            continue
        stop = end.end() if end else found.end() + len(body.rstrip())
        kind = "encrypted private key" if "ENCRYPTED" in found[1] + body[:60] else "private key"
        yield Hit(kind, found.start(), stop, text[found.start() : stop])


def _aws_secrets(text: str) -> Iterator[Hit]:
    for key in formats.AWS_ACCESS.finditer(text):
        start = max(0, key.start() - _NEAR)
        for found in formats.AWS_SECRET.finditer(text, start, key.end() + _NEAR):
            value = found[0]
            if (
                re.search("[A-Z]", value)
                and re.search("[a-z]", value)
                and re.search("[0-9/+]", value)
            ):
                yield Hit("AWS secret key", found.start(), found.end(), value)


def _by_name(text: str) -> Iterator[Hit]:
    read = 0
    for end in _keywords(text):
        if end <= read:
            continue
        found = _ASSIGNMENT.match(text, end)
        if found is None:
            continue
        start = end - 1
        while start > max(read, end - _LONGEST_NAME) and text[start - 1] in _NAME_CHARACTERS:
            start -= 1
        read = found.end("rest")
        kind = names.meaning(text[start:read])
        if not kind:
            continue
        group = "quoted" if found["bare"] is None else "bare"
        value = found[group]
        if group == "bare" and not _bare_literal(text, found):
            continue
        if names.plausible(value, kind):
            read = found.end()
            if kind == "secret key" and formats.AWS_SECRET.fullmatch(value):
                kind = "AWS secret key"
            yield Hit(kind, found.start(group), found.end(group), value)


def _keywords(text: str) -> list[int]:
    """Return where the words end that every secret's name contains, in order."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if char.isascii() else char for char in text)
    ends: list[int] = []
    for word in _WORDS:
        at = lower.find(word)
        while at >= 0:
            at += len(word)
            ends.append(at)
            at = lower.find(word, at)
    ends.sort()
    return ends


def _bare_literal(text: str, found: re.Match[str]) -> bool:
    """Tell whether an unquoted value is a literal (shell, YAML, INI) and not an expression."""
    sign = found["sign"]
    if sign and "\n" in text[found.end("sign") : found.start("bare")]:
        return False
    spaced = text[found.start("sign") - 1].isspace() if sign else True
    if sign not in ("=", ":") or (sign == "=" and spaced):
        return False
    if sign == ":" and (spaced or not text[found.end("sign")].isspace()):
        return False
    value = found["bare"]
    follows = text[found.end() : found.end() + 1]
    if value.startswith(("$", "%", "*", "&", "!", "@", "/")):
        return False
    if follows and follows in "()[]{}":
        return False
    return not (follows == "," and _IDENTIFIER.fullmatch(value))


def _without_overlaps(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
