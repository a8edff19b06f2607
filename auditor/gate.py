"""The gate: findings, gaps and policy in, exit code out.

Codes: 0 clean, 1 gate failed, 2 usage or configuration, 3 incomplete, 4 internal error.
Where several apply, the first of 4, 2, 1, 3 wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from auditor.checking import Severity
from auditor.collecting import Gap, Reason
from auditor.findings import Finding
from auditor.policy import Policy
from auditor.reporting import Decision, Tally, WaiverState


class Exit(IntEnum):
    """Exit codes; stable within a major version."""

    CLEAN = 0
    GATE_FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERNAL = 4


LENIENT = frozenset({Reason.EXTERNAL_MODULE, Reason.STALE, Reason.UNRESOLVED})
"""Gaps that count as incomplete only under ``strict``."""


def blocks(finding: Finding, fail_on: Severity) -> bool:
    """Say whether a finding alone fails the gate."""
    return (
        finding.verdict == "fail"
        and not finding.waived
        and not finding.known
        and finding.enforce == "block"
        and Severity[finding.severity.upper()] >= fail_on
    )


def incomplete(gap: Gap, policy: Policy) -> bool:
    """Say whether a gap makes the run incomplete."""
    configured = policy.reasons.get(gap.reason.value)
    if configured is not None:
        return configured == "incomplete"
    return policy.strict or gap.reason not in LENIENT


def decide(
    policy: Policy,
    blocking: int,
    tally: Tally,
    gaps: Iterable[Gap],
    waivers: Iterable[WaiverState],
    misuse: Sequence[str] = (),
) -> Decision:
    """Return the exit code and the sentences that explain it.

    ``misuse`` are targets that mean nothing; the others were audited all the same.
    """
    gaps = list(gaps)
    reasons: dict[Exit, str] = {}
    crashed = [gap for gap in gaps if gap.reason is Reason.CRASHED]
    if crashed:
        reasons[Exit.INTERNAL] = crashed[0].detail
    if misuse:
        reasons[Exit.USAGE] = misuse[0]
    malformed = [waiver for waiver in waivers if waiver.state == "malformed"]
    if malformed:
        first = malformed[0]
        reasons[Exit.USAGE] = (
            f"{_count(len(malformed), 'waiver')} malformed, first {first.source}: {first.problem}"
        )
    if blocking:
        reasons[Exit.GATE_FAILED] = (
            f"{_count(blocking, 'new failure')} of severity {policy.fail_on} or above"
        )
    unread = [gap for gap in gaps if incomplete(gap, policy)]
    if unread:
        reasons[Exit.INCOMPLETE] = f"{_count(len(unread), 'part')} could not be read"
    elif policy.strict and tally.unknown:
        reasons[Exit.INCOMPLETE] = f"{_count(tally.unknown, 'verdict')} unknown (strict)"
    order = (Exit.INTERNAL, Exit.USAGE, Exit.GATE_FAILED, Exit.INCOMPLETE)
    hit = [code for code in order if code in reasons]
    return Decision(
        exit_code=int(hit[0]) if hit else int(Exit.CLEAN),
        reasons=tuple(reasons[code] for code in hit),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
