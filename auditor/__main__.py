"""Where the program starts: ``auditor`` and ``python -m auditor``."""

from __future__ import annotations

import sys


def main() -> None:
    """Import the command line and run it; an interruption while importing ends quietly."""
    try:
        from auditor.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
