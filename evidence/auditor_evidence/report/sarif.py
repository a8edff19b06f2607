"""SARIF 2.1.0 (OASIS), kept within what GitHub code scanning accepts.

GitHub reads neither ``kind`` nor ``suppressions``: it shows every result as an alert. So
only failures that nobody accepted are results; unknown verdicts are notifications of the
invocation, and waived findings are counted in the run's summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from auditor.findings import Finding
from auditor.reporting import Canvas, Report
from auditor_evidence.report.encoding import encode, gather
from auditor_evidence.report.sarif_rules import LEVELS, rule
from auditor_evidence.report.sarif_run import head, invocation, location, place_location
from auditor_evidence.report.wording import body, severity_rank

MAX_RESULTS = 25_000
"""GitHub refuses a run with more (its documentation of SARIF support)."""

_SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


class SarifReporter:
    """Failures; of more than 25,000 the mildest are left out, and a notification says how many."""

    name = "sarif"
    title = "SARIF 2.1.0, for code scanning and editors"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(_pieces(report))


class _Survey(Struct):
    """What a first reading of the findings tells: how many results, and by which rules."""

    groups: Counter[int] = field(default_factory=Counter)
    """Results by the rank of their severity."""
    firsts: dict[str, Finding] = field(default_factory=dict)
    """The first failure by check."""
    unknown: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    """Unknown verdicts by check and reason; of each the first, repeated to count it."""

    def quotas(self, limit: int) -> dict[int, int]:
        """Return how many results of each rank stay, the gravest first."""
        left = limit
        quotas: dict[int, int] = {}
        for group in sorted(self.groups):
            quotas[group] = min(self.groups[group], left)
            left -= quotas[group]
        return quotas


def _pieces(report: Report) -> Iterator[bytes]:
    survey = _Survey()
    for finding in report.findings():
        if _is_result(finding):
            survey.groups[severity_rank(finding.severity)] += 1
            survey.firsts.setdefault(finding.check, finding)
        elif finding.verdict == "unknown":
            same = survey.unknown.setdefault((finding.check, finding.message), [])
            same.append(same[0] if same else finding)
    quotas = survey.quotas(MAX_RESULTS)
    left_out = sum(survey.groups.values()) - sum(quotas.values())
    rules = {key: index for index, key in enumerate(sorted(survey.firsts))}
    driver = {
        "name": "auditor",
        "version": report.run.version,
        "rules": [rule(report, survey.firsts[key]) for key in rules],
    }
    yield b'{"$schema":' + encode(_SARIF_SCHEMA) + b',"version":"2.1.0","runs":[{\n"tool":'
    yield encode({"driver": driver}) + b",\n"
    yield encode(head(report))[1:-1] + b',\n"invocations":['
    yield encode(invocation(report, left_out, survey.unknown.values())) + b'],\n"results":['
    mark = b"\n"
    compared = bool(report.run.baseline or report.tally.known)
    for finding in report.findings():
        if not _is_result(finding):
            continue
        rank = severity_rank(finding.severity)
        if quotas[rank] > 0:
            quotas[rank] -= 1
            yield mark + encode(_result(finding, rules[finding.check], compared))
            mark = b",\n"
    yield b"\n]}]}\n"


def _is_result(finding: Finding) -> bool:
    return finding.verdict == "fail" and not finding.waived


def _result(finding: Finding, rule_index: int, compared: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": LEVELS.get(finding.severity, "warning"),
        "message": {"text": _plain(f"{finding.message} ({finding.resource})")},
        "locations": [location(finding)],
    }
    chain = list(finding.calls[1:])
    related = [place_location(place, "called from here", n) for n, place in enumerate(chain, 1)]
    written = body(finding)
    if finding.calls and written is not None:
        related.append(place_location(written, "the resource is written here", len(chain) + 1))
    if related:
        result["relatedLocations"] = related
    result["partialFingerprints"] = {"auditor/v1": finding.fingerprint}
    if compared:
        result["baselineState"] = "unchanged" if finding.known else "new"
    result["properties"] = {
        "check": finding.check,
        "severity": finding.severity,
        "enforce": finding.enforce,
        "resource": finding.resource,
        "scope": finding.scope,
        "kind": finding.kind,
        "discriminator": finding.discriminator,
        "controls": list(finding.controls),
        "evidence": finding.evidence,
    }
    return result


def _plain(text: str) -> str:
    """Keep SARIF's readers from taking ``[a](b)`` in a message for a link (§3.11.6)."""
    return text.replace("](", "\\](")
