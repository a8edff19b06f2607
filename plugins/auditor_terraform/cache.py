"""Parsed files, shared between the root modules of a tree and bounded in size."""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from auditor_terraform.limits import MAX_FILE_BYTES, MAX_LINE_BYTES
from auditor_terraform.syntax import FileSyntax, parse_file

DEFAULT_CACHE_BYTES = 2_000_000


class FileCache:
    """Least recently used files drop out when their sources exceed ``most_bytes`` together."""

    def __init__(self, most_bytes: int = DEFAULT_CACHE_BYTES) -> None:
        self.most_bytes = most_bytes
        self.held_bytes = 0
        """Size of the sources of all files held."""
        self._files: OrderedDict[tuple[str, str], FileSyntax] = OrderedDict()
        self._lock = Lock()

    def load(self, path: Path, file: str) -> FileSyntax:
        """Return the file parsed; one that cannot be read is empty and says why.

        :param file: the path that places name.
        """
        key = (str(path), file)
        with self._lock:
            found = self._files.get(key)
            if found is not None:
                self._files.move_to_end(key)
                return found
        syntax = _parse(path, file)
        with self._lock:
            if key not in self._files:
                self._files[key] = syntax
                self.held_bytes += len(syntax.source)
            while self.held_bytes > self.most_bytes and len(self._files) > 1:
                _, dropped = self._files.popitem(last=False)
                self.held_bytes -= len(dropped.source)
        return syntax


def _parse(path: Path, file: str) -> FileSyntax:
    source = read_bytes(path, MAX_FILE_BYTES)
    if isinstance(source, str):
        syntax = FileSyntax(file, b"")
        syntax.trouble("too-large" if "more than" in source else "unreadable", 1, source)
        return syntax
    if path.name.endswith(".json"):
        from auditor_terraform.jsonsyntax import parse_json_file

        return parse_json_file(source, file)
    if len(source) > MAX_LINE_BYTES:
        for number, line in enumerate(source.split(b"\n"), 1):
            if len(line) > MAX_LINE_BYTES:
                syntax = FileSyntax(file, b"")
                detail = f"the line has more than {MAX_LINE_BYTES} bytes; the file was not read"
                syntax.trouble("too-large", number, detail)
                return syntax
    return parse_file(source, file)


def read_bytes(path: Path, most: int) -> bytes | str:
    """Return the content of a regular file, or why it cannot be had."""
    try:
        with open(path, "rb", opener=open_now) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                return "not a regular file"
            if status.st_size > most:
                return f"the file has more than {most} bytes and was not read"
            return stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a valid path"
        return f"the file cannot be read: {reason}"


def open_now(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe."""
    return os.open(path, flags | os.O_NONBLOCK)
