"""Files that planning has read, until collecting takes them."""

from __future__ import annotations

from typing import Final

_MOST_BYTES: Final = 32_000_000
"""What is held at once; what finds no room is read again."""


class Contents:
    """Contents by path. Each is given out once, so that nothing stays in memory."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._held: dict[str, bytes] = {}
        self._bytes = 0

    def keep(self, path: str, content: bytes) -> None:
        """Hold what a file says, if there is room."""
        self.take(path)
        if self._bytes + len(content) <= self._most_bytes:
            self._held[path] = content
            self._bytes += len(content)

    def take(self, path: str) -> bytes | None:
        """Return what is held of a file, and let go of it."""
        content = self._held.pop(path, None)
        if content is not None:
            self._bytes -= len(content)
        return content


contents: Final = Contents()
"""Those of this process."""
