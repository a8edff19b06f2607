"""The contract of a reporter: a report goes in, bytes come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from auditor.checking import Check
from auditor.collecting import Gap, Population
from auditor.drift import Drift
from auditor.facts import Place
from auditor.findings import Finding


class PluginInfo(Struct, frozen=True, kw_only=True):
    """A plugin that took part, or one that could not: then ``problem`` says why."""

    name: str
    version: str = ""
    problem: str = ""


class RunInfo(Struct, frozen=True, kw_only=True):
    """What was run, on what, by which rules. Holds no machine paths."""

    version: str
    moment: str
    """The one instant of judging, RFC 3339 in UTC."""
    targets: tuple[str, ...]
    fail_on: str
    strict: bool
    checks: int
    rule_pack: str
    """SHA-256 (hex) over the ids, settings and pages of the checks that judged."""
    plugins: tuple[PluginInfo, ...] = ()
    data: dict[str, str] = {}
    """As-of date by data set."""
    baseline: str = ""
    """Name of the baseline file, empty when none was used."""
    command: str = ""
    resumed: int = 0
    """Units that an interrupted run of the last day had collected."""


class WaiverState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A waiver and what became of it: ``used``, ``unused``, ``expired`` or ``malformed``."""

    source: str
    state: str
    check: str
    resource: str = ""
    reason: str = ""
    owner: str = ""
    approver: str = ""
    until: str = ""
    matched: int = 0
    problem: str = ""


class Tally(Struct, kw_only=True):
    """Counts over all findings of a run."""

    passed: int = 0
    failed: int = 0
    """Failures neither waived nor known before."""
    unknown: int = 0
    not_applicable: int = 0
    waived: int = 0
    known: int = 0
    """Failures that the baseline lists or that a plan document does not touch."""
    by_severity: dict[str, int] = field(default_factory=dict)
    """``failed`` by severity label."""
    by_family: dict[str, dict[str, int]] = field(default_factory=dict)
    """family → verdict word (plus ``waived`` and ``known``) → count."""
    by_check: dict[str, dict[str, int]] = field(default_factory=dict)
    """check id → verdict word (plus ``waived`` and ``known``) → count."""
    resources: int = 0
    """Distinct things that at least one check judged."""


class Decision(Struct, frozen=True, kw_only=True):
    """What the gate decided: the exit code and the sentences that explain it."""

    exit_code: int
    reasons: tuple[str, ...] = ()


Frame = Callable[[Place], Sequence[tuple[int, str]]]
"""Returns the numbered, redacted source lines of a place; empty when there is no source."""


class Report(Struct, frozen=True, kw_only=True):
    """Everything a reporter may use.

    ``findings()`` streams every verdict, passes too, in a stable order (by scope, file,
    line, check, resource, discriminator); it may be called several times. ``encoded()`` streams
    the same as JSON, one object a line, many whole lines at a time, for those that pass them on.
    """

    run: RunInfo
    tally: Tally
    decision: Decision
    gaps: tuple[Gap, ...]
    populations: tuple[Population, ...]
    waivers: tuple[WaiverState, ...]
    findings: Callable[[], Iterator[Finding]]
    encoded: Callable[[], Iterator[bytes]]
    checks: Mapping[str, Check]
    """The checks that judged, by id."""
    objectives: Mapping[str, Objective]
    """Control objectives by id."""
    drift: Drift | None = None
    """What differs between declarations and what runs, where that was asked."""


class Objective(Struct, frozen=True, kw_only=True):
    """One of our own control objectives and the framework controls it supports."""

    id: str
    title: str
    frameworks: dict[str, tuple[str, ...]] = {}


class Canvas(Struct, frozen=True, kw_only=True):
    """Where a report is shown: used by reporters for people, ignored by the others."""

    terminal: bool = False
    colour: bool = False
    width: int = 100
    quiet: bool = False
    base: Path | None = None
    """Directory that the report's paths are relative to; never written into a document."""
    frame: Frame = lambda place: ()


class Reporter(Protocol):
    """Turns a report into one document."""

    name: str
    """The word after ``-o``."""
    title: str
    """One line for ``auditor scan --help``."""

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        """Yield the document piece by piece.

        :raises ReportError: when it cannot be made (say, an extra is not installed).
        """
        ...
