"""What ``--debug`` prints: where something failed, never with what values."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TypeAlias

from auditor.redaction import cleaned

_FAMILIES = (
    "aws",
    "checks",
    "evidence",
    "kubernetes",
    "objects",
    "reports",
    "resources",
    "terraform",
    "tls",
    "x509",
)
_ErrorInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class Formatter(logging.Formatter):
    """Shows the frames of an exception and its type; its message may quote what was audited."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without anything that looks secret."""
        return cleaned(super().format(record))

    def formatException(self, ei: _ErrorInfo) -> str:
        """Return the frames."""
        return trail(ei[1]) if ei[1] is not None else ""


def trail(error: BaseException) -> str:
    """Return types and frames of an exception and of its causes, the outermost last."""
    blocks: list[str] = []
    seen: set[int] = set()
    here: BaseException | None = error
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        frames = traceback.format_list(traceback.extract_tb(here.__traceback__, limit=-20))
        blocks.append("".join([f"{type(here).__name__} at\n", *frames]).rstrip())
        here = here.__cause__ or here.__context__
    return "\n".join(reversed(blocks))


def configure(debug: bool) -> None:
    """Log to standard error, or not at all; of others' libraries only what is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING if debug else logging.CRITICAL, handlers=[handler])
    if debug:
        for entry in ("auditor", *(f"auditor_{name}" for name in _FAMILIES)):
            logging.getLogger(entry).setLevel(logging.DEBUG)
