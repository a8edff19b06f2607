"""Words that are no secret of a known form and no text in another form.

Files of one kind repeat their words: what was looked at once is not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from auditor.redaction import encodings, formats
from auditor.redaction.encodings import Layer

_WORD = re.compile("[A-Za-z0-9_/+=.~%-]{12,}")
"""Runs that hold every known form but for a ``&`` before it, and all that is encoded in words."""
_WIDE = re.compile(r"[\w/+=.~%-]{12,}")
"""The same where not all is ASCII."""
_WRAPPED = re.compile("[A-Za-z0-9+/]{60,}+")
"""What may be a line of base64 that goes on in the next."""
_MOST: Final = 32_768
"""Words that are remembered."""
_LONGEST: Final = 200
"""Characters of the longest one."""


class PlainWords:
    """Remembers plain words."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: set[str] = set()
        self._last: tuple[str, bool] = "", True

    def cover(self, text: str) -> bool:
        """Tell whether all longer words of a text are plain; then
        :func:`~auditor.redaction.formats.known` and
        :func:`~auditor.redaction.encodings.in_words` find nothing in it."""
        last, answer = self._last
        if last is not text:
            answer = self._covered(text)
            self._last = text, answer
        return answer

    def _covered(self, text: str) -> bool:
        known = self._known
        words = _WORD if text.isascii() else _WIDE
        fresh = [word for word in words.findall(text) if word not in known]
        if not fresh:
            return True
        if _plain("&".join(fresh)):
            self._remember(fresh)
            return True
        if len(fresh) > 1:
            self._remember([word for word in fresh if len(word) <= _LONGEST and _plain(word)])
        return False

    def _remember(self, words: list[str]) -> None:
        if len(self._known) + len(words) > self._most:
            self._known.clear()
        self._known.update(word for word in words[: self._most] if len(word) <= _LONGEST)


def _plain(text: str) -> bool:
    return (
        not any(map(encodings.may_begin, _WRAPPED.findall(text)))
        and next(formats.known(f"&{text}"), None) is None
        and next(encodings.in_words(text), None) is None
    )


plain_words = PlainWords()
"""Those of this process."""


def known(text: str) -> Iterator[tuple[str, int, int]]:
    """Do what :func:`auditor.redaction.formats.known` does."""
    return iter(()) if plain_words.cover(text) else formats.known(text)


def layers(text: str) -> Iterator[Layer]:
    """Do what :func:`auditor.redaction.encodings.layers` does."""
    return encodings.escaped(text) if plain_words.cover(text) else encodings.layers(text)
