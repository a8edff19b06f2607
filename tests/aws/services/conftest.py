"""Auditing what a test has put into the stand-in account."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.collecting import Gap, Population, Scene, Target
from auditor.engine.collect import collect_unit
from auditor.engine.judge import Judge
from auditor.facts import Fact
from auditor.findings import Finding
from auditor.plugins import Plugins
from auditor.policy import Policy
from auditor_aws.collector import AwsCollector
from auditor_aws.testing import Server


@dataclass
class Audit:
    """What came of an audit."""

    facts: list[Fact] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    evidence: list[bytes] = field(default_factory=list)

    def verdicts(self, check: str) -> dict[str, str]:
        """Return the verdicts of a check: ``{"RESOURCE" or "RESOURCE#WHAT": "fail"}``, where
        RESOURCE is the last part of the ARN; WHAT tells several verdicts on one apart."""
        found: dict[str, str] = {}
        for finding in self.findings:
            if finding.check == check:
                name = finding.resource.rpartition("/")[2].rpartition(":")[2]
                key = name if name not in found else f"{name}#{finding.discriminator}"
                found[key] = finding.verdict
        return found

    def of(self, kind: type[Fact]) -> list[Any]:
        """Return the facts of a kind."""
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def settings(self, name: str) -> dict[str, Any]:
        """Return the values of a setting by address."""
        return {
            fact.origin.address: fact.value
            for fact in self.facts
            if getattr(fact, "name", "") == name and hasattr(fact, "value")
        }


def remember(findings: list[Finding]) -> None:
    """Leave what was judged on what, for the table of answers (``docs/peers/seen.py``)."""
    folder = os.environ.get("AUDITOR_SEEN")
    if folder:
        judged = (finding for finding in findings if finding.verdict in ("pass", "fail"))
        pairs = sorted({f"{finding.check} {finding.kind}\n" for finding in judged})
        with (Path(folder) / f"{os.getpid()}.txt").open("a", encoding="utf-8") as file:
            file.writelines(pairs)


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return Plugins()


@pytest.fixture
def audited(
    aws: Server, plugins: Plugins, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Audit]]:
    """Audit services of the stand-in account: ``audited("kms", regions=["eu-west-1"])``."""
    for name, value in aws.environment().items():
        monkeypatch.setenv(name, value)
    moment = datetime.now(UTC)

    def run(*services: str, regions: tuple[str, ...] = ("us-east-1",), **options: Any) -> Audit:
        collector = AwsCollector()
        scene = Scene(
            base=Path.cwd(),
            options={"services": list(services), "regions": list(regions), **options},
        )
        plan = collector.plan(Target(text="aws:", scheme="aws", rest=""), scene)
        audit = Audit(gaps=list(plan.gaps), populations=list(plan.populations))
        judge = Judge(plugins.checks, Policy(moment=moment))
        for unit in plan.units:
            result = collect_unit(collector, unit, scene, b"key", True)
            facts = [record for record in result.records if isinstance(record, Fact)]
            audit.facts += facts
            audit.gaps += [record for record in result.records if isinstance(record, Gap)]
            audit.populations += [r for r in result.records if isinstance(r, Population)]
            audit.findings += judge.unit(facts)
            audit.evidence += [blob.content for blob in result.blobs.values()]
        audit.findings += judge.run()
        remember(audit.findings)
        for population in audit.populations:
            assert population.listed == (
                population.evaluated + population.errored + sum(population.excluded.values())
            )
        return audit

    yield run
