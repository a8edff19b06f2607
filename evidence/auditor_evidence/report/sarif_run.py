"""The parts of a SARIF run around its results: places, the invocation, the run itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from auditor.facts import Place
from auditor.findings import Finding
from auditor.reporting import Report, WaiverState
from auditor_evidence.report.wording import (
    counted,
    gap_text,
    gate,
    quoted_uri,
    summary,
    waiver_text,
)

_FAILED_RUNS = (3, 4)
_ROOT = "%SRCROOT%"


def location(finding: Finding) -> dict[str, Any]:
    """Return the line that the author can edit, and the resource's address.

    GitHub wants a file for each result. What lives in no file (a cloud resource) is given
    a relative URI made of scope and address, under no root.
    """
    place = finding.author_place
    if place is None:
        made_up = f"{finding.scope}/{finding.resource}" if finding.scope else finding.resource
        spot: dict[str, Any] = {"artifactLocation": {"uri": quoted_uri(made_up)}}
    else:
        spot = _physical(place)
    name = {"fullyQualifiedName": finding.resource, "kind": "resource"}
    return {"physicalLocation": spot, "logicalLocations": [name]}


def place_location(place: Place, message: str, number: int) -> dict[str, Any]:
    """Return a related location."""
    return {"id": number, "physicalLocation": _physical(place), "message": {"text": message}}


def _physical(place: Place) -> dict[str, Any]:
    uri = quoted_uri(place.file)
    artifact = {"uri": uri} if uri.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if place.line:
        physical["region"] = {"startLine": place.line, "endLine": max(place.line, place.end_line)}
    return physical


def head(report: Report) -> dict[str, Any]:
    """Return the members of the run that do not depend on its results."""
    run = report.run
    category = "+".join(run.targets) or "none"
    return {
        "automationDetails": {"id": f"auditor/{category}/{run.moment}"},
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The directory that the audit was started for."}}
        },
        "columnKind": "unicodeCodePoints",
        "properties": {
            "moment": run.moment,
            "rulePack": run.rule_pack,
            "checks": run.checks,
            "failOn": run.fail_on,
            "strict": run.strict,
            "baseline": run.baseline,
            "data": dict(sorted(run.data.items())),
            "summary": summary(report),
        },
    }


def invocation(
    report: Report, left_out: int, unknown: Iterable[Sequence[Finding]]
) -> dict[str, Any]:
    """Return how the run went, with a notification for each part that was not read.

    ``unknown`` holds the verdicts that could not be told, those of one reason together.
    """
    notes = [
        _note("warning", "plugin", f"plugin {plugin.name}: {plugin.problem}")
        for plugin in report.run.plugins
        if plugin.problem
    ]
    if left_out:
        text = (
            f"{counted(left_out, 'result')} left out, the mildest first: "
            "code scanning accepts no more"
        )
        notes.append(_note("warning", "left-out", text))
    for gap in report.gaps:
        note = _note("warning", f"gap/{gap.reason.value}", gap_text(gap))
        if gap.place is not None:
            note["locations"] = [{"physicalLocation": _physical(gap.place)}]
        notes.append(note)
    notes += [_undetermined(same) for same in unknown]
    code = report.decision.exit_code
    return {
        "executionSuccessful": code not in _FAILED_RUNS,
        "exitCode": code,
        "exitCodeDescription": gate(report),
        "toolExecutionNotifications": notes,
        "toolConfigurationNotifications": [
            _note("warning", f"waiver/{waiver.state}", waiver_text(waiver))
            for waiver in _troubled(report)
        ],
    }


def _undetermined(same: Sequence[Finding]) -> dict[str, Any]:
    first = same[0]
    more = f" and {counted(len(same) - 1, 'other place')}" if len(same) > 1 else ""
    text = f"{first.check} is not determined for {first.resource}{more}: {first.message}"
    note = _note("note", f"unknown/{first.check}", text)
    if first.author_place is not None:
        note["locations"] = [location(first)]
    return note


def _troubled(report: Report) -> list[WaiverState]:
    return [waiver for waiver in report.waivers if waiver.state != "used"]


def _note(level: str, kind: str, text: str) -> dict[str, Any]:
    return {"level": level, "descriptor": {"id": kind}, "message": {"text": text}}
