"""A small report made by hand, with the strings that break naive reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from auditor.checking import Check, Outcome, Severity, Verdict
from auditor.collecting import Gap, Population, Reason
from auditor.facts import Fact, Place
from auditor.findings import Finding, WaiverNote, fingerprint
from auditor.reporting import (
    Canvas,
    Decision,
    Objective,
    PluginInfo,
    Report,
    RunInfo,
    Tally,
    WaiverState,
)
from auditor_evidence.report.encoding import encode

DOC = """A {subject} that is not as it should be.

Why it matters
    Whoever reaches it can read <everything> | and change it. That is bad.

    A second paragraph of why.

Verdicts
    FAIL when it is not as it should be.

How to mend it
    Set ``wanted = true`` in the block.
    Then apply.

    A second paragraph of how.

Sources
    - A standard, section 3
"""

ARN = (
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/"
    "production-public-frontend-load-balancer/50dc6c495c0c9188/f2f7dc8efc522ab2"
)

NASTY = [
    "pipe | and `tick` and *star* and <script>alert(1)</script>",
    "two\nlines\r\nand a tab\t!",
    "bell \x07 escape \x1b[31mred\x1b[0m null \x00",
    "right to left \u202egnp.exe\u202c \u05e9\u05dc\u05d5\u05dd",
    "emoji \U0001f525 and \u65e5\u672c\u8a9e and \u0416\u03bb\u00e9",
    "=HYPERLINK(0)",
    "@everyone see [link](javascript:alert(1)) and #12",
    "::error file=x::y %0A",
    "lone surrogate \udc80 end",
    "]]> & \"quoted\" 'text' \ufffe",
]


def make_check(identifier: str, severity: Severity = Severity.HIGH, **extra: Any) -> Check:
    def judge(fact: Fact, view: object) -> Iterator[Verdict]:
        yield Verdict(Outcome.PASS, "")

    return Check(
        id=identifier,
        title=extra.pop("title", f"Title of {identifier}"),
        severity=severity,
        doc=DOC.replace("{subject}", identifier),
        facts=Fact,
        judge=judge,
        controls=extra.pop("controls", ("NET-01",)),
        **extra,
    )


def make_finding(check: str = "exposure.open-ingress", **fields: Any) -> Finding:
    values: dict[str, Any] = {
        "check": check,
        "title": f"Title of {check}",
        "verdict": "fail",
        "severity": "high",
        "resource": "aws_security_group.web",
        "scope": "infra",
        "kind": "aws_security_group",
        "discriminator": "ingress",
        "message": "security group lets everyone in",
        "file": "infra/main.tf",
        "line": 12,
        "end_line": 14,
        "controls": ("NET-01",),
        "waived": False,
        "evidence": "e" * 64,
        "enforce": "block",
        "known": False,
        **fields,
    }
    address = values["resource"].encode("utf-8", "replace").decode()
    identity = fingerprint(check, values["scope"], address, values["discriminator"])
    values.setdefault("fingerprint", identity)
    return Finding(**values)


def count(findings: Iterable[Finding]) -> Tally:
    tally = Tally()
    resources: set[tuple[str, str]] = set()
    for finding in findings:
        resources.add((finding.scope, finding.resource))
        word: str = finding.verdict
        if finding.waived:
            word, tally.waived = "waived", tally.waived + 1
        elif finding.verdict == "fail" and finding.known:
            word, tally.known = "known", tally.known + 1
        elif finding.verdict == "fail":
            tally.failed += 1
            label = finding.severity
            tally.by_severity[label] = tally.by_severity.get(label, 0) + 1
        elif finding.verdict == "unknown":
            tally.unknown += 1
        elif finding.verdict == "pass":
            tally.passed += 1
        else:
            tally.not_applicable += 1
        for table, key in ((tally.by_family, finding.family), (tally.by_check, finding.check)):
            row = table.setdefault(key, {})
            row[word] = row.get(word, 0) + 1
    tally.resources = len(resources)
    return tally


GAPS = (
    Gap(
        scope="infra",
        reason=Reason.UNPARSABLE,
        detail="line 3: unexpected token; mend the file | or exclude it",
        place=Place("infra/broken.tf", 3, 3),
    ),
    Gap(scope="123456789012/eu-west-1", reason=Reason.DENIED, detail="allow iam:ListUsers"),
)

POPULATIONS = (
    Population(
        scope="infra",
        source="resources",
        query="resource blocks in *.tf in infra/",
        listed=310,
        evaluated=298,
        expected=310,
        excluded={"no translator for aws_foo": 8, "no translator for aws_bar": 4},
    ),
    Population(
        scope="infra", source="files", query="*.tf in infra/", listed=20, evaluated=19, errored=1
    ),
)

WAIVERS = (
    WaiverState(
        source="auditor.toml:12",
        state="used",
        check="encryption.at-rest",
        resource="aws_ebs_volume.scratch",
        reason="scratch data only",
        owner="team-storage",
        approver="head-of-security",
        until="2027-01-31",
        matched=1,
    ),
    WaiverState(
        source="auditor.toml:20",
        state="expired",
        check="logging.off",
        reason="until the move",
        owner="team-web",
        approver="head-of-security",
        until="2026-10-01",
    ),
    WaiverState(
        source="main.tf:3 (checkov:skip)",
        state="malformed",
        check="exposure.open-ingress",
        problem="has no reason",
    ),
)


@pytest.fixture
def finding() -> Callable[..., Finding]:
    return make_finding


@pytest.fixture
def check() -> Callable[..., Check]:
    return make_check


@pytest.fixture
def nasty() -> list[str]:
    return NASTY


@pytest.fixture
def small() -> list[Finding]:
    """One of each: open failures with and without file and calls, known, waived, unknown, pass."""
    return [
        make_finding(severity="critical"),
        make_finding(
            resource=ARN,
            scope="123456789012/eu-central-1",
            file="",
            line=0,
            end_line=0,
            discriminator="",
        ),
        *(
            make_finding(
                "encryption.at-rest",
                severity="medium",
                resource=f"module.store[{n}].aws_ebs_volume.this",
                discriminator="encrypted",
                message="EBS volume is not encrypted",
                file="modules/store/main.tf",
                line=7,
                end_line=9,
                calls=(Place("live/main.tf", 4, 8), Place("modules/outer/main.tf", 2, 5)),
            )
            for n in range(3)
        ),
        make_finding(
            "encryption.at-rest",
            severity="medium",
            resource="aws_ebs_volume.scratch",
            message="EBS volume is not encrypted",
            waived=True,
            waiver=WaiverNote(
                source="auditor.toml:12",
                reason="scratch data only",
                owner="team-storage",
                approver="head-of-security",
                until="2027-01-31",
            ),
        ),
        make_finding(
            "encryption.at-rest",
            severity="medium",
            resource="aws_ebs_volume.inline",
            waived=True,
            waiver=WaiverNote(source="infra/main.tf:3 (checkov:skip)", reason="agreed"),
        ),
        make_finding("logging.off", severity="low", resource="aws_s3_bucket.old", known=True),
        make_finding("logging.off", severity="low", resource="aws_s3_bucket.mild", enforce="warn"),
        *(
            make_finding(
                "secrets.rotation",
                verdict="unknown",
                resource=f"aws_secretsmanager_secret.s{n}",
                message="unresolved: var.rotation",
                line=30 + n,
            )
            for n in range(4)
        ),
        make_finding("logging.off", verdict="pass", resource="aws_s3_bucket.good", line=40),
        make_finding("logging.off", verdict="not-applicable", resource="aws_s3_bucket.none"),
    ]


@pytest.fixture
def report() -> Callable[..., Report]:
    def build(findings: list[Finding], **fields: Any) -> Report:
        severities = {"critical": Severity.CRITICAL, "medium": Severity.MEDIUM, "low": Severity.LOW}
        checks = {
            found.check: make_check(found.check, severities.get(found.severity, Severity.HIGH))
            for found in findings
        }
        run: dict[str, Any] = {
            "version": "0.1.0",
            "moment": "2026-11-24T07:42:00Z",
            "targets": ("infra", "live"),
            "fail_on": "high",
            "strict": False,
            "checks": 124,
            "rule_pack": "ab" * 32,
            "plugins": (
                PluginInfo(name="terraform", version="0.1.0"),
                PluginInfo(name="strange", problem="needs auditor 9"),
            ),
            "data": {"lifecycle": "2026-08-22", "limits": "2026-03-15"},
            "command": "auditor scan infra live",
        }
        run.update(fields.pop("run", {}))
        values: dict[str, Any] = {
            "run": RunInfo(**run),
            "tally": count(findings),
            "decision": Decision(exit_code=1, reasons=("2 findings of severity high or above",)),
            "gaps": GAPS,
            "populations": POPULATIONS,
            "waivers": WAIVERS,
            "findings": lambda: iter(findings),
            "encoded": lambda: (encode(finding) + b"\n" for finding in findings),
            "checks": checks,
            "objectives": {
                "NET-01": Objective(
                    id="NET-01",
                    title="Only what is meant to be public is",
                    frameworks={"SOC 2": ("CC6.1", "CC6.6"), "ISO 27001": ("A.8.20",)},
                ),
                "CERT-01": Objective(id="CERT-01", title="Certificates are renewed in time"),
            },
            **fields,
        }
        return Report(**values)

    return build


@pytest.fixture
def render() -> Callable[..., bytes]:
    def run(reporter: Any, report: Report, canvas: Canvas | None = None) -> bytes:
        return b"".join(reporter.render(report, canvas or Canvas()))

    return run
