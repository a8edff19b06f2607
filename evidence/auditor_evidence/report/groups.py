"""Findings gathered for people: what is the same is told once."""

from __future__ import annotations

from msgspec import Struct, field

from auditor.facts import Place
from auditor.findings import Finding
from auditor.reporting import Report
from auditor_evidence.report.wording import severity_rank, state

_KEPT_MESSAGES = 3
_KEPT_CALLS = 3


class Cluster(Struct):
    """Failures of one check on one line: a module used many times, say."""

    first: Finding
    count: int = 1
    other_messages: list[str] = field(default_factory=list)
    """At most three that differ from the first one's."""
    calls: list[Place] = field(default_factory=list)
    """Outermost module calls, at most three that differ."""

    def add(self, finding: Finding) -> None:
        self.count += 1
        known = (self.first.message, *self.other_messages)
        if finding.message not in known and len(self.other_messages) < _KEPT_MESSAGES:
            self.other_messages.append(finding.message)
        self.note_call(finding)

    def note_call(self, finding: Finding) -> None:
        if finding.calls and len(self.calls) < _KEPT_CALLS and finding.calls[0] not in self.calls:
            self.calls.append(finding.calls[0])


class Untold(Struct):
    """Unknown verdicts of one check for one reason."""

    check: str
    reason: str
    count: int
    example: Finding


class Gathered(Struct):
    """Open failures and unknowns from the worst on, unknowns of one severity from the most
    frequent on."""

    failures: list[Cluster]
    unknowns: list[Untold]


def gather_findings(report: Report, by_author: bool = False) -> Gathered:
    """Read the findings once; memory is bounded by the failures and the distinct unknowns.

    :param by_author: tell apart the lines that authors can edit (module calls) rather
        than those of the resources.
    """
    clusters: dict[tuple[str, ...], Cluster] = {}
    unknowns: dict[tuple[str, str], Untold] = {}
    for finding in report.findings():
        word = state(finding)
        if word == "fail":
            key = _line_key(finding, by_author)
            cluster = clusters.get(key)
            if cluster is None:
                clusters[key] = cluster = Cluster(finding)
                cluster.note_call(finding)
            else:
                cluster.add(finding)
        elif word == "unknown":
            pair = (finding.check, finding.message)
            if pair in unknowns:
                unknowns[pair].count += 1
            else:
                unknowns[pair] = Untold(finding.check, finding.message, 1, finding)
    return Gathered(
        failures=sorted(clusters.values(), key=lambda c: severity_rank(c.first.severity)),
        unknowns=sorted(
            unknowns.values(),
            key=lambda u: (severity_rank(u.example.severity), -u.count, u.check, u.reason),
        ),
    )


def _line_key(finding: Finding, by_author: bool) -> tuple[str, ...]:
    if by_author and finding.calls:
        return (finding.check, finding.calls[0].file, str(finding.calls[0].line))
    if finding.file:
        return (finding.check, finding.file, str(finding.line))
    return (finding.check, finding.scope, finding.resource, finding.discriminator)
