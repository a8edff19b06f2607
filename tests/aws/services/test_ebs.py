"""Disks and their copies: planted faults beside their clean twins."""

from __future__ import annotations

from typing import Any

import pytest

from auditor_aws.testing import Refusal, Server


@pytest.fixture(autouse=True)
def region(aws: Server) -> None:
    """moto has no account-wide refusal of public snapshots."""
    aws.stub("ec2", "GetSnapshotBlockPublicAccessState", {"State": "block-all-sharing"})


def volume(aws: Server, **options: Any) -> str:
    made = aws.client("ec2").create_volume(Size=1, AvailabilityZone="us-east-1a", **options)
    return str(made["VolumeId"])


def test_volumes_and_snapshots(aws: Server, audited: Any) -> None:
    ec2 = aws.client("ec2")
    clear, sealed = volume(aws), volume(aws, Encrypted=True)
    copies = [ec2.create_snapshot(VolumeId=name)["SnapshotId"] for name in (clear, sealed)]
    ec2.modify_snapshot_attribute(
        SnapshotId=copies[0],
        Attribute="createVolumePermission",
        OperationType="add",
        GroupNames=["all"],
    )
    aws.stub("ec2", "DescribeSnapshots", lambda asked, *_: _public_only(asked, copies))
    aws.reset_calls()
    audit = audited("ebs")
    assert not audit.gaps
    expected = {clear: "fail", sealed: "pass", copies[0]: "fail", copies[1]: "pass"}
    assert audit.verdicts("encryption.at_rest") == expected
    shared = {copies[0]: "fail", copies[1]: "pass"}
    assert audit.verdicts("exposure.public_data_store") == shared
    assert aws.calls()["ec2:DescribeSnapshots"] == 2


def _public_only(asked: dict[str, Any], copies: list[str]) -> dict[str, Any] | None:
    """moto does not look at who may restore: the first copy is the public one."""
    if "RestorableByUserIds" not in asked:
        return None
    return {"Snapshots": [{"SnapshotId": copies[0]}]}


def test_sharing_that_cannot_be_asked_for_is_unknown(aws: Server, audited: Any) -> None:
    ec2 = aws.client("ec2")
    copy = ec2.create_snapshot(VolumeId=volume(aws, Encrypted=True))["SnapshotId"]
    denied = Refusal("UnauthorizedOperation", "no", 403)
    shared = "RestorableByUserIds"
    aws.stub("ec2", "DescribeSnapshots", lambda asked, *_: denied if shared in asked else None)
    audit = audited("ebs")
    assert audit.verdicts("encryption.at_rest")[copy] == "pass"
    assert audit.verdicts("exposure.public_data_store") == {copy: "unknown"}
    assert [gap.address for gap in audit.gaps] == ["ec2:DescribeSnapshots"]


@pytest.mark.parametrize(
    ("state", "encrypted", "expected"),
    [
        ("unblocked", False, ("fail", "fail")),
        ("block-new-sharing", False, ("pass", "fail")),
        ("block-all-sharing", True, ("pass", "pass")),
    ],
)
def test_defaults_of_a_region(
    aws: Server, audited: Any, state: str, encrypted: bool, expected: tuple[str, str]
) -> None:
    aws.stub("ec2", "GetSnapshotBlockPublicAccessState", {"State": state})
    if encrypted:
        aws.client("ec2").enable_ebs_encryption_by_default()
    audit = audited("ebs")
    assert audit.verdicts("exposure.public_sharing_possible") == {"us-east-1": expected[0]}
    defaults = audit.verdicts("encryption.volume_default")
    assert defaults == {"ebs-encryption-by-default": expected[1]}
