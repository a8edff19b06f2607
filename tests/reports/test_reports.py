"""Reports of Trivy and Grype become vulnerabilities with their clocks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from auditor.collecting import Gap, Population, Reason, Scene, Target
from auditor.errors import TargetError
from auditor.facts import Component, Unknown, Vulnerability
from auditor_reports import collector
from auditor_reports.collector import ReportCollector
from auditor_reports.sniff import form_of_text

TRIVY: dict[str, Any] = {
    "SchemaVersion": 2,
    "CreatedAt": "2026-11-20T10:00:00.123456789Z",
    "ArtifactName": "registry.example.com/shop/web:1.4.2",
    "ArtifactType": "container_image",
    "Metadata": {
        "OS": {"Family": "debian", "Name": "11.9", "EOSL": True},
        "ImageConfig": {"created": "2026-10-01T08:00:00.5Z"},
    },
    "Results": [
        {
            "Target": "registry.example.com/shop/web:1.4.2 (debian 11.9)",
            "Class": "os-pkgs",
            "Type": "debian",
            "Vulnerabilities": [
                {
                    "VulnerabilityID": "CVE-2024-0001",
                    "PkgName": "openssl",
                    "InstalledVersion": "3.0.1",
                    "FixedVersion": "3.0.2",
                    "Status": "fixed",
                    "Severity": "CRITICAL",
                    "PublishedDate": "2024-02-01T00:00:00Z",
                },
                {
                    "VulnerabilityID": "CVE-2026-0002",
                    "PkgName": "zlib",
                    "InstalledVersion": "1.2",
                    "Status": "will_not_fix",
                    "Severity": "UNKNOWN",
                    "PublishedDate": "2026-11-01T00:00:00Z",
                },
            ],
        },
        {
            "Target": "app/package-lock.json",
            "Class": "lang-pkgs",
            "Type": "npm",
            "Vulnerabilities": [
                {"VulnerabilityID": "GHSA-aaaa", "PkgName": "left", "InstalledVersion": "1"},
                {"VulnerabilityID": "GHSA-aaaa", "PkgName": "left", "InstalledVersion": "2"},
            ],
        },
        {"Target": "nothing", "Class": "lang-pkgs"},
        {"Target": "Dockerfile", "Class": "config", "Misconfigurations": [{"ID": "X"}]},
    ],
}
CLUSTER: dict[str, Any] = {
    "ClusterName": "prod",
    "Resources": [
        {
            "Namespace": "shop",
            "Kind": "Deployment",
            "Name": "web",
            "Metadata": [
                {"OS": {"Family": "alpine", "Name": "3.18.4"}, "ImageID": "sha256:aa"},
                {"OS": {"Family": "alpine", "Name": "3.23.0"}, "ImageID": "sha256:bb"},
            ],
            "Results": [
                {
                    "Target": "web (alpine 3.18.4)",
                    "Class": "os-pkgs",
                    "Vulnerabilities": [
                        {
                            "VulnerabilityID": "CVE-2024-0001",
                            "PkgName": "musl",
                            "Severity": "HIGH",
                            "PublishedDate": "2024-02-01",
                        }
                    ],
                }
            ],
        }
    ],
}
GRYPE: dict[str, Any] = {
    "matches": [
        {
            "vulnerability": {
                "id": "GHSA-bbbb",
                "severity": "High",
                "fix": {
                    "versions": ["2.0"],
                    "state": "fixed",
                    "available": [{"version": "2.0", "date": "2026-09-01", "kind": "first"}],
                },
                "knownExploited": [{"cve": "CVE-2025-0003"}],
            },
            "relatedVulnerabilities": [{"id": "CVE-2025-0003"}],
            "artifact": {
                "name": "requests",
                "version": "1.0",
                "type": "python",
                "locations": [{"path": "/app/requests"}],
            },
        },
        {
            "vulnerability": {
                "id": "CVE-2020-0004",
                "severity": "Negligible",
                "fix": {"versions": [], "state": "wont-fix"},
            },
            "artifact": {
                "name": "libc6",
                "version": "2.31",
                "type": "deb",
                "locations": [{"path": "/var/lib/dpkg/status"}],
            },
        },
    ],
    "source": {"type": "image", "target": {"userInput": "shop/web:1.4.2"}},
    "descriptor": {"name": "grype", "version": "0.104.0"},
}


class RecordingSink:
    def __init__(self) -> None:
        self.kept: list[str] = []

    def keep(self, content: bytes, *, media_type: str, source: str) -> str:
        self.kept.append(source)
        return "digest"


def collect(path: Path, scheme: str = "") -> list[Any]:
    reader = ReportCollector()
    scene = Scene(base=path.parent)
    plan = reader.plan(Target(text=str(path), scheme=scheme, rest=str(path)), scene)
    sink: Any = RecordingSink()
    return [record for unit in plan.units for record in reader.collect(unit, scene, sink)]


def report(tmp_path: Path, content: object, name: str = "report.json") -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def flaws(records: list[Any]) -> list[Vulnerability]:
    return [record for record in records if isinstance(record, Vulnerability)]


def test_a_report_of_trivy(tmp_path: Path) -> None:
    records = collect(report(tmp_path, TRIVY))
    fixed, unfixed, one, two = flaws(records)
    assert (fixed.id, fixed.severity, fixed.package, fixed.installed, fixed.fixed_in) == (
        "CVE-2024-0001",
        "critical",
        "openssl",
        "3.0.1",
        "3.0.2",
    )
    assert fixed.subject == "container image"
    assert fixed.origin.address == "registry.example.com/shop/web:1.4.2"
    assert (unfixed.severity, unfixed.fixed_in) == ("untriaged", "")
    assert isinstance(one.severity, Unknown)
    assert isinstance(one.first_seen, Unknown)
    assert (one.part, two.part) == (
        "GHSA-aaaa left app/package-lock.json",
        "GHSA-aaaa left app/package-lock.json 2",
    )
    system = next(record for record in records if isinstance(record, Component))
    assert (system.product, system.version) == ("debian", "11.9")
    population = next(record for record in records if isinstance(record, Population))
    assert population.listed == population.evaluated == 4


def test_the_clock_starts_with_publication_or_with_the_image(tmp_path: Path) -> None:
    older, newer, *_ = flaws(collect(report(tmp_path, TRIVY)))
    assert str(older.first_seen) == "2026-10-01 08:00:00.500000+00:00"
    assert str(newer.first_seen) == "2026-11-01 00:00:00+00:00"


def test_a_report_of_a_cluster(tmp_path: Path) -> None:
    records = collect(report(tmp_path, CLUSTER))
    (flaw,) = flaws(records)
    assert (flaw.origin.scope, flaw.origin.address) == ("prod", "shop/Deployment/web")
    assert flaw.fixed_in == ""
    systems = [record for record in records if isinstance(record, Component)]
    assert [system.version for system in systems] == ["3.18.4", "3.23.0"]
    assert len({system.part for system in systems}) == 2


def test_a_report_of_grype(tmp_path: Path) -> None:
    known, old = flaws(collect(report(tmp_path, GRYPE)))
    assert (known.id, known.severity, known.fixed_in, known.exploited) == (
        "CVE-2025-0003",
        "high",
        "2.0",
        True,
    )
    assert str(known.first_seen) == "2026-09-01 00:00:00+00:00"
    assert known.part == "CVE-2025-0003 requests /app/requests"
    assert (old.severity, old.fixed_in, old.exploited) == ("info", "", None)
    assert isinstance(old.first_seen, Unknown)
    assert old.part == "CVE-2020-0004 libc6"


def test_the_name_of_the_file_is_no_part_of_identity(tmp_path: Path) -> None:
    one = flaws(collect(report(tmp_path, TRIVY, "monday.json")))
    two = flaws(collect(report(tmp_path, TRIVY, "tuesday.json")))
    keys = [[(f.origin.scope, f.origin.address, f.part) for f in found] for found in (one, two)]
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (json.dumps(TRIVY), "trivy"),
        (json.dumps(TRIVY, indent=2), "trivy"),
        (json.dumps(CLUSTER), "trivy"),
        (json.dumps(GRYPE), "grype"),
        (json.dumps(GRYPE, indent=1), "grype"),
        ('{"format_version":"1.2","planned_values":{}}', ""),
        ('{"apiVersion":"v1","kind":"List","items":[]}', ""),
        ('{"version":"2.1.0","runs":[]}', ""),
        ("[]", ""),
        ("", ""),
    ],
)
def test_whose_report_it_is(text: str, form: str) -> None:
    assert form_of_text(text.encode()) == form


@pytest.mark.parametrize(
    "content",
    [
        '{"SchemaVersion": 2, "Results": [',
        '{"SchemaVersion": 2, "Results": ' + "[" * 100_000,
        "not json",
        "[]",
        "",
        '{"something": "else"}',
    ],
    ids=["cut", "deep", "text", "list", "empty", "other"],
)
def test_what_is_no_report_is_one_gap(tmp_path: Path, content: str) -> None:
    (gap,) = collect(report(tmp_path, content), "trivy")
    assert isinstance(gap, Gap)
    assert gap.reason is Reason.UNPARSABLE


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TargetError):
        collect(tmp_path / "none.json", "grype")


def odd(value: Any) -> list[Any]:
    """Return what an unfriendly file may have in the place of a value."""
    return [None, 3, "x", [], {}, [value], {"x": value}]


def spoilt(document: Any) -> list[Any]:
    """Return copies of a document with one value each replaced by something else."""
    found = []
    if isinstance(document, dict):
        for key, value in document.items():
            found += [{**document, key: other} for other in [*odd(value), *spoilt(value)]]
    elif isinstance(document, list):
        for place, value in enumerate(document[:1]):
            found += [
                [*document[:place], other, *document[place + 1 :]]
                for other in [*odd(value), *spoilt(value)]
            ]
    return found


@pytest.mark.parametrize("document", [TRIVY, CLUSTER, GRYPE], ids=["trivy", "cluster", "grype"])
def test_any_form_ends_in_facts_or_a_gap(tmp_path: Path, document: Any) -> None:
    for number, content in enumerate(spoilt(document)):
        path = report(tmp_path, content, f"{number}.json")
        form = "grype" if document is GRYPE else "trivy"
        assert isinstance(collect(path, form), list)


Ran = Any


def test_through_the_command_line(auditor: Callable[..., Ran], tmp_path: Path) -> None:
    report(tmp_path, TRIVY, "trivy.json")
    report(tmp_path, GRYPE, "grype.json")
    done = auditor("scan", "trivy.json", "grype.json", "-o", "json")
    overdue = done.findings("patching.overdue_vulnerability", "fail")
    assert [item["resource"] for item in overdue] == [
        "registry.example.com/shop/web:1.4.2",
        "shop/web:1.4.2",
    ]
    assert done.findings("patching.exploited_vulnerability", "fail")
    assert done.document["gaps"] == []
    assert done.code == 1


def test_a_directory_with_reports_is_not_searched_for_them(
    auditor: Callable[..., Ran], tmp_path: Path
) -> None:
    report(tmp_path, TRIVY, "trivy.json")
    done = auditor("scan", ".", "-o", "json")
    assert done.document["findings"] == []


def test_many_flaws_of_one_name_are_told_apart_quickly(tmp_path: Path) -> None:
    flaw = {"VulnerabilityID": "CVE-2024-0001", "PkgName": "openssl", "InstalledVersion": "3.0.1"}
    result = {"Target": "t", "Class": "os-pkgs", "Vulnerabilities": [flaw] * 20_000}
    file = report(tmp_path, {**TRIVY, "Results": [result]})
    start = process_time()
    found = [item for item in collect(file) if isinstance(item, Vulnerability)]
    assert process_time() - start < 5
    assert len({item.part for item in found}) == 20_000


def test_more_than_memory_should_hold_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = report(tmp_path, TRIVY)
    monkeypatch.setattr(collector, "_MOST_FACTS", 2)
    found = collect(file)
    assert [item.reason for item in found if isinstance(item, Gap)] == [Reason.TOO_LARGE]
    assert sum(isinstance(item, Component | Vulnerability) for item in found) == 2
    monkeypatch.setattr(collector, "_MOST_VALUES", 2)
    (gap,) = collect(file)
    assert gap.reason is Reason.TOO_LARGE
