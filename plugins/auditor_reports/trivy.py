"""Reports of Trivy: ``trivy image|fs|… --format json`` and ``trivy k8s --report all``.

A report does not say since when a flaw has been in what it is about. Its clock starts when the
flaw was published, or when the image was made if that was later: from then on it could be known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from auditor.facts import Component, Fact, Unknown, Vulnerability
from auditor_reports.origins import Source, Thing
from auditor_reports.reading import mapping, mappings, moment, text

_SEVERITIES: Final = {"unknown": "untriaged", "negligible": "info"}
_UNFIXED: Final = frozenset(
    ("affected", "will_not_fix", "fix_deferred", "end_of_life", "under_investigation")
)
_SYSTEMS: Final = {
    "alma": "almalinux",
    "alpine": "alpine-linux",
    "amazon": "amazon-linux",
    "centos": "centos",
    "debian": "debian",
    "oracle": "oracle-linux",
    "redhat": "rhel",
    "rocky": "rocky-linux",
    "suse linux enterprise server": "sles",
    "ubuntu": "ubuntu",
}
"""Families of operating systems by the slugs of the lifecycle data."""
_SUBJECTS: Final = {
    "container_image": "container image",
    "filesystem": "directory",
    "repository": "repository",
    "vm": "machine image",
    "cyclonedx": "bill of materials",
    "spdx": "bill of materials",
}


def facts(report: Mapping[str, Any], source: Source) -> Iterator[Fact]:
    """Yield the flaws and operating systems that a report tells of."""
    if "Resources" in report or "ClusterName" in report:
        yield from _of_cluster(report, source)
        return
    artifact = text(report.get("ArtifactName")) or source.file
    kind = text(report.get("ArtifactType")) or "artifact"
    subject = _SUBJECTS.get(kind, "artifact")
    metadata = mapping(report.get("Metadata"))
    made = moment(mapping(metadata.get("ImageConfig")).get("created"))
    thing = source.thing(subject, kind, artifact)
    yield from _system(metadata, thing)
    for result in mappings(report.get("Results")):
        yield from _flaws(result, thing, made)


def _of_cluster(report: Mapping[str, Any], source: Source) -> Iterator[Fact]:
    cluster = text(report.get("ClusterName")) or source.file
    for resource in mappings(report.get("Resources")):
        kind, name = text(resource.get("Kind")), text(resource.get("Name"))
        names = (text(resource.get("Namespace")), kind, name)
        address = "/".join(word for word in names if word)
        thing = source.thing(kind or "resource", kind or "resource", address, cluster)
        for metadata in mappings(resource.get("Metadata")):
            yield from _system(metadata, thing)
        for result in mappings(resource.get("Results")):
            yield from _flaws(result, thing, None)


def _system(metadata: Mapping[str, Any], thing: Thing) -> Iterator[Fact]:
    system = mapping(metadata.get("OS"))
    product = _SYSTEMS.get(text(system.get("Family")).lower())
    if product is None:
        return
    words = text(system.get("Name")).split()
    image = text(metadata.get("ImageID"))
    yield Component(
        origin=thing.origin,
        subject=f"operating system of the {thing.subject}",
        part=thing.part("operating-system", image if thing.several else ""),
        product=product,
        version=words[0] if words else Unknown("the report does not tell its version"),
    )


def _flaws(result: Mapping[str, Any], thing: Thing, made: datetime | None) -> Iterator[Fact]:
    within = "" if text(result.get("Class")) == "os-pkgs" else text(result.get("Target"))
    for flaw in mappings(result.get("Vulnerabilities")):
        name = text(flaw.get("VulnerabilityID"))
        if not name:
            continue
        package, installed = text(flaw.get("PkgName")), text(flaw.get("InstalledVersion"))
        place = text(flaw.get("PkgPath")) or within
        severity = text(flaw.get("Severity")).lower()
        yield Vulnerability(
            origin=thing.origin,
            subject=thing.subject,
            part=thing.part(f"{name} {package} {place}", installed),
            id=name,
            severity=_SEVERITIES.get(severity, severity)
            or Unknown(f"the report gives {name} no severity"),
            package=package,
            installed=installed,
            fixed_in=_fixed_in(flaw),
            first_seen=_known_since(flaw, made),
            scanner="Trivy",
        )


def _fixed_in(flaw: Mapping[str, Any]) -> str | None:
    fixed = text(flaw.get("FixedVersion"))
    if fixed:
        return fixed
    status = flaw.get("Status")
    return "" if status is None or text(status) in _UNFIXED else None


def _known_since(flaw: Mapping[str, Any], made: datetime | None) -> datetime | Unknown:
    published = moment(flaw.get("PublishedDate"))
    if published is None:
        return Unknown("the report does not say when the flaw was published")
    return published if made is None else max(published, made)
