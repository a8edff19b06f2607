"""The words and counts that all reports for people share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from auditor.checking import Card, Check, Severity, card
from auditor.collecting import Gap, Population
from auditor.errors import PluginError
from auditor.facts import Place
from auditor.findings import Finding
from auditor.reporting import Report, WaiverState

SEVERITIES: tuple[str, ...] = tuple(severity.label for severity in sorted(Severity, reverse=True))
"""From the worst to the mildest."""

EXIT_MEANINGS: dict[int, tuple[str, str]] = {
    0: ("Passed", "nothing that blocks was found"),
    1: ("Failed", "the gate failed: findings that block were found"),
    2: ("Not run", "the command line or the configuration is wrong"),
    3: ("Incomplete", "part of what should have been read was not, so the answer is incomplete"),
    4: ("Internal error", "the tool itself failed; do not rely on this report"),
}

_SENTENCE_END = re.compile(r"(?<=[.!?])\s(?=[^a-z])")
_RANK = {label: rank for rank, label in enumerate(SEVERITIES)}


def severity_rank(severity: str) -> int:
    """Return 0 for critical, growing; a word of its own comes last."""
    return _RANK.get(severity, len(_RANK))


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 check``, ``2 checks``, ``1,200 checks``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def summary(report: Report) -> str:
    """Return the one line that every report for people ends with."""
    tally = report.tally
    severities = [
        f"{tally.by_severity[label]:,} {label}"
        for label in sorted(tally.by_severity, key=severity_rank)
        if tally.by_severity[label]
    ]
    failed = f"{tally.failed:,} fail" + (f" ({', '.join(severities)})" if severities else "")
    parts = [failed, f"{tally.unknown:,} unknown"]
    parts += [f"{tally.waived:,} waived"] if tally.waived else []
    parts += [f"{tally.known:,} known"] if tally.known else []
    unread = f"; {counted(len(report.gaps), 'part')} not read" if report.gaps else ""
    checks, resources = counted(report.run.checks, "check"), counted(tally.resources, "resource")
    return f"{checks} on {resources}: {', '.join(parts)}{unread}"


def outcome(report: Report) -> tuple[str, str]:
    """Return the word for the exit code and what it means."""
    code = report.decision.exit_code
    return EXIT_MEANINGS.get(code, (f"Exit code {code}", "the meaning of this code is not known"))


def gate(report: Report) -> str:
    """Return why the exit code is what it is."""
    word, meaning = outcome(report)
    why = "; ".join(reason.rstrip(".") for reason in report.decision.reasons) or meaning
    return f"{word}: {why}. Exit code {report.decision.exit_code}."


def state(finding: Finding) -> str:
    """Return the verdict, or ``waived`` or ``known`` where that decides how it counts."""
    if finding.waived:
        return "waived"
    if finding.known and finding.verdict == "fail":
        return "known"
    return finding.verdict


def where(place: Place) -> str:
    """Return ``file:line``, or the file when the line is not known."""
    return f"{place.file}:{place.line}" if place.line else place.file


def body(finding: Finding) -> Place | None:
    """Return where the resource itself is written, None when it is in no file."""
    return Place(finding.file, finding.line, finding.end_line) if finding.file else None


def position(finding: Finding) -> str:
    """Return ``file:line`` of the resource itself, empty when it is in no file."""
    place = body(finding)
    return "" if place is None else where(place)


def page(check: Check | None) -> Card:
    """Return a check's card; an empty one when there is none to read."""
    if check is None:
        return Card(summary="")
    try:
        return card(check)
    except PluginError:
        return Card(summary=check.title)


def first_sentence(text: str) -> str:
    """Return text up to the first end of a sentence, on one line."""
    return _SENTENCE_END.split(_plain(text), maxsplit=1)[0]


def first_paragraph(text: str) -> str:
    """Return text up to the first empty line, on one line."""
    return _plain(text.strip().split("\n\n", 1)[0])


def _plain(text: str) -> str:
    """Return a page's text on one line, its literals between single backquotes."""
    return " ".join(text.split()).replace("``", "`")


def gap_text(gap: Gap) -> str:
    """Return ``scope address (reason): detail``."""
    spot = where(gap.place) if gap.place is not None else ""
    subject = " ".join(dict.fromkeys(part for part in (gap.scope, gap.address, spot) if part))
    return f"{subject} ({gap.reason.value}): {gap.detail}"


def waiver_text(waiver: WaiverState) -> str:
    """Return one line on a waiver that was not used as meant."""
    subject = " on ".join(part for part in (waiver.check, waiver.resource) if part)
    if waiver.state == "expired":
        tail = f"expired on {waiver.until}" if waiver.until else "expired"
    elif waiver.state == "unused":
        tail = "matched nothing"
    else:
        tail = waiver.problem or waiver.state
    owner = f" (owner {waiver.owner})" if waiver.owner else ""
    return f"{waiver.source}: waiver of {subject or 'nothing'} {tail}{owner}"


def excluded_text(populations: Iterable[Population], limit: int = 5) -> str:
    """Return what was listed but not judged, the most frequent reasons first; may be empty."""
    counts: dict[str, int] = {}
    for population in populations:
        for reason, count in population.excluded.items():
            counts[reason] = counts.get(reason, 0) + count
    ordered = sorted((item for item in counts.items() if item[1]), key=lambda i: (-i[1], i[0]))
    parts = [f"{reason} ({count:,})" for reason, count in ordered[:limit]]
    if len(ordered) > limit:
        parts.append(f"{counted(len(ordered) - limit, 'more reason')}")
    return ", ".join(parts)


def quoted_uri(path: str) -> str:
    """Return a relative path as a URI reference, its separators kept."""
    from urllib.parse import quote

    return quote(PurePosixPath(path).as_posix(), safe="/~", errors="surrogateescape")
