"""Reports of Grype: ``grype … --output json``.

A report does not say since when a flaw has been in what it is about, nor when it was published.
Its clock starts when the first version without it was out, where the report tells that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from auditor.facts import Fact, Unknown, Vulnerability
from auditor_reports.origins import Source, Thing
from auditor_reports.reading import mapping, mappings, moment, text

_SEVERITIES: Final = {"unknown": "untriaged", "negligible": "info"}
_SUBJECTS: Final = {
    "image": "container image",
    "directory": "directory",
    "file": "file",
    "sbom-file": "bill of materials",
}


def facts(report: Mapping[str, Any], source: Source) -> Iterator[Fact]:
    """Yield the flaws that a report tells of; matches that were ignored are left out."""
    about = mapping(report.get("source"))
    kind = text(about.get("type")) or "artifact"
    thing = source.thing(_SUBJECTS.get(kind, "artifact"), kind, _name(about) or source.file)
    for match in mappings(report.get("matches")):
        flaw, package = mapping(match.get("vulnerability")), mapping(match.get("artifact"))
        own = text(flaw.get("id"))
        if own:
            yield _flaw(thing, _number(own, match), flaw, package)


def _name(about: Mapping[str, Any]) -> str:
    target = about.get("target")
    return text(target) or text(mapping(target).get("userInput"))


def _number(own: str, match: Mapping[str, Any]) -> str:
    """Return the CVE number of a flaw that goes by an advisory's name, if it has one."""
    if own.startswith("CVE-"):
        return own
    related = (text(item.get("id")) for item in mappings(match.get("relatedVulnerabilities")))
    return next((name for name in related if name.startswith("CVE-")), own)


def _flaw(
    thing: Thing, name: str, flaw: Mapping[str, Any], package: Mapping[str, Any]
) -> Vulnerability:
    severity = text(flaw.get("severity")).lower()
    named, installed = text(package.get("name")), text(package.get("version"))
    places = [text(place.get("path")) for place in mappings(package.get("locations"))]
    system = text(package.get("type")) in ("apk", "deb", "rpm")
    place = "" if system or not places else places[0]
    return Vulnerability(
        origin=thing.origin,
        subject=thing.subject,
        part=thing.part(f"{name} {named} {place}", installed),
        id=name,
        severity=_SEVERITIES.get(severity, severity)
        or Unknown(f"the report gives {name} no severity"),
        package=named,
        installed=installed,
        fixed_in=_fixed_in(mapping(flaw.get("fix"))),
        first_seen=_mendable_since(mapping(flaw.get("fix"))),
        exploited=True if flaw.get("knownExploited") else None,
        scanner="Grype",
    )


def _fixed_in(fix: Mapping[str, Any]) -> str | None:
    versions = fix.get("versions")
    listed = [text(version) for version in versions] if isinstance(versions, list) else []
    known = [version for version in listed if version]
    if known:
        return ", ".join(known)
    return "" if text(fix.get("state")) in ("not-fixed", "wont-fix") else None


def _mendable_since(fix: Mapping[str, Any]) -> datetime | Unknown:
    dates = (moment(item.get("date")) for item in mappings(fix.get("available")))
    found = min((date for date in dates if date is not None), default=None)
    return found or Unknown("the report does not say since when the flaw is known")
