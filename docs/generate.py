"""Write the pages that are made from the code: one per check, and their index.

python docs/generate.py          write them
python docs/generate.py --check  exit 1 when one is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

from auditor.cli.explain import page
from auditor.plugins import Plugins

FOLDER = Path(__file__).resolve().parent / "checks"


def pages() -> dict[str, str]:
    """Return every generated page by file name."""
    plugins = Plugins()
    found = {f"{check.id}.md": page(check, plugins) + "\n" for check in plugins.checks.values()}
    lines = [
        "# Checks",
        "",
        f"{len(plugins.checks)} checks, made from the code by `make docs`.",
    ]
    family = ""
    for check in plugins.checks.values():
        if check.family != family:
            family = check.family
            lines += ["", f"## {family}", "", "| check | severity | fault |", "|---|---|---|"]
        lines.append(f"| [{check.id}]({check.id}.md) | {check.severity.label} | {check.title} |")
    found["README.md"] = "\n".join(lines) + "\n"
    return found


def main() -> None:
    """Write or compare."""
    wanted = pages()
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(
        name for name in wanted.keys() | present if wanted.get(name) != present.get(name)
    )
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/checks/{name} is stale: run make docs")
        sys.exit(1 if stale else 0)
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    print(f"{len(wanted)} pages, {len(stale)} changed")


if __name__ == "__main__":
    main()
