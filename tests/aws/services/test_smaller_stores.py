"""MemoryDB, FSx and DAX: one listing each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.facts import Setting
from auditor_aws.testing import Server

ACCOUNT = "us-east-1:123456789012:"


@pytest.fixture
def stores(aws: Server) -> Server:
    memory = [
        {
            "Name": name,
            "ARN": f"arn:aws:memorydb:{ACCOUNT}cluster/{name}",
            "TLSEnabled": good,
            "SnapshotRetentionLimit": 7 if good else 0,
            "AutoMinorVersionUpgrade": good,
        }
        for name, good in {"bad": False, "good": True}.items()
    ]
    aws.stub("memorydb", "DescribeClusters", {"Clusters": memory})
    aws.stub("memorydb", "DescribeSnapshots", {"Snapshots": []})
    caches = [
        {
            "ClusterName": name,
            "ClusterArn": f"arn:aws:dax:{ACCOUNT}cache/{name}",
            "TotalNodes": 2,
            "Nodes": [{"AvailabilityZone": "a"}, {"AvailabilityZone": "b" if good else "a"}],
            "SSEDescription": {"Status": "ENABLED" if good else "DISABLED"},
            "ClusterEndpointEncryptionType": "TLS" if good else "NONE",
        }
        for name, good in {"bad": False, "good": True}.items()
    ]
    aws.stub("dax", "DescribeClusters", {"Clusters": caches})
    systems = [
        system("fs-windows-bad", "WINDOWS", "WindowsConfiguration", False, "SINGLE_AZ_2"),
        system("fs-windows-good", "WINDOWS", "WindowsConfiguration", True, "MULTI_AZ_1"),
        system("fs-openzfs-bad", "OPENZFS", "OpenZFSConfiguration", False, "SINGLE_AZ_1"),
        system("fs-lustre-good", "LUSTRE", "LustreConfiguration", True, "PERSISTENT_2"),
        system("fs-lustre-scratch", "LUSTRE", "LustreConfiguration", False, "SCRATCH_2"),
        system("fs-ontap-good", "ONTAP", "OntapConfiguration", True, "MULTI_AZ_1"),
    ]
    for entry in systems:
        if entry["FileSystemType"] == "OPENZFS":
            entry["OpenZFSConfiguration"]["CopyTagsToVolumes"] = False
        if entry["FileSystemType"] == "ONTAP":
            del entry["OntapConfiguration"]["CopyTagsToBackups"]
            entry["OntapConfiguration"]["FsxAdminPassword"] = "hunter2hunter2"
    aws.stub("fsx", "DescribeFileSystems", {"FileSystems": systems})
    return aws


def system(name: str, kind: str, place: str, good: bool, deployment: str) -> dict:
    settings = {
        "DeploymentType": deployment,
        "AutomaticBackupRetentionDays": 30 if good else 0,
        "CopyTagsToBackups": good,
    }
    return {
        "FileSystemId": name,
        "ResourceARN": f"arn:aws:fsx:{ACCOUNT}file-system/{name}",
        "FileSystemType": kind,
        place: settings,
    }


TWINS = {"bad": "fail", "good": "pass"}
EXPECTED = {
    "memorydb": {
        "encryption.in_transit": TWINS,
        "resilience.no_backup": TWINS,
        "patching.auto_minor_upgrade": TWINS,
    },
    "dax": {
        "encryption.at_rest": TWINS,
        "encryption.in_transit": TWINS,
        "resilience.single_zone": TWINS,
    },
    "fsx": {
        "resilience.no_backup": {
            "fs-windows-bad": "fail",
            "fs-windows-good": "pass",
            "fs-openzfs-bad": "fail",
            "fs-lustre-good": "pass",
            "fs-ontap-good": "pass",
        },
        "resilience.single_zone": {
            "fs-windows-bad": "fail",
            "fs-windows-good": "pass",
            "fs-openzfs-bad": "fail",
            "fs-ontap-good": "pass",
        },
    },
}


@pytest.mark.parametrize("service", EXPECTED)
def test_stores(stores: Server, audited: Callable, service: str) -> None:
    audit = audited(service)
    assert audit.gaps == []
    expected = EXPECTED[service]
    assert {check: audit.verdicts(check) for check in expected} == expected


def test_file_systems(stores: Server, audited: Callable) -> None:
    audit = audited("fsx")
    copied = {
        (fact.origin.address.rpartition("/")[2], fact.part): fact.value
        for fact in audit.of(Setting)
        if fact.name == "tags_copied"
    }
    assert copied == {
        ("fs-windows-bad", "backups"): False,
        ("fs-windows-good", "backups"): True,
        ("fs-openzfs-bad", "backups"): False,
        ("fs-openzfs-bad", "volumes"): False,
        ("fs-lustre-good", "backups"): True,
        ("fs-lustre-scratch", "backups"): False,
    }
    assert not any(b"hunter2hunter2" in content for content in audit.evidence)


@pytest.mark.parametrize(
    "operation", ["memorydb:DescribeClusters", "dax:DescribeClusters", "fsx:DescribeFileSystems"]
)
def test_refused(stores: Server, audited: Callable, operation: str) -> None:
    with stores.faulty(operation, "denied"):
        audit = audited(operation.partition(":")[0])
    assert audit.facts == []
    assert [gap.address for gap in audit.gaps] == [operation]
