"""The example estate, and audits of it within this process."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from auditor.collecting import Gap, Population, Scene, Target, Unit
from auditor.engine.collect import collect_unit
from auditor.engine.judge import Judge
from auditor.facts import Fact
from auditor.findings import Finding
from auditor.plugins import Plugins
from auditor.policy import Policy
from auditor_aws.collector import AwsCollector
from auditor_aws.options import AwsOptions
from auditor_aws.service import Reach, services
from auditor_aws.testing import Server

ROOT = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
MOMENT = datetime.now(UTC)


def estate() -> Any:
    """Return ``examples/aws_estate``."""
    folder = str(ROOT / "examples")
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module("aws_estate")


def everything() -> dict[str, bool]:
    """Return the options that ask for what is left out otherwise."""
    from msgspec.structs import fields

    return {item.name: True for item in fields(AwsOptions) if item.default is False}


@cache
def plugins() -> Plugins:
    """Return what is installed; it does not change while tests run."""
    return Plugins()


@dataclass
class Audit:
    """What came of an audit."""

    facts: list[Fact] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def decided(self) -> set[tuple[str, str, str, str]]:
        """Check, resource, discriminator and verdict of what passes or fails."""
        return {
            (item.check, item.resource, item.discriminator, item.verdict)
            for item in self.findings
            if item.verdict in ("pass", "fail")
        }


class Auditor:
    """Audits the stand-in again and again, with the session of one collector."""

    def __init__(self, server: Server, **options: Any) -> None:
        self._server = server
        self._collector = AwsCollector()
        self.scene = Scene(base=Path.cwd(), options=options)

    def units(self, names: Iterable[str]) -> Iterator[Unit]:
        """Yield the units of services in one region of the first account."""
        for name in names:
            everywhere = services()[name].reach is Reach.GLOBAL
            region = "global" if everywhere else REGION
            yield Unit(
                collector="aws",
                scope=f"123456789012/{region}/{name}",
                detail={"profile": "", "roles": [], "region": region, "service": name},
            )

    def plan(self) -> list[Unit]:
        """Return the units of the command ``auditor scan aws:``."""
        target = Target(text="aws:", scheme="aws", rest="")
        return list(self._collector.plan(target, self.scene).units)

    def audit(self, units: Iterable[Unit]) -> Audit:
        """Collect units and judge them, as of one moment for all audits."""
        found = Audit()
        judge = Judge(plugins().checks, Policy(moment=MOMENT))
        for unit in units:
            records = collect_unit(self._collector, unit, self.scene, b"key", True).records
            facts = [record for record in records if isinstance(record, Fact)]
            found.facts += facts
            found.gaps += [record for record in records if isinstance(record, Gap)]
            found.populations += [item for item in records if isinstance(item, Population)]
            found.findings += judge.unit(facts)
        found.findings += judge.run()
        found.gaps += judge.gaps
        return found
