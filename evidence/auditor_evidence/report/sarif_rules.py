"""Checks as SARIF rules (reportingDescriptor, §3.49)."""

from __future__ import annotations

from typing import Any

from auditor.checking import Card
from auditor.findings import Finding
from auditor.reporting import Report
from auditor_evidence.report.wording import first_paragraph, page

LEVELS = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}

_SECURITY_SEVERITY = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.5"}
"""Within GitHub's bands: over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low."""

_MAX_TAGS = 20
"""GitHub refuses a rule with more."""


def rule(report: Report, finding: Finding) -> dict[str, Any]:
    """Describe the rule that a finding is a result of."""
    sheet = page(report.checks.get(finding.check))
    title = finding.title
    summary = " ".join(sheet.summary.split()) or finding.title
    why = first_paragraph(sheet.why)
    return {
        "id": finding.check,
        "name": _name(finding.check),
        "shortDescription": {"text": title},
        "fullDescription": {"text": " ".join(part for part in (summary, why) if part)},
        "help": {"text": _help(sheet, title, ""), "markdown": _help(sheet, title, "## ")},
        "defaultConfiguration": {"level": LEVELS.get(finding.severity, "warning")},
        "properties": _properties(finding),
    }


def _properties(finding: Finding) -> dict[str, Any]:
    tags = ["security", finding.family, *finding.controls]
    properties: dict[str, Any] = {
        "tags": list(dict.fromkeys(tags))[:_MAX_TAGS],
        "precision": "high",
    }
    if finding.severity in _SECURITY_SEVERITY:
        properties["security-severity"] = _SECURITY_SEVERITY[finding.severity]
    return properties


def _name(identifier: str) -> str:
    """Return ``CertificatesExpiring`` for ``certificates.expiring``."""
    words = identifier.replace(".", " ").replace("-", " ").replace("/", " ").split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def _help(sheet: Card, title: str, mark: str) -> str:
    sections = [
        ("Why it matters", sheet.why),
        ("Verdicts", sheet.verdicts),
        ("How to mend it", sheet.mend),
        ("Sources", "\n".join(f"- {source}" for source in sheet.sources)),
    ]
    parts = [title, *(f"{mark}{name}\n\n{text}" for name, text in sections if text)]
    return "\n\n".join(parts)
