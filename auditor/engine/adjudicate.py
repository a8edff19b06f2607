"""From findings to a decision: waivers, baseline, tally, gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from auditor.checking import Check, Severity
from auditor.collecting import Gap, InlineWaiver
from auditor.findings import Finding
from auditor.gate import blocks, decide
from auditor.policy import Policy
from auditor.reporting import Decision, Tally, WaiverState
from auditor.waivers import Waivers


class Adjudicator:
    """Marks findings as waived or known and counts them, unit by unit."""

    def __init__(self, checks: Mapping[str, Check], policy: Policy) -> None:
        self._policy = policy
        self._fail_on = Severity[policy.fail_on.upper()]
        self._baseline = frozenset(policy.baseline)
        self._waivers = Waivers(policy.waivers, dict(checks), policy.moment.date())
        self._blocking = 0
        self.tally = Tally()

    def unit(self, findings: Iterable[Finding], comments: Sequence[InlineWaiver]) -> list[Finding]:
        """Return the findings of one unit as they will be reported."""
        index = self._waivers.index(comments)
        settled = []
        things: set[tuple[str, str]] = set()
        for finding in findings:
            things.add((finding.scope, finding.resource))
            if finding.verdict == "fail":
                note = self._waivers.note(finding, index)
                known = finding.known or finding.fingerprint in self._baseline
                if note is not None or known:
                    finding = msgspec.structs.replace(
                        finding, waived=note is not None, waiver=note, known=known
                    )
            self._count(finding)
            settled.append(finding)
        self._waivers.settle(index)
        self.tally.resources += len(things)
        return settled

    def _count(self, finding: Finding) -> None:
        tally = self.tally
        word: str = finding.verdict
        if word == "fail":
            if finding.waived:
                word = "waived"
                tally.waived += 1
            elif finding.known:
                word = "known"
                tally.known += 1
            else:
                tally.failed += 1
                severity = finding.severity
                tally.by_severity[severity] = tally.by_severity.get(severity, 0) + 1
                self._blocking += blocks(finding, self._fail_on)
        elif word == "pass":
            tally.passed += 1
        elif word == "unknown":
            tally.unknown += 1
        else:
            tally.not_applicable += 1
        for table, key in ((tally.by_family, finding.family), (tally.by_check, finding.check)):
            row = table.setdefault(key, {})
            row[word] = row.get(word, 0) + 1

    def decide(
        self, gaps: Iterable[Gap], misuse: Sequence[str] = ()
    ) -> tuple[Decision, tuple[WaiverState, ...]]:
        """Return the decision and what became of every waiver; call it last."""
        waivers = tuple(self._waivers.states())
        decision = decide(self._policy, self._blocking, self.tally, gaps, waivers, misuse)
        return decision, waivers
