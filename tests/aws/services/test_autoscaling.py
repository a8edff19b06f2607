"""Scaling groups and launch configurations: planted faults beside their clean twins."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from auditor_aws.testing import ACCOUNT, Server

ARN = f"arn:aws:autoscaling:us-east-1:{ACCOUNT}"
SECRET = "AKIA5XQ7RT2NVPLM4WZC"


@pytest.fixture(autouse=True)
def region(aws: Server) -> None:
    """What a launch leaves open is up to the region; moto knows no such defaults."""
    aws.stub("ec2", "GetInstanceMetadataDefaults", {"AccountLevel": {}})


def groups(aws: Server, *made: dict[str, Any]) -> None:
    common = {
        "CreatedTime": 0,
        "DefaultCooldown": 300,
        "DesiredCapacity": 1,
        "MaxSize": 1,
        "MinSize": 1,
    }
    full = [
        {
            **common,
            "AutoScalingGroupARN": f"{ARN}:autoScalingGroup:1:autoScalingGroupName/"
            f"{group['AutoScalingGroupName']}",
            **group,
        }
        for group in made
    ]
    aws.stub("autoscaling", "DescribeAutoScalingGroups", {"AutoScalingGroups": full})


def test_groups(aws: Server, audited: Any) -> None:
    def group(name: str, check: str, zones: int, **more: Any) -> dict[str, Any]:
        return {
            "AutoScalingGroupName": name,
            "HealthCheckType": check,
            "AvailabilityZones": ["us-east-1a", "us-east-1b"][:zones],
            **more,
        }

    target = [f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:targetgroup/web/1"]
    groups(
        aws,
        group("blind", "EC2", 2, TargetGroupARNs=target),
        group("watched", "ELB", 2, TargetGroupARNs=target),
        group("classic", "EC2", 2, LoadBalancerNames=["old"]),
        group("alone", "EC2", 1),
    )
    audit = audited("autoscaling")
    assert not audit.gaps
    assert audit.verdicts("resilience.no_health_check") == {
        "blind": "fail",
        "watched": "pass",
        "classic": "fail",
    }
    assert audit.verdicts("resilience.one_zone") == {
        "blind": "pass",
        "watched": "pass",
        "classic": "pass",
        "alone": "fail",
    }


def test_launch_configurations(aws: Server, audited: Any) -> None:
    client = aws.client("autoscaling")
    script = f"#!/bin/sh\nexport AWS_ACCESS_KEY_ID={SECRET}\n"

    def configuration(name: str, **options: Any) -> None:
        client.create_launch_configuration(
            LaunchConfigurationName=name, ImageId="ami-1", InstanceType="t3.micro", **options
        )

    def disk(device: str, encrypted: bool) -> dict[str, Any]:
        return {"DeviceName": device, "Ebs": {"VolumeSize": 8, "Encrypted": encrypted}}

    configuration("leaking", UserData=script, AssociatePublicIpAddress=True)
    configuration(
        "clean",
        UserData="#!/bin/sh\n",
        AssociatePublicIpAddress=False,
        MetadataOptions={"HttpTokens": "required"},
        BlockDeviceMappings=[disk("/dev/xvda", True), disk("/dev/sdb", True)],
    )
    configuration(
        "half",
        MetadataOptions={"HttpTokens": "optional"},
        BlockDeviceMappings=[disk("/dev/xvda", True), disk("/dev/sdb", False)],
    )
    audit = audited("autoscaling")
    assert not audit.gaps
    assert audit.verdicts("secrets.in_user_data") == {"leaking": "fail", "clean": "pass"}
    assert audit.verdicts("exposure.public_ip") == {
        "leaking": "fail",
        "clean": "pass",
        "half": "pass",
    }
    assert audit.verdicts("access.metadata_v1") == {
        "leaking": "fail",
        "clean": "pass",
        "half": "fail",
    }
    disks = [
        (finding.resource.rpartition("/")[2], finding.verdict)
        for finding in audit.findings
        if finding.check == "encryption.at_rest"
    ]
    assert sorted(disks) == [
        ("clean", "pass"),
        ("clean", "pass"),
        ("half", "fail"),
        ("half", "pass"),
        ("leaking", "fail"),
    ]
    encoded = base64.b64encode(script.encode())[:40]
    assert not any(SECRET.encode() in kept or encoded in kept for kept in audit.evidence)


def test_silence_is_unknown_where_the_region_does_not_answer(aws: Server, audited: Any) -> None:
    aws.client("autoscaling").create_launch_configuration(
        LaunchConfigurationName="silent", ImageId="ami-1", InstanceType="t3.micro"
    )
    with aws.faulty("ec2:Get*", "denied"):
        audit = audited("autoscaling")
    assert audit.verdicts("access.metadata_v1") == {"silent": "unknown"}
    assert audit.verdicts("encryption.at_rest") == {"silent": "unknown"}
    assert [gap.address for gap in audit.gaps] == [
        "ec2:GetEbsEncryptionByDefault",
        "ec2:GetInstanceMetadataDefaults",
    ]
