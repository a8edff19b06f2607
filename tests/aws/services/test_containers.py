"""EKS, ECR and ECS."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor.facts import Vulnerability
from auditor_aws.testing import Refusal, Server

Audited = Callable[..., Any]
SERVICES = ("ecr", "ecs", "eks")
NOW = datetime.now(UTC)
SECRET = "AKIAIOSFODNN7EXAMPLQ"
KEY = "arn:aws:kms:us-east-1:123456789012:key/{}"
LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:123456789012:{rest}"


def seed(aws: Server) -> None:
    """A careless and a careful thing of each kind."""
    aws.stub("eks", "ListClusters", {"clusters": ["careless", "careful"]})
    aws.stub("eks", "DescribeCluster", _cluster)
    aws.stub("eks", "DescribeAddon", _addon)
    versions = {"1.35": "STANDARD_SUPPORT", "1.22": "EXTENDED_SUPPORT"}
    aws.stub(
        "eks",
        "DescribeClusterVersions",
        {
            "clusterVersions": [
                {"clusterVersion": name, "versionStatus": status}
                for name, status in versions.items()
            ]
        },
    )
    aws.stub("eks", "ListNodegroups", {"nodegroups": ["workers"]})
    aws.stub("eks", "DescribeNodegroup", _nodes)
    _registry(aws)
    _tasks(aws)


def _cluster(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    name = parameters["name"]
    careful = name == "careful"
    found: dict[str, Any] = {
        "name": name,
        "arn": arn("eks", f"cluster/{name}"),
        "version": "1.35" if careful else "1.22",
        "resourcesVpcConfig": {
            "endpointPublicAccess": not careful,
            "publicAccessCidrs": ["0.0.0.0/0"],
        },
        "logging": {"clusterLogging": [{"types": LOGS, "enabled": careful}]},
        "deletionProtection": careful,
        "upgradePolicy": {"supportType": "EXTENDED"},
    }
    if careful:
        found["encryptionConfig"] = [{"resources": ["secrets"]}]
    return {"cluster": found}


def _addon(parameters: dict[str, Any], account: str, region: str) -> Any:
    if parameters["clusterName"] == "careless":
        return Refusal("ResourceNotFoundException", "none", 404)
    return {"addon": {"configurationValues": '{"enableNetworkPolicy": "true"}'}}


def _nodes(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    cluster = parameters["clusterName"]
    return {
        "nodegroup": {
            "nodegroupName": "workers",
            "nodegroupArn": arn("eks", f"nodegroup/{cluster}/workers/{cluster}-workers"),
            "version": "1.35",
            "remoteAccess": {
                "ec2SshKey": "admin",
                "sourceSecurityGroups": ["sg-1"] if cluster == "careful" else [],
            },
        }
    }


def _registry(aws: Server) -> None:
    aws.stub(
        "ecr",
        "DescribeRepositories",
        {
            "repositories": [
                {
                    "repositoryArn": arn("ecr", f"repository/{name}"),
                    "repositoryName": name,
                    "imageTagMutability": "IMMUTABLE" if name == "tidy" else "MUTABLE",
                    "imageScanningConfiguration": {"scanOnPush": name == "tidy"},
                    "encryptionConfiguration": {
                        "encryptionType": "KMS",
                        "kmsKey": KEY.format("own" if name == "tidy" else "of-aws"),
                    },
                }
                for name in ("messy", "tidy", "team/app")
            ]
        },
    )
    rule = {
        "scanFrequency": "SCAN_ON_PUSH",
        "repositoryFilters": [{"filter": "team/*", "filterType": "WILDCARD"}],
    }
    scanning = {"scanType": "BASIC", "rules": [rule]}
    aws.stub("ecr", "GetRegistryScanningConfiguration", {"scanningConfiguration": scanning})
    aws.stub("ecr", "GetLifecyclePolicy", _lifecycle)
    aws.stub("ecr", "GetRepositoryPolicy", _policy)
    aws.stub("ecr", "DescribeImages", _images)
    aws.stub("ecr", "DescribeImageScanFindings", _findings)
    aliases = [{"AliasName": "alias/aws/ecr", "TargetKeyId": "of-aws"}]
    aws.stub("kms", "ListAliases", {"Aliases": aliases})


def _lifecycle(parameters: dict[str, Any], account: str, region: str) -> Any:
    if parameters["repositoryName"] == "tidy":
        return {"lifecyclePolicyText": json.dumps({"rules": [{"description": "x" * 100}]})}
    return Refusal("LifecyclePolicyNotFoundException", "none")


def _policy(parameters: dict[str, Any], account: str, region: str) -> Any:
    if parameters["repositoryName"] == "tidy":
        return Refusal("RepositoryPolicyNotFoundException", "none")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    return {"policyText": json.dumps({"Statement": [statement]})}


def _images(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    def image(tag: str, days: int) -> dict[str, Any]:
        return {
            "imageDigest": f"sha256:{tag}",
            "imageTags": [tag],
            "imagePushedAt": NOW - timedelta(days=days),
            "imageScanFindingsSummary": {
                "imageScanCompletedAt": NOW - timedelta(days=days),
                "findingSeverityCounts": {"HIGH": 1},
            },
        }

    found = [image("old", 400), image("new", 60)] if parameters["repositoryName"] == "messy" else []
    return {"imageDetails": found}


def _findings(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    assert parameters["imageId"] == {"imageDigest": "sha256:new"}
    attributes = {"package_name": "openssl", "package_version": "3.0.7"}
    flaw = {
        "name": "CVE-2022-3602",
        "severity": "HIGH",
        "attributes": [{"key": key, "value": value} for key, value in attributes.items()],
    }
    return {"imageScanFindings": {"findings": [flaw]}}


def _tasks(aws: Server) -> None:
    clusters = {"plain": "disabled", "insight": "enhanced"}
    arns = [arn("ecs", f"cluster/{name}") for name in clusters]
    aws.stub("ecs", "ListClusters", {"clusterArns": arns})
    aws.stub(
        "ecs",
        "DescribeClusters",
        {
            "clusters": [
                {
                    "clusterArn": arn("ecs", f"cluster/{name}"),
                    "settings": [{"name": "containerInsights", "value": value}],
                }
                for name, value in clusters.items()
            ]
        },
    )
    aws.stub("ecs", "ListServices", _services)
    aws.stub("ecs", "DescribeServices", _service)
    aws.stub("ecs", "ListTaskDefinitionFamilies", {"families": ["web", "worker"]})
    aws.stub("ecs", "DescribeTaskDefinition", _task)


def _services(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    found = ["open", "closed"] if parameters["cluster"].endswith("plain") else []
    return {"serviceArns": [arn("ecs", f"service/plain/{name}") for name in found]}


def _service(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    return {
        "services": [
            {
                "serviceArn": name,
                "taskDefinition": arn("ecs", "task-definition/web:1"),
                "launchType": "FARGATE",
                "platformVersion": "1.3.0" if name.endswith("open") else "LATEST",
                "networkConfiguration": {
                    "awsvpcConfiguration": {
                        "subnets": ["subnet-1"],
                        "assignPublicIp": "ENABLED" if name.endswith("open") else "DISABLED",
                    }
                },
            }
            for name in parameters["services"]
        ]
    }


def _task(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    family, _, revision = parameters["taskDefinition"].rpartition("/")[2].partition(":")
    careful = family == "worker"
    container: dict[str, Any] = {
        "name": "main",
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:latest",
        "privileged": not careful,
        "readonlyRootFilesystem": careful,
        "environment": [{"name": "AWS_KEY", "value": "none" if careful else SECRET}],
    }
    if careful:
        container["logConfiguration"] = {"logDriver": "awslogs"}
    volume = {"fileSystemId": "fs-1", "transitEncryption": "ENABLED" if careful else "DISABLED"}
    return {
        "taskDefinition": {
            "taskDefinitionArn": arn("ecs", f"task-definition/{family}:{revision or 7}"),
            "family": family,
            "networkMode": "awsvpc" if careful else "host",
            "pidMode": "task" if careful else "host",
            "containerDefinitions": [container],
            "volumes": [{"name": "data", "efsVolumeConfiguration": volume}, {"name": "tmp"}],
        }
    }


VERDICTS = {
    "eks": [
        ("patching.end_of_support", {"careless": "fail", "careful": "pass"}),
        ("patching.extended_support", {"careless": "fail", "careful": "pass"}),
        ("exposure.public_cluster_endpoint", {"careless": "fail", "careful": "pass"}),
        ("exposure.cluster_endpoint_open_to_world", {"careless": "fail", "careful": "pass"}),
        ("logging.control_plane_logs", {"careless": "fail", "careful": "pass"}),
        ("secrets.no_envelope_encryption", {"careless": "fail", "careful": "pass"}),
        ("resilience.deletion_unguarded", {"careless": "fail", "careful": "pass"}),
        ("exposure.no_network_policy", {"careless": "unknown", "careful": "pass"}),
        ("exposure.ssh_open", {"careless-workers": "fail", "careful-workers": "pass"}),
    ],
    "ecr": [
        ("patching.mutable_image_tags", {"messy": "fail", "tidy": "pass", "app": "fail"}),
        ("patching.no_scan_on_push", {"messy": "fail", "tidy": "pass", "app": "pass"}),
        ("resilience.no_lifecycle", {"messy": "fail", "tidy": "pass", "app": "fail"}),
        ("encryption.customer_managed_key", {"messy": "fail", "tidy": "pass", "app": "fail"}),
        ("access.public_principal", {"messy": "fail", "app": "fail"}),
        ("patching.overdue_vulnerability", {"new": "fail"}),
    ],
    "ecs": [
        ("logging.container_insights_disabled", {"plain": "fail", "insight": "pass"}),
        ("exposure.public_ip", {"open": "fail", "closed": "pass"}),
        ("patching.auto_minor_upgrade", {"open": "fail", "closed": "pass"}),
    ],
}


@pytest.mark.parametrize("service", ["ecr", "eks"])
def test_things_have_the_verdicts_of_their_settings(
    aws: Server, audited: Audited, service: str
) -> None:
    seed(aws)
    audit = audited(service)
    wanted = dict(VERDICTS[service])
    found = {check: audit.verdicts(check) for check in wanted}
    if service == "eks":
        found["patching.end_of_support"].pop("careless-workers")
        found["patching.end_of_support"].pop("careful-workers")
    assert found == wanted
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)


def test_a_cluster_that_is_upgraded_in_time_gets_no_extended_support(
    aws: Server, audited: Audited
) -> None:
    def upgraded(*asked: Any) -> dict[str, Any]:
        cluster = _cluster(*asked)["cluster"]
        return {"cluster": {**cluster, "upgradePolicy": {"supportType": "STANDARD"}}}

    seed(aws)
    aws.stub("eks", "DescribeCluster", upgraded)
    verdicts = audited("eks").verdicts("patching.extended_support")
    assert verdicts == {"careless": "pass", "careful": "pass"}


def by_family(audit: Any, check: str) -> dict[str, str]:
    """Verdicts on task definitions: ``web:1``, ``web:7``."""
    found = {f.resource: f.verdict for f in audit.findings if f.check == check}
    return {
        name.rpartition("/")[2]: word for name, word in found.items() if "task-definition" in name
    }


def test_tasks_have_the_verdicts_of_their_containers(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited("ecs")
    for check, wanted in VERDICTS["ecs"]:
        assert audit.verdicts(check) == wanted, check
    careless, careful = ("web:1", "web:7"), ("worker:7",)
    split = {**dict.fromkeys(careless, "fail"), **dict.fromkeys(careful, "pass")}
    for check in (
        "access.host_shared",
        "access.privileged_workload",
        "access.writable_root",
        "logging.service_logs_disabled",
        "encryption.in_transit",
        "secrets.in_environment",
    ):
        assert by_family(audit, check) == split, check
    assert set(by_family(audit, "patching.unpinned_image").values()) == {"fail"}
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)
    assert not [blob for blob in audit.evidence if SECRET.encode() in blob]
    assert aws.calls()["ecs:DescribeTaskDefinition"] == 3


def test_enhanced_scans_are_left_to_inspector(aws: Server, audited: Audited) -> None:
    seed(aws)
    enhanced = {"scanningConfiguration": {"scanType": "ENHANCED", "rules": []}}
    aws.stub("ecr", "GetRegistryScanningConfiguration", enhanced)
    audit = audited("ecr")
    assert not audit.of(Vulnerability)
    assert "ecr:DescribeImages" not in aws.calls()


DENIED = [
    (
        "eks:DescribeClusterVersions",
        "patching.extended_support",
        {"careless": "unknown", "careful": "unknown"},
    ),
    (
        "eks:DescribeAddon",
        "exposure.no_network_policy",
        {"careless": "unknown", "careful": "unknown"},
    ),
    (
        "ecr:GetRegistryScanningConfiguration",
        "patching.no_scan_on_push",
        {"messy": "unknown", "tidy": "pass", "app": "unknown"},
    ),
    ("ecr:GetLifecyclePolicy", "resilience.no_lifecycle", "unknown"),
    ("ecr:GetRepositoryPolicy", "access.public_principal", "unknown"),
    (
        "kms:ListAliases",
        "encryption.customer_managed_key",
        {"messy": "unknown", "tidy": "unknown", "app": "unknown"},
    ),
]


@pytest.mark.parametrize(("operation", "check", "wanted"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, check: str, wanted: Any
) -> None:
    seed(aws)
    service = "ecr" if operation.startswith("kms:") else operation.partition(":")[0]
    with aws.faulty(operation, "denied"):
        audit = audited(service)
    found = audit.verdicts(check)
    assert found == (wanted if isinstance(wanted, dict) else dict.fromkeys(found, wanted))
    assert found
    assert any(operation in gap.detail for gap in audit.gaps)
