"""Reads ``services.toml``: one table a service, with ``owner`` and ``runbook``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from auditor.collecting import (
    Gap,
    Need,
    Plan,
    Population,
    Reason,
    Record,
    Scene,
    Sink,
    Target,
    Unit,
)
from auditor.facts import Fact, Origin, Place, Unknown
from auditor_services.facts import Service

NAME = "services.toml"


class ServicesOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[services]``: nothing to set."""


class ServicesCollector:
    """One unit per file."""

    name = "services"
    schemes: tuple[str, ...] = ()
    needs = Need.FILES
    emits: tuple[type[Fact], ...] = (Service,)
    options: type[Struct] = ServicesOptions

    def claims(self, path: Path) -> bool:
        """Claim the file itself and directories that hold it."""
        return path.name == NAME or (path / NAME).is_file()

    def plan(self, target: Target, scene: Scene) -> Plan:
        """One file, one unit."""
        path = Path(target.rest).resolve()
        file = path / NAME if path.is_dir() else path
        scope = file.relative_to(scene.base).as_posix()
        return Plan(units=(Unit(collector=self.name, scope=scope, detail={}),))

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """Yield a fact per service."""
        content = (scene.base / unit.scope).read_bytes()
        try:
            services = tomllib.loads(content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            yield Gap(scope=unit.scope, reason=Reason.UNPARSABLE, detail=f"not TOML: {error}")
            return
        digest = sink.keep(content, media_type="application/toml", source=unit.scope)
        lines = content.decode().splitlines()
        for name, entry in services.items():
            if not isinstance(entry, dict):
                continue
            line = next((n for n, text in enumerate(lines, 1) if text.strip() == f"[{name}]"), 1)
            yield Service(
                origin=Origin(
                    provider="services",
                    scope=unit.scope,
                    address=f"service.{name}",
                    kind="service",
                    place=Place(unit.scope, line, line),
                    evidence=digest,
                ),
                subject=f"service {name}",
                owner=entry.get("owner") or Unknown("no owner is named"),
                runbook=entry.get("runbook", ""),
            )
        yield Population(
            scope=unit.scope,
            source="services",
            query=f"tables of {NAME}",
            listed=len(services),
            evaluated=sum(isinstance(entry, dict) for entry in services.values()),
            excluded={
                "not a table": sum(not isinstance(entry, dict) for entry in services.values())
            },
        )
