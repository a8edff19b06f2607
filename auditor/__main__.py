"""Where the program starts: ``auditor`` and ``python -m auditor``."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def main() -> NoReturn:
    """Import the command line, run it and leave; an interruption while importing ends quietly.

    Nothing that is imported is garbage: the command line begins to search for it.
    """
    gc.disable()
    try:
        from auditor.cli import main as run

        run()
        code = 0
    except KeyboardInterrupt:
        code = 130
    except SystemExit as stop:
        if not isinstance(stop.code, int):
            raise
        code = stop.code
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process at once: everything is written and closed, and to take the interpreter
    apart object by object costs a fifth of a small scan."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
