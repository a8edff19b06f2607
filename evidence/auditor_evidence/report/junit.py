"""JUnit XML, for the test views of CI systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from auditor.collecting import Gap
from auditor.findings import Finding
from auditor.reporting import Canvas, Report
from auditor_evidence.report.encoding import gather, utf8
from auditor_evidence.report.escaping import xml_text
from auditor_evidence.report.wording import (
    first_paragraph,
    gap_text,
    gate,
    page,
    position,
    state,
    summary,
    where,
)

_INCOMPLETE = 3


class JunitReporter:
    """A suite a family, a case a check and resource; verdicts "not applicable" are left out.

    Unknown, waived and known findings are skipped cases with the reason. Parts that were
    not read form the suite ``coverage``: errors when they decided the exit code, else skipped.
    """

    name = "junit"
    title = "JUnit XML, for the test views of CI systems"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        return gather(utf8(line + "\n") for line in _lines(report))


class _Counts(Struct):
    tests: int = 0
    failures: int = 0
    skipped: int = 0
    errors: int = 0

    def note(self, element: str) -> None:
        self.tests += 1
        self.failures += element == "failure"
        self.skipped += element == "skipped"
        self.errors += element == "error"

    def attributes(self) -> str:
        return (
            f'tests="{self.tests}" failures="{self.failures}" '
            f'errors="{self.errors}" skipped="{self.skipped}"'
        )


def _lines(report: Report) -> Iterator[str]:
    families = _count(report)
    gap_state = "error" if report.decision.exit_code == _INCOMPLETE else "skipped"
    coverage = _Counts()
    for _gap in report.gaps:
        coverage.note(gap_state)
    total = _Counts()
    for counts in (*families.values(), coverage):
        for name in total.__struct_fields__:
            setattr(total, name, getattr(total, name) + getattr(counts, name))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="auditor" {total.attributes()}>'
    for family in sorted(families):
        yield from _suite(report, family, families[family])
    if report.gaps:
        yield from _coverage(report, coverage, gap_state)
    yield "</testsuites>"


def _count(report: Report) -> dict[str, _Counts]:
    families: dict[str, _Counts] = {}
    for finding in report.findings():
        element = _element(finding)
        if element:
            families.setdefault(finding.family, _Counts()).note(element)
    return families


_ELEMENTS = {"not-applicable": "", "pass": "passed", "fail": "failure"}


def _element(finding: Finding) -> str:
    return _ELEMENTS.get(state(finding), "skipped")


def _suite(report: Report, family: str, counts: _Counts) -> Iterator[str]:
    mends: dict[str, str] = {}
    seen: Counter[tuple[str, str]] = Counter()
    timestamp = xml_text(report.run.moment.removesuffix("Z"))
    yield f'<testsuite name="{xml_text(family)}" {counts.attributes()} timestamp="{timestamp}">'
    yield from _properties(
        {
            "version": report.run.version,
            "targets": " ".join(report.run.targets),
            "rule_pack": report.run.rule_pack,
            "summary": summary(report),
            "gate": gate(report),
        }
    )
    for finding in report.findings():
        element = _element(finding)
        if not element or finding.family != family:
            continue
        name = _case_name(finding)
        seen[finding.check, name] += 1
        repeat = seen[finding.check, name]
        if finding.check not in mends:
            mends[finding.check] = first_paragraph(page(report.checks.get(finding.check)).mend)
        yield from _case(
            finding, name if repeat == 1 else f"{name} #{repeat}", element, mends[finding.check]
        )
    yield "</testsuite>"


def _properties(properties: Mapping[str, str]) -> Iterator[str]:
    yield "<properties>"
    for key, value in properties.items():
        yield f'<property name="{xml_text(key)}" value="{xml_text(value)}"/>'
    yield "</properties>"


def _case_name(finding: Finding) -> str:
    return (
        f"{finding.resource} [{finding.discriminator}]"
        if finding.discriminator
        else (finding.resource)
    )


def _case(finding: Finding, name: str, element: str, mend: str) -> Iterator[str]:
    place = finding.author_place
    spot = f' file="{xml_text(place.file)}" line="{place.line}"' if place else ""
    head = f'<testcase classname="{xml_text(finding.check)}" name="{xml_text(name)}"{spot}'
    if element == "passed":
        yield head + "/>"
        return
    yield head + ">"
    if element == "failure":
        message, kind = xml_text(finding.message), xml_text(finding.severity)
        yield f'<failure message="{message}" type="{kind}">{xml_text(_detail(finding, mend))}'
        yield "</failure>"
    else:
        yield f'<skipped message="{xml_text(_skip_reason(finding))}"/>'
    yield "</testcase>"


def _detail(finding: Finding, mend: str) -> str:
    rows = [
        f"{finding.severity}: {finding.title}",
        finding.message,
        f"resource: {finding.resource}",
        f"where: {position(finding)}" if finding.file else "",
        *(f"called from: {where(place)}" for place in finding.calls),
        f"how to mend it: {mend}" if mend else "",
        f"fingerprint: {finding.fingerprint}",
    ]
    return "\n".join(row for row in rows if row)


def _skip_reason(finding: Finding) -> str:
    if finding.waived:
        waiver = finding.waiver
        if waiver is None:
            return f"waived: {finding.message}"
        until = f", until {waiver.until}" if waiver.until else ""
        owner = f", owner {waiver.owner}" if waiver.owner else ""
        return f"waived: {waiver.reason} ({waiver.source}{owner}{until})"
    if finding.verdict == "unknown":
        return f"unknown: {finding.message}"
    return f"known before: {finding.message}"


def _coverage(report: Report, counts: _Counts, element: str) -> Iterator[str]:
    yield f'<testsuite name="coverage" {counts.attributes()}>'
    for gap in report.gaps:
        name = xml_text(_gap_name(gap))
        yield f'<testcase classname="coverage.{gap.reason.value}" name="{name}">'
        yield f'<{element} message="{xml_text(gap_text(gap))}"/>'
        yield "</testcase>"
    yield "</testsuite>"


def _gap_name(gap: Gap) -> str:
    spot = where(gap.place) if gap.place is not None else ""
    return " ".join(dict.fromkeys(part for part in (gap.scope, gap.address, spot) if part))
