"""Texts that show no secret and hold no text in another form: most files are such."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

from auditor.redaction.detect import Hit, find
from auditor.redaction.encodings import Layer
from auditor.redaction.words import layers

_MOST = 4096
"""Texts that are remembered, each by a digest of 16 bytes."""
_MOST_SHOWN = 16
"""Of the last texts that are not plain it is remembered what is in them."""
_MOST_DECODED = 1_000_000
"""Characters that all pieces of a text in other forms may come to, to be remembered."""


class Look(NamedTuple):
    """What is in a text at first sight."""

    layers: tuple[Layer, ...] | None = ()
    """None when they are too many to remember: look again."""
    hits: tuple[Hit, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether nothing in the text looks secret or is text in another form."""
        return self.layers == () and not self.hits


_PLAIN = Look()


class PlainTexts:
    """Remembers of the last texts whether they are plain.

    A file is met again when it is masked, and in every root module that shares it.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._plain: OrderedDict[bytes, None] = OrderedDict()
        self._shown: OrderedDict[bytes, Look] = OrderedDict()
        self._lock = Lock()

    def look(self, text: str) -> Look:
        """Return what is in a text."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            found = _PLAIN if digest in self._plain else self._shown.get(digest)
        if found is None:
            found = Look(_few(text), tuple(find(text)))
            with self._lock:
                if found.plain:
                    _remember(self._plain, digest, None, self._most)
                else:
                    _remember(self._shown, digest, found, _MOST_SHOWN)
        return found

    def has(self, text: str) -> bool:
        """Tell whether nothing in the text looks secret or is text in another form."""
        return self.look(text).plain


def _few(text: str) -> tuple[Layer, ...] | None:
    found: list[Layer] = []
    left = _MOST_DECODED
    for layer in layers(text):
        left -= len(layer.text)
        if left < 0:
            return None
        found.append(layer)
    return tuple(found)


def _remember(known: OrderedDict[bytes, Any], digest: bytes, what: Any, most: int) -> None:
    known[digest] = what
    if len(known) > most:
        known.popitem(last=False)


plain_texts = PlainTexts()
"""Those of this process."""
