"""Reading files that may be anything: pipes, devices, endless, gone."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_PIECE = 1 << 20


def read_regular(path: str | Path, most_bytes: int) -> bytes:
    """Return the content of a regular file; never waits for the other end of a pipe.

    :raises OSError: when it cannot be read, is no regular file or has more than
        ``most_bytes`` bytes; ``strerror`` says which.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError:
        raise OSError(errno.EINVAL, "not a valid path") from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if status.st_size > most_bytes:
            raise OSError(errno.EFBIG, f"more than {most_bytes} bytes")
        content = os.read(handle, status.st_size + 1)
        if len(content) != status.st_size:
            content = _to_end(handle, content, most_bytes + 1)
    finally:
        os.close(handle)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"more than {most_bytes} bytes")
    return content


def _to_end(handle: int, begun: bytes, most_bytes: int) -> bytes:
    """Return what was begun with the rest of the file, which is longer than it says, grows or
    comes in pieces."""
    content = bytearray(begun)
    while len(content) < most_bytes:
        piece = os.read(handle, min(most_bytes - len(content), _PIECE))
        if not piece:
            break
        content += piece
    return bytes(content)


def kind_of(path: Path) -> str:
    """Return ``directory``, ``file``, ``other`` (a device, a pipe, a dangling link) or nothing
    when there is none, or none that can be named."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return "other" if _is_there(path) else ""
    return "directory" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "other"


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def located(path: Path) -> Path:
    """Return the absolute path with the links in its directory followed, not a link that
    it is itself: a file belongs to the directory that it was named in."""
    if path.name in ("", ".."):
        return Path(os.path.realpath(path))
    return Path(os.path.realpath(path.parent)) / path.name


def lies_in(path: str, tree: str) -> bool:
    """Say whether a path is a directory, or lies below it; both absolute and normal. Links are
    not followed: give real paths where that matters."""
    return path == tree or path.startswith(tree.rstrip(os.sep) + os.sep)
