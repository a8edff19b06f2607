"""GitLab Code Quality JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.findings import Finding
from auditor.reporting import Canvas, Report
from auditor_evidence.report.encoding import encode, gather
from auditor_evidence.report.escaping import prose, visible
from auditor_evidence.report.wording import counted

_SEVERITY = {
    "critical": "blocker",
    "high": "critical",
    "medium": "major",
    "low": "minor",
    "info": "info",
}


class GitlabReporter:
    """Failures that are not waived, known ones too: GitLab compares with the target branch itself.

    GitLab keeps one entry a fingerprint, so that instances of one resource are told in one.
    """

    name = "gitlab"
    title = "GitLab Code Quality report"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(_entries(report))


def _entries(report: Report) -> Iterator[bytes]:
    instances: dict[str, int] = {}
    firsts: dict[str, Finding] = {}
    for finding in report.findings():
        if finding.verdict == "fail" and not finding.waived:
            firsts.setdefault(finding.fingerprint, finding)
            instances[finding.fingerprint] = instances.get(finding.fingerprint, 0) + 1
    mark = b"[\n"
    for fingerprint, finding in firsts.items():
        yield mark + encode(_entry(finding, instances[fingerprint]))
        mark = b",\n"
    yield b"\n]\n" if firsts else b"[]\n"


def _entry(finding: Finding, instances: int) -> dict[str, Any]:
    place = finding.author_place
    more = f" and {counted(instances - 1, 'more instance')}" if instances > 1 else ""
    return {
        "description": f"{prose(finding.message)} ({visible(finding.resource)}{more})",
        "check_name": finding.check,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITY.get(finding.severity, "major"),
        "location": {
            "path": (place.file if place else finding.resource).removeprefix("./"),
            "lines": {"begin": max(place.line, 1) if place else 1},
        },
    }
