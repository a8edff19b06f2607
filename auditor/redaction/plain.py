"""Texts that show no secret and hold no text in another form: most files are such."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from auditor.redaction.detect import find
from auditor.redaction.encodings import layers

_MOST = 4096
"""Texts that are remembered, each by a digest of 16 bytes."""


class PlainTexts:
    """Remembers of the last texts whether they are plain.

    A file is met again when it is masked, and in every root module that shares it.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: OrderedDict[bytes, bool] = OrderedDict()
        self._lock = Lock()

    def has(self, text: str) -> bool:
        """Tell whether nothing in the text looks secret or is text in another form."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            found = self._known.get(digest)
        if found is None:
            found = next(layers(text), None) is None and not find(text)
            with self._lock:
                self._known[digest] = found
                if len(self._known) > self._most:
                    self._known.popitem(last=False)
        return found


plain_texts = PlainTexts()
"""Those of this process."""
