"""From findings to a decision: waivers, baseline, tally, gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from auditor.checking import Check, Severity
from auditor.collecting import Gap, InlineWaiver
from auditor.findings import Finding, batches
from auditor.gate import blocks, decide
from auditor.policy import Policy
from auditor.reporting import Decision, Tally, WaiverState
from auditor.waivers import InlineIndex, Waivers

_FIELDS = {
    "pass": "passed",
    "fail": "failed",
    "unknown": "unknown",
    "not-applicable": "not_applicable",
    "waived": "waived",
    "known": "known",
}
"""Field of the tally for each word that verdicts are counted under."""

_THING = attrgetter("scope", "resource")
_SAID = attrgetter("check", "verdict")


class Adjudicator:
    """Marks findings as waived or known and counts them, unit by unit."""

    def __init__(self, checks: Mapping[str, Check], policy: Policy) -> None:
        self._policy = policy
        self._fail_on = Severity[policy.fail_on.upper()]
        self._baseline = frozenset(policy.baseline)
        self._waivers = Waivers(policy.waivers, dict(checks), policy.moment.date())
        self._blocking = 0
        self._things: set[int] = set()
        """Hashes of what was judged: some is judged in its unit and once more with its scope."""
        self.tally = Tally()

    def unit(
        self, findings: Iterable[Finding], comments: Sequence[InlineWaiver]
    ) -> Iterator[Finding]:
        """Yield the findings of one unit as they will be reported; read them to the end."""
        index = self._waivers.index(comments)
        counts: Counter[tuple[str, str]] = Counter()
        for batch in batches(findings):
            self._things.update(map(hash, map(_THING, batch)))
            counts.update(map(_SAID, (one for one in batch if one.verdict != "fail")))
            for number, finding in enumerate(batch):
                if finding.verdict == "fail":
                    batch[number] = finding = self._marked(finding, index)
                    counts[finding.check, self._failure(finding)] += 1
            yield from batch
        self._count(counts)
        self._waivers.settle(index)
        self.tally.resources = len(self._things)

    def _marked(self, finding: Finding, index: InlineIndex) -> Finding:
        """Return a failure with what is known of it: that it is waived, or was there before."""
        note = self._waivers.note(finding, index)
        known = finding.known or finding.fingerprint in self._baseline
        if note is None and not known:
            return finding
        return msgspec.structs.replace(finding, waived=note is not None, waiver=note, known=known)

    def _failure(self, finding: Finding) -> str:
        """Count a failure by its weight; return the word it is counted under."""
        if finding.waived:
            return "waived"
        if finding.known:
            return "known"
        severity = finding.severity
        self.tally.by_severity[severity] = self.tally.by_severity.get(severity, 0) + 1
        self._blocking += blocks(finding, self._fail_on)
        return "fail"

    def _count(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Add numbers of verdicts, by check and word."""
        tally = self.tally
        for (check, word), number in counts.items():
            field = _FIELDS[word]
            setattr(tally, field, getattr(tally, field) + number)
            for table, key in (
                (tally.by_family, check.partition(".")[0]),
                (tally.by_check, check),
            ):
                row = table.setdefault(key, {})
                row[word] = row.get(word, 0) + number

    def decide(
        self, gaps: Iterable[Gap], misuse: Sequence[str] = ()
    ) -> tuple[Decision, tuple[WaiverState, ...]]:
        """Return the decision and what became of every waiver; call it last."""
        waivers = tuple(self._waivers.states())
        decision = decide(self._policy, self._blocking, self.tally, gaps, waivers, misuse)
        return decision, waivers
