"""The collector of reports: each is one file that is named on the command line."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
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
from auditor.errors import TargetError
from auditor.facts import Component, Fact, Place, Vulnerability
from auditor.files import kind_of, located, read_regular
from auditor_reports.sniff import form_of, form_of_text

MAX_BYTES: Final = 400_000_000
"""A larger report is not read."""
_MOST_VALUES: Final = 16_000_000
"""Some 64 bytes of memory for each."""
_MOST_FACTS: Final = 500_000


class ReportOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[reports]``: nothing to set."""


class ReportCollector:
    """Reads JSON reports of Trivy and Grype.

    Only files that are named are read (``auditor scan trivy.json``, ``trivy:FILE``): a report that
    lies in a directory by chance may be old, and of something else.
    """

    name = "reports"
    schemes: tuple[str, ...] = ("trivy", "grype")
    needs = Need.FILES
    emits: tuple[type[Fact], ...] = (Component, Vulnerability)
    options: type[Struct] = ReportOptions

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`."""
        return bool(form_of(path))

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`. One unit a report."""
        path = Path(target.rest)
        if kind_of(path) != "file":
            hint = f"write it with {target.scheme or 'trivy'} … --format json --output FILE"
            raise TargetError(f"{target.rest or 'the report'} is not a file", hint)
        path = located(path)
        try:
            name = path.relative_to(scene.base).as_posix()
        except ValueError:
            name = path.as_posix()
        form = target.scheme or form_of(path)
        return Plan(units=(Unit(collector=self.name, scope=name, detail={"form": form}),))

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        form = unit.detail["form"]
        try:
            content = read_regular(scene.base / unit.scope, MAX_BYTES)
        except OSError as error:
            reason = Reason.TOO_LARGE if error.errno == errno.EFBIG else Reason.UNREADABLE
            yield _gap(unit, reason, f"cannot be read: {error.strerror}")
            return
        if content.count(b",") > _MOST_VALUES:
            yield _gap(unit, Reason.TOO_LARGE, f"has more than {_MOST_VALUES} values")
            return
        report = _decoded(content)
        if report is None or form_of_text(content[:65_536]) != form:
            yield _gap(unit, Reason.UNPARSABLE, f"is no JSON report of {form.capitalize()}")
            return
        evidence = sink.keep(content, media_type="application/json", source=unit.scope)
        every = _facts(form, report, unit.scope, evidence)
        found = list(islice(every, _MOST_FACTS))
        yield from found
        if next(every, None) is not None:
            detail = f"tells of more than {_MOST_FACTS} flaws; the others were not read"
            yield _gap(unit, Reason.TOO_LARGE, detail)
        flaws = sum(isinstance(fact, Vulnerability) for fact in found)
        yield Population(
            scope=unit.scope,
            source="vulnerabilities",
            query=f"report of {form.capitalize()}",
            listed=flaws,
            evaluated=flaws,
        )


def _facts(form: str, report: Mapping[str, Any], file: str, evidence: str) -> Iterator[Fact]:
    from auditor_reports import grype, trivy
    from auditor_reports.origins import Source

    reader = trivy.facts if form == "trivy" else grype.facts
    return reader(report, Source(form, file, evidence))


def _decoded(content: bytes) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    return found if isinstance(found, dict) else None


def _gap(unit: Unit, reason: Reason, detail: str) -> Gap:
    return Gap(
        scope=unit.scope,
        reason=reason,
        detail=f"{unit.scope} {detail}",
        address=unit.scope,
        place=Place(unit.scope, 1, 1),
    )
