"""What the document needs of the findings, read in one go."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

from auditor.findings import Finding
from auditor.reporting import Report
from auditor_evidence.report.groups import Untold
from auditor_evidence.report.wording import severity_rank, state


class Material(Struct):
    """Failures and waived findings in full; everything else as counts.

    The counters are by state: ``pass``, ``fail``, ``unknown``, ``not-applicable``,
    ``waived``, ``known``.
    """

    failures: dict[str, dict[str, list[Finding]]] = field(default_factory=dict)
    """severity → check → findings."""
    waived: list[Finding] = field(default_factory=list)
    unknowns: dict[tuple[str, str], Untold] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    families: dict[str, Counter[str]] = field(default_factory=dict)
    checks: dict[str, Counter[str]] = field(default_factory=dict)
    controls: dict[str, Counter[str]] = field(default_factory=dict)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    """check → title and severity, as the findings have them."""

    def severities(self) -> list[str]:
        """Return the severities that occur among failures, the worst first."""
        return sorted(self.failures, key=severity_rank)


def read(report: Report) -> Material:
    """Read all findings once."""
    material = Material()
    for finding in report.findings():
        word = state(finding)
        material.states[word] += 1
        material.families.setdefault(finding.family, Counter())[word] += 1
        material.checks.setdefault(finding.check, Counter())[word] += 1
        material.titles.setdefault(finding.check, (finding.title, finding.severity))
        for control in finding.controls:
            material.controls.setdefault(control, Counter())[word] += 1
        if word == "fail":
            by_check = material.failures.setdefault(finding.severity, {})
            by_check.setdefault(finding.check, []).append(finding)
        elif word == "waived":
            material.waived.append(finding)
        elif word == "unknown":
            key = (finding.check, finding.message)
            if key in material.unknowns:
                material.unknowns[key].count += 1
            else:
                material.unknowns[key] = Untold(*key, 1, finding)
    return material
