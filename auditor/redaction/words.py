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
"""Pieces between white space that are remembered."""
_LONGEST: Final = 200
"""Characters of the longest one."""


class PlainWords:
    """Remembers texts without white space whose longer words are plain."""

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
        pieces = text.split()
        if known.issuperset(pieces):
            return True
        fresh = [piece for piece in pieces if piece not in known]
        if _plain("\n".join(fresh)):
            self._remember(fresh)
            return True
        if len(fresh) > 1:
            self._remember([piece for piece in fresh if len(piece) <= _LONGEST and _plain(piece)])
        return False

    def _remember(self, pieces: list[str]) -> None:
        if len(self._known) + len(pieces) > self._most:
            self._known.clear()
        self._known.update(piece for piece in pieces[: self._most] if len(piece) <= _LONGEST)


def _plain(text: str) -> bool:
    words = (_WORD if text.isascii() else _WIDE).findall(text)
    if not words:
        return True
    joined = "&".join(words)
    return (
        not any(map(encodings.may_begin, _WRAPPED.findall(joined)))
        and next(formats.known(f"&{joined}"), None) is None
        and next(encodings.in_words(joined), None) is None
    )


plain_words = PlainWords()
"""Those of this process."""


def known(text: str) -> Iterator[tuple[str, int, int]]:
    """Do what :func:`auditor.redaction.formats.known` does."""
    return iter(()) if plain_words.cover(text) else formats.known(text)


def layers(text: str) -> Iterator[Layer]:
    """Do what :func:`auditor.redaction.encodings.layers` does."""
    return encodings.escaped(text) if plain_words.cover(text) else encodings.layers(text)
