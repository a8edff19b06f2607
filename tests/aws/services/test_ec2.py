"""Machines and what starts them: planted faults beside their clean twins."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from auditor.facts import InspectedText, Setting, Unknown
from auditor_aws.services import ec2 as module
from auditor_aws.testing import ACCOUNT, Server

SECRET = "AKIA5XQ7RT2NVPLM4WZC"
SCRIPT = f"#!/bin/sh\nexport AWS_ACCESS_KEY_ID={SECRET}\n"


@pytest.fixture(autouse=True)
def region(aws: Server) -> None:
    """What moto lacks: the defaults of a region, and Systems Manager's agents."""
    aws.stub("ec2", "GetInstanceMetadataDefaults", {"AccountLevel": {}})
    aws.stub("ec2", "GetImageBlockPublicAccessState", {"ImageBlockPublicAccessState": "unblocked"})
    aws.stub("ssm", "DescribeInstanceInformation", {"InstanceInformationList": []})


def started(aws: Server, number: int = 1, **options: Any) -> list[str]:
    """Start machines by one call."""
    machines = aws.client("ec2").run_instances(
        ImageId="ami-1", MinCount=number, MaxCount=number, **options
    )
    return [machine["InstanceId"] for machine in machines["Instances"]]


def of(found: dict[str, str], *names: str) -> list[str]:
    """Return the verdicts of some things."""
    return [found[name] for name in names]


def private(aws: Server) -> dict[str, Any]:
    """Return the options of a machine without a public address."""
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    return {"SubnetId": subnet}


def test_machines(aws: Server, audited: Any) -> None:
    [bare] = started(aws)
    iam = aws.client("iam")
    iam.create_instance_profile(InstanceProfileName="web")
    role = {"IamInstanceProfile": {"Name": "web"}}
    [front] = started(aws, **role)
    inner = {
        **private(aws),
        **role,
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
        "Monitoring": {"Enabled": True},
    }
    [clean] = started(aws, **inner)
    audit = audited("ec2")
    names = (bare, front, clean)
    for check, expected in {
        "access.metadata_v1": ["fail", "fail", "pass"],
        "access.metadata_hop_limit": ["pass", "pass", "pass"],
        "access.machine_without_role": ["fail", "pass", "pass"],
        "exposure.public_ip": ["fail", "fail", "pass"],
        "logging.detailed_monitoring_disabled": ["fail", "fail", "pass"],
    }.items():
        assert of(audit.verdicts(check), *names) == expected, check
    assert audit.verdicts("exposure.role_on_public_machine") == {front: "fail", clean: "pass"}
    assert "encryption.at_rest" not in {finding.check for finding in audit.findings}


def test_machines_that_are_gone_are_not_judged(aws: Server, audited: Any) -> None:
    [gone] = started(aws)
    aws.client("ec2").terminate_instances(InstanceIds=[gone])
    assert audited("ec2").verdicts("access.metadata_v1") == {}


def test_user_data_are_searched_once_a_launch_and_never_kept(aws: Server, audited: Any) -> None:
    leaking = started(aws, 3, UserData=SCRIPT)
    [clean] = started(aws, UserData="#!/bin/sh\n")
    started(aws)
    aws.reset_calls()
    audit = audited("ec2")
    assert audit.verdicts("secrets.in_user_data") == {leaking[0]: "fail", clean: "pass"}
    assert aws.calls()["ec2:DescribeInstanceAttribute"] == 3
    [alike] = [p for p in audit.populations if p.source == "user data of instances"]
    assert alike.excluded == {"started together with one that is read": 2}
    encoded = base64.b64encode(SCRIPT.encode())
    assert not any(SECRET.encode() in kept or encoded[:40] in kept for kept in audit.evidence)
    assert SECRET not in str(audit.facts) + str(audit.findings)
    with aws.faulty("ec2:DescribeInstanceAttribute", "denied"):
        audit = audited("ec2")
    assert set(audit.verdicts("secrets.in_user_data").values()) == {"unknown"}
    assert [gap.address for gap in audit.gaps] == ["ec2:DescribeInstanceAttribute"]


def test_machines_of_a_group_share_the_user_data_of_their_template(
    aws: Server, audited: Any
) -> None:
    def tagged(group: str, version: str) -> list[dict[str, Any]]:
        tags = {
            "aws:autoscaling:groupName": group,
            "aws:ec2launchtemplate:id": "lt-1",
            "aws:ec2launchtemplate:version": version,
        }
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        return [{"ResourceType": "instance", "Tags": pairs}]

    for group, version in [("web", "1"), ("web", "1"), ("web", "2"), ("queue", "1")]:
        made = started(aws)
        backend = aws.backend("ec2")
        for pair in tagged(group, version)[0]["Tags"]:
            backend.create_tags(made, {pair["Key"]: pair["Value"]})
    aws.reset_calls()
    audited("ec2")
    assert aws.calls()["ec2:DescribeInstanceAttribute"] == 3


def test_launches_beyond_the_limit_are_unknown(
    aws: Server, audited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_TEXTS", 1)
    for _ in range(2):
        started(aws, UserData="#!/bin/sh\n")
    audit = audited("ec2")
    assert sorted(audit.verdicts("secrets.in_user_data").values()) == ["pass", "unknown"]


def template(aws: Server, name: str, **data: Any) -> str:
    """Make a launch template."""
    made = aws.client("ec2").create_launch_template(
        LaunchTemplateName=name, LaunchTemplateData=data
    )
    return str(made["LaunchTemplate"]["LaunchTemplateId"])


def disk(**options: Any) -> dict[str, Any]:
    return {"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": options}]}


def test_launch_templates(aws: Server, audited: Any) -> None:
    encoded = base64.b64encode(SCRIPT.encode()).decode()
    silent = template(aws, "silent", **disk(VolumeSize=8))
    public = template(
        aws, "public", NetworkInterfaces=[{"DeviceIndex": 0, "AssociatePublicIpAddress": True}]
    )
    leaking = template(aws, "leaking", UserData=encoded)
    options = {"HttpTokens": "required", "HttpEndpoint": "enabled"}
    clean = template(
        aws,
        "clean",
        MetadataOptions=options,
        Monitoring={"Enabled": True},
        **disk(Encrypted=True),
    )
    audit = audited("ec2")
    names = (silent, public, leaking, clean)
    for check, expected in {
        "access.metadata_v1": ["fail", "fail", "fail", "pass"],
        "exposure.public_ip": ["pass", "fail", "pass", "pass"],
        "logging.detailed_monitoring_disabled": ["fail", "fail", "fail", "pass"],
    }.items():
        assert of(audit.verdicts(check), *names) == expected, check
    assert audit.verdicts("encryption.at_rest") == {silent: "fail", clean: "pass"}
    assert audit.verdicts("secrets.in_user_data") == {leaking: "fail"}
    assert not any(encoded.encode() in kept for kept in audit.evidence)


def test_the_latest_version_is_judged_beside_the_default(aws: Server, audited: Any) -> None:
    name = template(aws, "two", MetadataOptions={"HttpTokens": "required"})
    ec2 = aws.client("ec2")
    data = {"MetadataOptions": {"HttpTokens": "optional"}}
    ec2.create_launch_template_version(LaunchTemplateId=name, LaunchTemplateData=data)
    verdicts = audited("ec2").verdicts("access.metadata_v1")
    assert verdicts == {name: "pass", "2": "fail"}


def test_what_a_template_and_the_region_leave_open_is_up_to_the_image(
    aws: Server, audited: Any
) -> None:
    made = {
        name: template(aws, name, ImageId=image)
        for name, image in {
            "new": "ami-new",
            "old": "ami-old",
            "gone": "ami-gone",
            "by-name": "resolve:ssm:/golden",
        }.items()
    }
    images = [{"ImageId": "ami-new", "ImdsSupport": "v2.0"}, {"ImageId": "ami-old"}]
    aws.stub(
        "ec2", "DescribeImages", lambda asked, *_: {"Images": images if "Filters" in asked else []}
    )
    expected = {"new": "pass", "old": "fail", "gone": "unknown", "by-name": "unknown"}
    verdicts = {made[name]: verdict for name, verdict in expected.items()}
    assert audited("ec2").verdicts("access.metadata_v1") == verdicts
    with aws.faulty("ec2:DescribeImages", "denied"):
        assert set(audited("ec2").verdicts("access.metadata_v1").values()) == {"unknown"}


def test_what_a_template_leaves_open_is_up_to_the_region(aws: Server, audited: Any) -> None:
    silent = template(aws, "silent", **disk(VolumeSize=8))
    aws.client("ec2").enable_ebs_encryption_by_default()
    defaults = {"AccountLevel": {"HttpTokens": "required", "HttpPutResponseHopLimit": 3}}
    aws.stub("ec2", "GetInstanceMetadataDefaults", defaults)
    audit = audited("ec2")
    assert audit.verdicts("encryption.at_rest") == {silent: "pass"}
    assert set(audit.verdicts("access.metadata_v1").values()) == {"pass"}
    assert set(audit.verdicts("access.metadata_hop_limit").values()) == {"fail"}
    with aws.faulty("ec2:Get*", "denied"):
        audit = audited("ec2")
    assert audit.verdicts("encryption.at_rest") == {silent: "unknown"}
    assert audit.verdicts("access.metadata_v1") == {silent: "unknown"}


@pytest.mark.parametrize(
    ("metadata", "sharing", "expected"),
    [
        ({}, "unblocked", ("fail", "fail")),
        ({"HttpTokens": "optional"}, "unblocked", ("fail", "fail")),
        ({"HttpTokens": "required"}, "block-new-sharing", ("pass", "pass")),
    ],
)
def test_defaults_of_a_region(
    aws: Server, audited: Any, metadata: Any, sharing: str, expected: tuple[str, str]
) -> None:
    aws.stub("ec2", "GetInstanceMetadataDefaults", {"AccountLevel": metadata})
    aws.stub("ec2", "GetImageBlockPublicAccessState", {"ImageBlockPublicAccessState": sharing})
    audit = audited("ec2")
    check = "access.metadata_v1_by_default"
    assert audit.verdicts(check) == {"instance-metadata-defaults": expected[0]}
    assert audit.verdicts("exposure.public_sharing_possible") == {"us-east-1": expected[1]}


def test_own_images(aws: Server, audited: Any) -> None:
    [machine] = started(aws)
    ec2 = aws.client("ec2")
    names = [
        ec2.create_image(InstanceId=machine, Name=name)["ImageId"] for name in ("open", "kept")
    ]
    everybody = {"Add": [{"Group": "all"}]}
    ec2.modify_image_attribute(ImageId=names[0], LaunchPermission=everybody)
    verdicts = audited("ec2").verdicts("exposure.public_data_store")
    assert verdicts == {names[0]: "fail", names[1]: "pass"}


def test_everything_that_is_read_is_collected(aws: Server, audited: Any) -> None:
    started(aws, UserData="#!/bin/sh\n")
    template(aws, "silent", **disk(VolumeSize=8))
    audit = audited("ec2")
    assert not audit.gaps
    for setting in audit.of(Setting):
        assert not isinstance(setting.value, Unknown), setting
    assert all(text.unread is None for text in audit.of(InspectedText))
    assert {fact.origin.scope for fact in audit.facts} == {ACCOUNT}
    assert "not collected" not in str(audit.facts)
