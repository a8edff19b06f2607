"""Write the pages that are made from the code: checks, and what they answer of others' rules.

python docs/generate.py          write them
python docs/generate.py --check  exit 1 when one is stale
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.cli.explain import page
from auditor.plugins import Plugins

DOCS = Path(__file__).resolve().parent
PEERS = DOCS / "peers"


def pages() -> dict[str, str]:
    """Return every generated page by its path below ``docs``."""
    plugins = Plugins()
    found = {
        f"checks/{check.id}.md": page(check, plugins) + "\n" for check in plugins.checks.values()
    }
    found["checks/README.md"] = _text(_checks(plugins))
    found["peers/prowler.md"] = _text(_prowler(plugins))
    found["peers/cis_aws.md"] = _text(_benchmark(plugins))
    found["peers/kubernetes.md"] = _text(_consensus(plugins))
    return found


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _checks(plugins: Plugins) -> Iterator[str]:
    yield from ("# Checks", "")
    yield f"{len(plugins.checks)} checks, made from the code by `make docs`."
    family = ""
    for check in plugins.checks.values():
        if check.family != family:
            family = check.family
            yield from ("", f"## {family}", "", "| check | severity | fault |", "|---|---|---|")
        yield f"| {_link(check.id, '')} | {check.severity.label} | {check.title} |"


def _prowler(plugins: Plugins) -> Iterator[str]:
    document = _read("prowler_aws.json")
    live = {tuple(pair) for pair in _read("live.json")}
    answers: dict[str, list[str]] = {}
    for check in plugins.checks.values():
        for other in check.same_as:
            answers.setdefault(other, []).append(check.id)
    rows: dict[str, list[str]] = {}
    counts: dict[str, list[int]] = {}
    for entry in document["checks"]:
        checks = answers.get(entry["id"], [])
        kinds = sorted(
            {kind for kind in entry.get("kinds", ()) for check in checks if (check, kind) in live}
        )
        shown = [check for check in checks if any((check, kind) in live for kind in kinds)]
        count = counts.setdefault(entry["domain"], [0, 0])
        count[1] += 1
        if shown:
            count[0] += 1
        links = ", ".join(_link(check, "../checks/") for check in shown) or "—"
        rows.setdefault(entry["domain"], []).append(
            f"| `{entry['id']}` | {links} | {', '.join(kinds)} |"
        )
    inside = [count for domain, count in counts.items() if domain != "other"]
    answered, listed = sum(count[0] for count in inside), sum(count[1] for count in inside)
    yield from ("# Prowler's rules for AWS, and what answers them", "")
    yield f"Source: {document['source']}, as of {document['as_of']}."
    yield f"Of {listed} rules in our domains {answered} are answered for live accounts; a row"
    yield "counts when the tests of the live collector show the check judging such a thing."
    for domain in sorted(rows, key=lambda name: (name == "other", name)):
        answered, listed = counts[domain]
        yield from ("", f"## {domain} ({answered} of {listed})", "")
        yield from ("| rule | check | judged on |", "|---|---|---|", *rows[domain])


def _benchmark(plugins: Plugins) -> Iterator[str]:
    document = _read("cis_aws.json")
    yield from ("# CIS AWS Foundations Benchmark", "")
    yield f"Source: {document['source']}, as of {document['as_of']}."
    yield from ("", "| 3.0 | 5.0 | check | what it finds |", "|---|---|---|---|")
    for row in document["recommendations"]:
        checks = [plugins.checks[name] for name in row["checks"]]
        links = ", ".join(_link(check.id, "../checks/") for check in checks)
        titles = "; ".join(check.title for check in checks)
        nobody = "to be answered by people: no API tells it"
        yield f"| {row['v3']} | {row['v5']} | {links or '—'} | {titles or nobody} |"


def _consensus(plugins: Plugins) -> Iterator[str]:
    document = _read("kubernetes.json")
    answers: dict[str, list[str]] = {}
    for check in plugins.checks.values():
        for other in check.same_as:
            answers.setdefault(other, []).append(check.id)
    meanings = Counter(
        other for rule in document["rules"] for others in rule["ids"].values() for other in others
    )
    rows = []
    for rule in document["rules"]:
        checks = [
            check
            for tool, others in rule["ids"].items()
            for other in others
            if meanings[other] == 1
            for check in (*answers.get(other, ()), *answers.get(f"{tool}:{other}", ()))
        ]
        links = ", ".join(_link(check, "../checks/") for check in dict.fromkeys(checks)) or "—"
        tools = sum(map(bool, rule["ids"].values()))
        rows.append((bool(checks), f"| {rule['rule']} | {tools} | {links} |"))
    yield from ("# Rules that the tools for Kubernetes share, and what answers them", "")
    yield f"Source: {document['source']}, as of {document['as_of']}."
    yield f"Of {len(rows)} rules {sum(answered for answered, _ in rows)} are answered: named are"
    yield "the checks that give the same rule as an id which stands for this rule alone."
    yield from ("", "| rule | tools | check |", "|---|---|---|", *(row for _, row in rows))


def _read(name: str) -> Any:
    return json.loads((PEERS / name).read_text(encoding="utf-8"))


def _link(check: str, folder: str) -> str:
    return f"[{check}]({folder}{check}.md)"


def main() -> None:
    """Write or compare."""
    wanted = pages()
    present = {
        path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("checks", "peers")
        for path in (DOCS / folder).glob("*.md")
    }
    stale = sorted(
        name for name in wanted.keys() | present if wanted.get(name) != present.get(name)
    )
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/{name} is stale: run make docs")
        sys.exit(1 if stale else 0)
    for name in stale:
        file = DOCS / name
        if name in wanted:
            file.parent.mkdir(exist_ok=True)
            file.write_text(wanted[name], encoding="utf-8")
        else:
            file.unlink()
    print(f"{len(wanted)} pages, {len(stale)} changed")


if __name__ == "__main__":
    main()
