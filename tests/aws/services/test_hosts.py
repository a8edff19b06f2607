"""Machines as hosts to be patched: agents, scans, missing patches and their days of release."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor.facts import Component, Host, Unknown
from auditor_aws.testing import Server

NOW = datetime.now(UTC)
UNBLOCKED = {"ImageBlockPublicAccessState": "unblocked"}


def ago(days: int) -> datetime:
    return (NOW - timedelta(days=days)).replace(microsecond=0)


class Fleet:
    """Machines, what Systems Manager says of them, and what they were started from."""

    def __init__(self, aws: Server) -> None:
        self.aws = aws
        self.agents: list[dict[str, Any]] = []
        self.summaries: list[dict[str, Any]] = []
        self.patches: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.catalogue: list[dict[str, Any]] = []
        self.images: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.page = 100
        aws.stub("ec2", "GetInstanceMetadataDefaults", {"AccountLevel": {}})
        aws.stub("ec2", "GetImageBlockPublicAccessState", UNBLOCKED)
        aws.stub("ec2", "DescribeImages", lambda *_: {"Images": self.images})
        aws.stub(
            "ssm",
            "DescribeInstanceInformation",
            lambda *_: {"InstanceInformationList": self.agents},
        )
        aws.stub(
            "ssm",
            "ListResourceComplianceSummaries",
            lambda *_: {"ResourceComplianceSummaryItems": self.summaries},
        )
        aws.stub("ssm", "DescribeInstancePatches", self._patches)
        aws.stub("ssm", "DescribeAvailablePatches", self._available)

    def _patches(self, asked: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        [state] = asked["Filters"][0]["Values"]
        found = self.patches.get((asked["InstanceId"], state), [])
        done = int(asked.get("NextToken", 0)) + self.page
        more = {"NextToken": str(done)} if done < len(found) else {}
        return {"Patches": found[done - self.page : done], **more}

    def _available(self, asked: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        self.asked.append({item["Key"]: item["Values"] for item in asked["Filters"]})
        return {"Patches": self.catalogue}

    def machine(self, image: str = "ami-1", *, started: int = 10, **tags: str) -> str:
        """Start a machine, so many days ago."""
        made = self.aws.client("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1)
        name = str(made["Instances"][0]["InstanceId"])
        instance = self.aws.backend("ec2").get_instance(name)
        instance.launch_time = f"{ago(started):%Y-%m-%dT%H:%M:%S}Z"
        instance.add_tags(tags)
        return name

    def stop(self, name: str, days: int) -> None:
        self.aws.client("ec2").stop_instances(InstanceIds=[name])
        instance = self.aws.backend("ec2").get_instance(name)
        instance._reason = f"User initiated ({ago(days):%Y-%m-%d %H:%M:%S} GMT)"

    def agent(self, name: str, *, seen: int = 0, system: str = "Amazon Linux 2023") -> None:
        called, _, version = system.rpartition(" ")
        self.agents.append(
            {
                "InstanceId": name,
                "LastPingDateTime": ago(seen),
                "PingStatus": "Online",
                "PlatformType": "Windows" if "Windows" in system else "Linux",
                "PlatformName": called,
                "PlatformVersion": version,
                "ResourceType": "EC2Instance" if name.startswith("i-") else "ManagedInstance",
            }
        )

    def scan(self, name: str, *, lacking: int = 0, days: int = 1) -> None:
        self.summaries.append(
            {
                "ComplianceType": "Patch",
                "ResourceType": "ManagedInstance",
                "ResourceId": name,
                "Status": "NON_COMPLIANT" if lacking else "COMPLIANT",
                "ExecutionSummary": {"ExecutionTime": ago(days)},
                "NonCompliantSummary": {"NonCompliantCount": lacking},
            }
        )

    def lacks(self, name: str, patch: str, title: str, severity: str, state: str) -> None:
        self.patches.setdefault((name, state), []).append(
            {
                "Title": title,
                "KBId": patch,
                "Classification": "SecurityUpdates",
                "Severity": severity,
                "State": state.upper(),
                "InstalledTime": ago(0),
            }
        )


@pytest.fixture
def fleet(aws: Server) -> Fleet:
    return Fleet(aws)


def test_agents_and_scans(fleet: Fleet, audited: Any) -> None:
    alone, silent, unscanned, stale, well = (fleet.machine() for _ in range(5))
    for name, seen in ((silent, 9), (unscanned, 0), (stale, 0), (well, 0)):
        fleet.agent(name, seen=seen)
    for name, days in ((silent, 1), (stale, 30), (well, 1)):
        fleet.scan(name, days=days)
    audit = audited("ec2")
    assert audit.verdicts("patching.unmanaged_host") == {
        alone: "fail",
        **dict.fromkeys((silent, unscanned, stale, well), "pass"),
    }
    assert audit.verdicts("patching.silent_agent") == {
        silent: "fail",
        **dict.fromkeys((unscanned, stale, well), "pass"),
    }
    assert audit.verdicts("patching.unscanned_host") == {
        unscanned: "fail",
        stale: "fail",
        silent: "pass",
        well: "pass",
    }
    assert audit.verdicts("patching.not_compliant") == dict.fromkeys((silent, stale, well), "pass")
    assert fleet.aws.calls().get("ssm:DescribeInstancePatches") is None


def test_the_clock_of_a_patch_starts_at_its_release(fleet: Fleet, audited: Any) -> None:
    late, fresh, undated = (fleet.machine() for _ in range(3))
    for name in (late, fresh, undated):
        fleet.agent(name)
        fleet.scan(name, lacking=1)
    fleet.lacks(late, "openssl.x86_64", "openssl.x86_64:1:3.0.7-1", "Critical", "Missing")
    fleet.lacks(fresh, "curl.x86_64", "curl.x86_64:0:8.5.0-1", "Important", "Missing")
    fleet.lacks(undated, "vim.x86_64", "vim.x86_64:2:9.0-1", "Critical", "Missing")

    def package(name: str, epoch: int, version: str, days: int) -> dict[str, Any]:
        return {
            "Name": name,
            "Arch": "x86_64",
            "Epoch": epoch,
            "Version": version,
            "Release": "1",
            "ReleaseDate": ago(days),
        }

    fleet.catalogue = [
        package("openssl", 1, "3.0.7", 20),
        package("openssl", 1, "3.0.6", 400),
        package("curl", 0, "8.5.0", 20),
    ]
    audit = audited("ec2")
    assert audit.verdicts("patching.overdue_patches") == {
        late: "fail",
        fresh: "pass",
        undated: "unknown",
    }
    assert audit.verdicts("patching.not_compliant") == dict.fromkeys((late, fresh, undated), "fail")
    assert fleet.asked == [{"PRODUCT": ["AmazonLinux2023"], "NAME": ["curl", "openssl", "vim"]}]
    [patch] = next(host.missing for host in audit.of(Host) if host.origin.address.endswith(late))
    assert (patch.id, patch.severity) == ("openssl.x86_64:1:3.0.7-1", "critical")
    assert patch.released == ago(20)


def test_patches_that_failed_to_install_are_missing_too(fleet: Fleet, audited: Any) -> None:
    name = fleet.machine()
    fleet.agent(name, system="Microsoft Windows Server 2019 Datacenter 10.0.17763")
    fleet.scan(name, lacking=2)
    fleet.lacks(name, "KB5034441", "2026-01 Update (KB5034441)", "Moderate", "Missing")
    fleet.lacks(name, "KB5000001", "2025-01 Update (KB5000001)", "Critical", "Failed")
    fleet.catalogue = [{"KbNumber": "KB5000001", "ReleaseDate": ago(200)}]
    audit = audited("ec2")
    assert audit.verdicts("patching.overdue_patches") == {name: "fail"}
    [host] = audit.of(Host)
    assert [patch.id for patch in host.missing] == ["KB5034441", "KB5000001"]
    assert [patch.severity for patch in host.missing] == ["medium", "critical"]
    assert fleet.asked == [{"PATCH_ID": ["KB5000001", "KB5034441"]}]
    [system] = audit.of(Component)
    assert (system.product, system.version) == ("windows-server", "2019")


def test_all_pages_of_missing_patches_count(fleet: Fleet, audited: Any) -> None:
    name = fleet.machine()
    fleet.agent(name)
    fleet.scan(name, lacking=5)
    for number in range(5):
        title = f"lib{number}.x86_64:0:1-1"
        fleet.lacks(name, f"lib{number}.x86_64", title, "Low", "Missing")
    fleet.page = 2
    [host] = audited("ec2").of(Host)
    assert len(host.missing) == 5
    with fleet.aws.faulty("ssm:DescribeInstancePatches", "repeated_page"):
        audit = audited("ec2")
    [host] = audit.of(Host)
    assert isinstance(host.missing, Unknown)
    assert [gap.address for gap in audit.gaps] == ["ssm:DescribeInstancePatches"]


REFUSED = {
    "ssm:DescribeInstanceInformation": {"patching.unmanaged_host", "patching.silent_agent"},
    "ssm:ListResourceComplianceSummaries": {
        "patching.not_compliant",
        "patching.unscanned_host",
        "patching.overdue_patches",
    },
    "ssm:DescribeInstancePatches": {"patching.overdue_patches"},
    "ssm:DescribeAvailablePatches": {"patching.overdue_patches"},
    "ec2:DescribeImages": {"patching.old_image", "patching.withdrawn_image"},
}
"""By operation, checks whose verdict cannot be told without it."""


def test_what_is_refused_is_unknown(fleet: Fleet, audited: Any) -> None:
    alone, lacking = fleet.machine(), fleet.machine()
    fleet.agent(lacking)
    fleet.scan(lacking, lacking=1)
    fleet.lacks(lacking, "bash.x86_64", "bash.x86_64:0:5.2-1", "Critical", "Missing")
    released = {"Name": "bash", "Arch": "x86_64", "Version": "5.2", "Release": "1"}
    fleet.catalogue = [{**released, "Epoch": 0, "ReleaseDate": ago(50)}]
    fleet.images = [{"ImageId": "ami-1", "CreationDate": "2020-01-01T00:00:00.000Z"}]
    whole = {(f.check, f.resource): f.verdict for f in audited("ec2").findings}
    assert whole["patching.overdue_patches", address(lacking)] == "fail"
    assert whole["patching.unmanaged_host", address(alone)] == "fail"
    for operation, checks in REFUSED.items():
        with fleet.aws.faulty(operation, "denied"):
            audit = audited("ec2")
        for finding in audit.findings:
            before = whole.get((finding.check, finding.resource))
            assert finding.verdict in (before, "unknown"), finding
        assert checks <= {f.check for f in audit.findings if f.verdict == "unknown"}, operation
        assert operation in [gap.address for gap in audit.gaps]


def address(name: str) -> str:
    return f"arn:aws:ec2:us-east-1:123456789012:instance/{name}"


def test_images_and_standstill(fleet: Fleet, audited: Any) -> None:
    old, current, gone = (fleet.machine(f"ami-{name}") for name in ("old", "current", "gone"))
    fleet.images = [
        {
            "ImageId": "ami-old",
            "CreationDate": "2020-01-01T00:00:00.000Z",
            "DeprecationTime": "2022-01-01T00:00:00.000Z",
        },
        {"ImageId": "ami-current", "CreationDate": f"{ago(5):%Y-%m-%dT%H:%M:%S}.000Z"},
    ]
    fleet.stop(current, 90)
    audit = audited("ec2")
    expected = {old: "fail", current: "pass", gone: "unknown"}
    assert audit.verdicts("patching.old_image") == expected
    assert audit.verdicts("patching.withdrawn_image") == expected
    assert audit.verdicts("patching.long_stopped") == {current: "fail"}
    assert audit.verdicts("patching.long_running")[current] == "not-applicable"
    assert audit.verdicts("patching.unmanaged_host")[current] == "not-applicable"


def test_what_was_just_started_has_time_to_report(fleet: Fleet, audited: Any) -> None:
    alone, unscanned = fleet.machine(started=0), fleet.machine(started=0)
    fleet.agent(unscanned)
    audit = audited("ec2")
    assert audit.verdicts("patching.unmanaged_host") == {alone: "unknown", unscanned: "pass"}
    assert audit.verdicts("patching.unscanned_host") == {unscanned: "unknown"}


def test_warm_pools_keep_machines_stopped(fleet: Fleet, audited: Any) -> None:
    pooled, left = fleet.machine(**{"aws:autoscaling:groupName": "web"}), fleet.machine()
    fleet.stop(pooled, 90)
    fleet.stop(left, 90)
    assert audited("ec2").verdicts("patching.long_stopped") == {left: "fail"}


def test_the_place_of_a_package_is_no_severity(fleet: Fleet, audited: Any) -> None:
    debian, amazon = fleet.machine(), fleet.machine()
    for name, system in ((debian, "Ubuntu 22.04"), (amazon, "Amazon Linux 2023")):
        fleet.agent(name, system=system)
        fleet.scan(name, lacking=1)
        fleet.lacks(name, "tzdata", "tzdata:all:2025b", "Important", "Missing")
    found = {host.origin.address: host.missing[0].severity for host in audited("ec2").of(Host)}
    assert found == {address(debian): "", address(amazon): "high"}


def test_machines_that_a_service_of_aws_runs_are_its_own(fleet: Fleet, audited: Any) -> None:
    own = fleet.machine()
    listed = fleet.aws.client("ec2").describe_instances()["Reservations"]
    managed = {**listed[0]["Instances"][0], "InstanceId": "i-0123456789abcdef0"}
    managed["Operator"] = {"Managed": True, "Principal": "eks.amazonaws.com"}
    listed[0]["Instances"].append(managed)
    fleet.aws.stub("ec2", "DescribeInstances", {"Reservations": listed})
    audit = audited("ec2")
    assert audit.verdicts("patching.unmanaged_host") == {own: "fail"}
    assert audit.verdicts("access.metadata_v1") == {own: "fail"}


def test_machines_outside_of_ec2(fleet: Fleet, audited: Any) -> None:
    fleet.agent("mi-0123456789abcdef0", system="Ubuntu 16.04")
    fleet.scan("mi-0123456789abcdef0", days=90)
    audit = audited("ec2")
    assert audit.verdicts("patching.unscanned_host") == {"mi-0123456789abcdef0": "fail"}
    assert audit.verdicts("patching.end_of_support") == {"mi-0123456789abcdef0": "fail"}
    [host] = audit.of(Host)
    assert host.origin.kind == "aws_ssm_managed_instance"
    assert not any(isinstance(getattr(host, name), Unknown) for name in host.__struct_fields__)
