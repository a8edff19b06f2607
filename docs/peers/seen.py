"""What live accounts were judged on, as the tests of the live collector saw it.

python docs/peers/seen.py --write FOLDER  take over what the tests left in FOLDER
python docs/peers/seen.py --check FOLDER  exit 1 when live.json claims what they did not see

The tests leave a line ``CHECK KIND`` for every verdict in files of the folder that
``AUDITOR_SEEN`` names.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

CLAIMED = Path(__file__).with_name("live.json")


def main() -> None:
    """Write or compare."""
    mode, folder = sys.argv[1:3]
    seen = {
        tuple(line.split())
        for file in Path(folder).iterdir()
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    if mode == "--write":
        rows = ",\n".join(json.dumps(pair) for pair in sorted(seen))
        CLAIMED.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
        return
    missing = {tuple(pair) for pair in json.loads(CLAIMED.read_text(encoding="utf-8"))} - seen
    for check, kind in sorted(missing):
        print(f"docs/peers/live.json claims {check} on {kind}, but no test of a live account did")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
