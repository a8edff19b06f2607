"""Machines, their disks, networks and patches, and the images that they and containers run."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

from aws_estate._place import NOW, REGIONS, SHOP, Ground

_ADDRESS = {"CidrIp": "0.0.0.0/0"}


def networks(ground: Ground) -> None:
    """Plant a VPC with security groups, in both regions."""
    for region in REGIONS:
        ec2 = ground.server.client("ec2", region)
        vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        here = "" if region == REGIONS[0] else f".{region}"
        for name, port, source in (("admin", 22, _ADDRESS), ("web", 443, {"CidrIp": "10.0.0.0/8"})):
            made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)
            permission = {
                "IpProtocol": "tcp",
                "FromPort": port,
                "ToPort": port,
                "IpRanges": [{**source, "Description": name}],
            }
            ec2.authorize_security_group_ingress(
                GroupId=made["GroupId"], IpPermissions=[permission]
            )
            ground.names[f"group.{name}{here}"] = ground.arn(
                "ec2", f"security-group/{made['GroupId']}", region
            )
        ground.names[f"vpc{here}"] = ground.arn("ec2", f"vpc/{vpc}", region)
        for name, encrypted in (("scratch", False), ("data", True)):
            volume = ec2.create_volume(
                AvailabilityZone=f"{region}a", Size=8, Encrypted=encrypted, VolumeType="gp3"
            )
            ground.names[f"volume.{name}{here}"] = ground.arn(
                "ec2", f"volume/{volume['VolumeId']}", region
            )
    _snapshots(ground)


def _snapshots(ground: Ground) -> None:
    ec2 = ground.server.client("ec2")
    for name in ("shared", "kept"):
        volume = ground.names["volume.data"].rpartition("/")[2]
        made = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
        ground.names[f"snapshot.{name}"] = f"arn:aws:ec2:{REGIONS[0]}::snapshot/{made}"
    public = ground.names["snapshot.shared"].rpartition("/")[2]
    ec2.modify_snapshot_attribute(
        SnapshotId=public,
        Attribute="createVolumePermission",
        OperationType="add",
        GroupNames=["all"],
    )

    def for_everybody(parameters: dict[str, Any], account: str, region: str) -> Any:
        """The stand-in does not know who may restore a snapshot."""
        if "RestorableByUserIds" not in parameters:
            return None
        if (account, region) != (SHOP, REGIONS[0]):
            return {"Snapshots": []}
        return {"Snapshots": [{"SnapshotId": public, "Encrypted": True, "OwnerId": SHOP}]}

    ground.server.stub("ec2", "DescribeSnapshots", for_everybody)


def machines(ground: Ground) -> None:
    """Plant three machines: one patched, one overdue, one that nobody looks after."""
    ec2 = ground.server.client("ec2")
    image = ec2.register_image(Name="shop-base", RootDeviceName="/dev/sda1")["ImageId"]
    secret = b"#!/bin/sh\nexport DB_PASSWORD=correct-Horse-7-battery\n"
    texts = {
        "patched": "#!/bin/sh\nsystemctl start shop\n",
        "overdue": gzip.compress(secret, mtime=0),
        "lonely": "",
    }
    for name, text in texts.items():
        made = ec2.run_instances(
            ImageId=image,
            MinCount=1,
            MaxCount=1,
            InstanceType="t3.small",
            UserData=text,
            MetadataOptions={
                "HttpTokens": "optional" if name == "lonely" else "required",
                "HttpPutResponseHopLimit": 1,
                "HttpEndpoint": "enabled",
            },
        )["Instances"][0]["InstanceId"]
        ground.names[f"machine.{name}"] = ground.arn("ec2", f"instance/{made}")
        begun = NOW - timedelta(days=30)
        instance = ground.server.backend("ec2").get_instance(made)
        instance.launch_time = begun.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    _patches(ground)


def _patches(ground: Ground) -> None:
    managed = [
        ground.names[f"machine.{name}"].rpartition("/")[2] for name in ("patched", "overdue")
    ]
    agents = [
        {
            "InstanceId": machine,
            "PingStatus": "Online",
            "LastPingDateTime": NOW - timedelta(minutes=5),
            "AgentVersion": "3.3.1",
            "PlatformType": "Linux",
            "PlatformName": name,
            "PlatformVersion": version,
            "ResourceType": "EC2Instance",
        }
        for machine, name, version in zip(
            managed, ("Ubuntu", "Red Hat Enterprise Linux"), ("24.04", "9.4"), strict=True
        )
    ]
    counts = {"SeveritySummary": {"CriticalCount": 1, "HighCount": 1}}
    summaries = [
        {
            "ComplianceType": "Patch",
            "ResourceType": "ManagedInstance",
            "ResourceId": machine,
            "Status": status,
            "OverallSeverity": "CRITICAL",
            "ExecutionSummary": {"ExecutionTime": NOW - timedelta(days=1)},
            "CompliantSummary": {"CompliantCount": 210, **counts},
            "NonCompliantSummary": {"NonCompliantCount": missing, **counts},
        }
        for machine, status, missing in zip(
            managed, ("COMPLIANT", "NON_COMPLIANT"), (0, 1), strict=True
        )
    ]
    lacking = {
        "Title": "openssl.x86_64:1:3.0.7-27.el9",
        "KBId": "openssl.x86_64",
        "Classification": "Security",
        "Severity": "Critical",
        "State": "Missing",
        "InstalledTime": NOW,
    }
    released = {
        "Name": "openssl",
        "Arch": "x86_64",
        "Epoch": 1,
        "Version": "3.0.7",
        "Release": "27.el9",
        "Severity": "Critical",
        "ReleaseDate": NOW - timedelta(days=45),
    }
    ground.once("ssm", "DescribeInstanceInformation", "InstanceInformationList", agents)
    ground.once(
        "ssm", "ListResourceComplianceSummaries", "ResourceComplianceSummaryItems", summaries
    )

    def missing(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        wanted = parameters["Filters"][0]["Values"] == ["Missing"]
        return {"Patches": [lacking] if wanted else []}

    ground.server.stub("ssm", "DescribeInstancePatches", missing)
    ground.once("ssm", "DescribeAvailablePatches", "Patches", [released])


def images(ground: Ground) -> None:
    """Plant two image repositories; a scanner found a weakness that is being exploited."""
    ecr = ground.server.client("ecr")
    for name, sound in (("shop", True), ("legacy", False)):
        made = ecr.create_repository(
            repositoryName=name,
            imageTagMutability="IMMUTABLE" if sound else "MUTABLE",
            imageScanningConfiguration={"scanOnPush": sound},
        )
        ground.names[f"repository.{name}"] = made["repository"]["repositoryArn"]
    image = f"{ground.names['repository.legacy']}/sha256:{'ab' * 32}"
    ground.names["image.legacy"] = image
    about = {
        "awsAccountId": ground.names["repository.legacy"].split(":")[4],
        "type": "PACKAGE_VULNERABILITY",
        "description": "A flaw in a logging library.",
        "remediation": {"recommendation": {"text": "None Provided"}},
        "lastObservedAt": NOW,
        "updatedAt": NOW,
        "status": "ACTIVE",
        "resources": [
            {
                "type": "AWS_ECR_CONTAINER_IMAGE",
                "id": image,
                "partition": "aws",
                "region": REGIONS[0],
                "details": {
                    "awsEcrContainerImage": {
                        "repositoryName": "legacy",
                        "registry": ground.names["repository.legacy"].split(":")[4],
                        "imageHash": f"sha256:{'ab' * 32}",
                        "imageTags": ["1.4"],
                    }
                },
            }
        ],
    }
    findings = [
        {
            **about,
            "findingArn": ground.arn("inspector2", f"finding/{number}"),
            "severity": severity,
            "firstObservedAt": NOW - timedelta(days=days),
            "exploitAvailable": exploited,
            "fixAvailable": "YES",
            "title": f"{name} - {package}",
            "packageVulnerabilityDetails": {
                "vulnerabilityId": name,
                "source": "NVD",
                "vulnerablePackages": [
                    {"name": package, "version": "2.14.1", "fixedInVersion": "2.17.1"}
                ],
            },
        }
        for number, name, package, severity, days, exploited in (
            ("1", "CVE-2021-44228", "log4j-core", "CRITICAL", 90, "YES"),
            ("2", "CVE-2024-00001", "libtiff", "MEDIUM", 4, "NO"),
        )
    ]
    ground.once("inspector2", "ListFindings", "findings", findings)
    scanned = {
        "resourceType": "AWS_ECR_CONTAINER_IMAGE",
        "resourceId": image,
        "accountId": about["awsAccountId"],
        "scanType": "PACKAGE",
        "scanStatus": {"statusCode": "ACTIVE", "reason": "SUCCESSFUL"},
    }
    ground.once("inspector2", "ListCoverage", "coveredResources", [scanned])
