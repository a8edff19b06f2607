"""File systems, mount targets, access points."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditor.facts import Setting, Unknown
from auditor_aws.testing import Refusal, Server

ARN = "arn:aws:elasticfilesystem:us-east-1:123456789012:"
ANYONE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "elasticfilesystem:ClientMount",
                "Resource": "*",
            }
        ],
    }
)
EXPECTED = {
    "encryption.at_rest": {"fs-bad": "fail", "fs-good": "pass"},
    "resilience.single_zone": {"fs-bad": "fail", "fs-good": "pass"},
    "access.public_principal": {"fs-bad": "fail"},
}


@pytest.fixture
def systems(aws: Server) -> Server:
    common = {
        "OwnerId": "123456789012",
        "CreationToken": "-",
        "CreationTime": 1_700_000_000,
        "LifeCycleState": "available",
        "NumberOfMountTargets": 1,
        "SizeInBytes": {"Value": 1},
        "PerformanceMode": "generalPurpose",
        "Tags": [],
    }
    bad = {**common, "FileSystemId": "fs-bad", "Encrypted": False, "AvailabilityZoneName": "a"}
    good = {**common, "FileSystemId": "fs-good", "Encrypted": True}
    aws.stub("efs", "DescribeFileSystems", {"FileSystems": [bad, good]})
    aws.stub("efs", "DescribeFileSystemPolicy", policy)
    aws.stub("efs", "DescribeBackupPolicy", backup)
    aws.stub("efs", "DescribeMountTargets", mounts)
    aws.stub("backup", "ListProtectedResources", {"Results": []})
    open_route = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"}
    aws.stub(
        "ec2",
        "DescribeRouteTables",
        {
            "RouteTables": [
                {
                    "VpcId": "v",
                    "Associations": [{"SubnetId": "subnet-0000000-bad"}],
                    "Routes": [open_route],
                },
                {"VpcId": "v", "Associations": [{"Main": True}], "Routes": []},
            ]
        },
    )
    points = [
        {"AccessPointArn": f"{ARN}access-point/open", "RootDirectory": {"Path": "/"}},
        {
            "AccessPointArn": f"{ARN}access-point/held",
            "RootDirectory": {"Path": "/app"},
            "PosixUser": {"Uid": 0, "Gid": 0},
        },
    ]
    aws.stub("efs", "DescribeAccessPoints", {"AccessPoints": points})
    return aws


def policy(parameters: dict, account: str, region: str) -> dict | Refusal:
    if parameters["FileSystemId"] == "fs-bad":
        return {"FileSystemId": "fs-bad", "Policy": ANYONE}
    return Refusal("PolicyNotFound", "none", 404)


def backup(parameters: dict, account: str, region: str) -> dict | Refusal:
    if parameters["FileSystemId"] == "fs-bad":
        return Refusal("PolicyNotFound", "none", 404)
    return {"BackupPolicy": {"Status": "ENABLED"}}


def mounts(parameters: dict, account: str, region: str) -> dict:
    system = parameters["FileSystemId"]
    target = {
        "MountTargetId": system.replace("fs", "fsmt-0000"),
        "FileSystemId": system,
        "SubnetId": system.replace("fs", "subnet-0000000"),
        "VpcId": "v",
        "LifeCycleState": "available",
    }
    return {"MountTargets": [target]}


def test_file_systems(systems: Server, audited: Callable) -> None:
    audit = audited("efs")
    assert audit.gaps == []
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert audit.settings("backup_plan") == {
        f"{ARN}file-system/fs-bad": False,
        f"{ARN}file-system/fs-good": True,
    }
    assert audit.settings("private_subnet") == {
        f"{ARN}mount-target/fsmt-0000-bad": False,
        f"{ARN}mount-target/fsmt-0000-good": True,
    }
    confined = {
        (fact.origin.address.rpartition("/")[2], fact.part): fact.value
        for fact in audit.of(Setting)
        if fact.name == "access_point_confined"
    }
    assert confined == {
        ("open", "user"): False,
        ("open", "directory"): False,
        ("held", "user"): True,
        ("held", "directory"): True,
    }


def test_refused(systems: Server, audited: Callable) -> None:
    for operation in (
        "efs:DescribeFileSystemPolicy",
        "efs:DescribeBackupPolicy",
        "efs:DescribeMountTargets",
    ):
        systems.fault(operation, "denied")
    audit = audited("efs")
    assert audit.verdicts("access.public_principal") == {
        "fs-bad": "unknown",
        "fs-good": "unknown",
    }
    for name in ("backup_plan", "private_subnet"):
        found = audit.settings(name).values()
        assert [type(value) for value in found] == [Unknown, Unknown], name
    assert audit.verdicts("encryption.at_rest") == EXPECTED["encryption.at_rest"]
    assert len(audit.gaps) == 3
